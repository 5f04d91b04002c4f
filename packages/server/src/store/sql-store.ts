/**
 * The store on any SQL engine that can run our queries.
 *
 * @module
 */
import type { Append, AppendOutcome } from './log/log.ts';
import { STORAGE as LOG } from './log/storage.ts';
import { changedHeads, heads, pull } from './log/reading.ts';
import { forbid } from './log/forbid.ts';
import { check } from './sql/meta.ts';
import { Queries } from './storage.ts';
import type { RegisteredQuery, Storage, StoreQuery } from './storage.ts';
import type { Store, StoreCapabilities } from './store.ts';

/** What an engine must do; everything rejects with a StoreError. */
export interface SqlEngine {
  readonly capabilities: StoreCapabilities;
  /** Asked anew each time: it may change while others restore a shared database. */
  readonly epoch: () => string;
  /** LogStore.append: an engine inside the process has another query for it than one across a network. */
  append(batch: readonly Append[]): Promise<readonly AppendOutcome[]>;
  /** Runs one query, a write in one transaction. */
  run(query: RegisteredQuery, args: readonly unknown[]): Promise<unknown>;
  close(): Promise<void>;
}

/** The queries, tables and effects of the log and of what else a store serves. */
export function queriesOf(storages: readonly Storage[]): Queries {
  return new Queries([LOG, ...storages]);
}

export function createSqlStore(engine: SqlEngine, queries: Queries): Store {
  const run = <Args extends readonly unknown[], T>(query: StoreQuery<Args, T>, ...args: Args): Promise<T> =>
    // The result is that of the very function that was given.
    engine.run(queries.of(query), args) as Promise<T>;
  return {
    capabilities: engine.capabilities,
    get epoch() {
      return engine.epoch();
    },
    log: {
      append: (batch) => engine.append(batch),
      forbid: (batch) => run(forbid, batch),
      pull: (reader, ranges, maxBytes) => run(pull, reader, ranges, maxBytes),
      heads: (user, after, limit) => run(heads, user, after, limit),
      changedHeads: (sinceMs, after, limit) => run(changedHeads, sinceMs, after, limit),
    },
    run,
    check: () => run(check),
    close: () => engine.close(),
  };
}

/**
 * The store on any SQL engine.
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
import type { Store, StoreCapabilities, StorePlace } from './store.ts';

/** What an engine provides. Everything rejects with a StoreError. */
export interface SqlEngine {
  readonly capabilities: StoreCapabilities;
  readonly place?: StorePlace;
  /** Asked each time: it changes when somebody restores a shared database. */
  readonly epoch: () => string;
  /** LogStore.append. Engines in the process and engines across a network use different queries for it. */
  append(batch: readonly Append[]): Promise<readonly AppendOutcome[]>;
  /** Runs one query. A write is one transaction. */
  run(query: RegisteredQuery, args: readonly unknown[]): Promise<unknown>;
  close(): Promise<void>;
}

/** Returns the queries, tables and effects of the log and of these storages. */
export function queriesOf(storages: readonly Storage[]): Queries {
  return new Queries([LOG, ...storages]);
}

export function createSqlStore(engine: SqlEngine, queries: Queries): Store {
  const run = <Args extends readonly unknown[], T>(query: StoreQuery<Args, T>, ...args: Args): Promise<T> =>
    // The engine runs this function, so the result is its result.
    engine.run(queries.of(query), args) as Promise<T>;
  return {
    capabilities: engine.capabilities,
    place: engine.place,
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

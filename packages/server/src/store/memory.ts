/**
 * The store in memory: the same SQL on a database that ends with the process, run at once on the caller's thread. For
 * tests, for the simulation, and for trying things out.
 *
 * @module
 */
import type { Random } from '../clock.ts';
import { appendAll } from './log/append.ts';
import { createSqlStore, queriesOf } from './sql-store.ts';
import { Database, IN_MEMORY } from './sqlite/database.ts';
import { failureOf, toStoreError } from './sqlite/failures.ts';
import type { Query } from './sql/sql.ts';
import { setMeta } from './sql/meta.ts';
import type { Storage } from './storage.ts';
import { StoreError } from './store.ts';
import type { Store } from './store.ts';

export interface MemoryStoreOptions {
  /** Its epoch comes from here. */
  readonly random: Random;
  /** What is kept beside the log. */
  readonly storages: readonly Storage[];
}

/** An empty store. */
export function createMemoryStore({ random, storages }: MemoryStoreOptions): Store {
  const queries = queriesOf(storages);
  const database = new Database({
    path: IN_MEMORY,
    isReader: false,
    synchronous: 'FULL',
    tables: queries.tables,
  });
  const epoch = Buffer.from(random.bytes(16)).toString('hex');
  database.group(() => database.run(setMeta('epoch', epoch)));
  let isClosed = false;
  const carryOut = async <T>(isWrite: boolean, query: () => Query<T>): Promise<T> => {
    if (isClosed) throw new StoreError('closed', 'the store is closed');
    try {
      return isWrite ? database.group(() => database.run(query())) : database.run(query());
    } catch (error) {
      throw toStoreError(failureOf(error));
    }
  };
  return createSqlStore(
    {
      capabilities: { durable: false, shared: false },
      epoch: () => epoch,
      append: (batch) => carryOut(true, () => appendAll(batch, queries.effects)),
      run: ({ access, run }, args) => carryOut(access === 'write', () => run(...args)),
      async close() {
        if (!isClosed) database.close();
        isClosed = true;
      },
    },
    queries,
  );
}

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
import type { Queries, Storage } from './storage.ts';
import { StoreError } from './store.ts';
import type { Store } from './store.ts';

/**
 * The tables in memory, for one store after the other: preparing all statements takes longer than most runs of a
 * simulation. Everything happens in one transaction, which is undone to empty it.
 */
export class MemoryDatabase {
  readonly queries: Queries;
  readonly #database: Database;

  constructor(storages: readonly Storage[]) {
    this.queries = queriesOf(storages);
    this.#database = new Database({
      path: IN_MEMORY,
      isReader: false,
      synchronous: 'FULL',
      tables: this.queries.tables,
    });
    this.#database.ensureSnapshot();
  }

  /** Forgets all rows and ids. */
  reset(): void {
    this.#database.rollback();
    this.#database.ensureSnapshot();
  }

  read<T>(query: Query<T>): T {
    return this.#database.run(query);
  }

  /** Undoes what the query has changed when it throws. */
  write<T>(query: Query<T>): T {
    return this.#database.nested(query);
  }

  /** Idempotent. */
  close(): void {
    this.#database.close();
  }
}

export interface MemoryStoreOptions {
  /** Its epoch comes from here. */
  readonly random: Random;
  /** What is kept beside the log. */
  readonly storages: readonly Storage[];
  /** Made for these storages; emptied now, used by this store alone from now on, and not closed with it. */
  readonly database?: MemoryDatabase;
}

/** An empty store. */
export function createMemoryStore({ random, storages, database: given }: MemoryStoreOptions): Store {
  const database = given ?? new MemoryDatabase(storages);
  given?.reset();
  const epoch = Buffer.from(random.bytes(16)).toString('hex');
  database.write(setMeta('epoch', epoch));
  let isClosed = false;
  const carryOut = async <T>(work: () => T): Promise<T> => {
    if (isClosed) throw new StoreError('closed', 'the store is closed');
    try {
      return work();
    } catch (error) {
      throw toStoreError(failureOf(error));
    }
  };
  const { queries } = database;
  return createSqlStore(
    {
      capabilities: { durable: false, shared: false },
      epoch: () => epoch,
      append: (batch) => carryOut(() => database.write(appendAll(batch, queries.effects))),
      run: ({ access, run }, args) =>
        carryOut(() => (access === 'write' ? database.write(run(...args)) : database.read(run(...args)))),
      async close() {
        if (!isClosed && given === undefined) database.close();
        isClosed = true;
      },
    },
    queries,
  );
}

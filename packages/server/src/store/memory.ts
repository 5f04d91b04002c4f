/**
 * The store in memory: the same SQL on a database that ends with the process, run synchronously on the caller's thread.
 * For tests, the simulation, and trying things out.
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
 * An in-memory database that several stores use one after another, because preparing all statements takes longer than
 * most runs of a simulation. Everything runs in one transaction; rolling it back empties the database.
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

  /** Removes all rows and resets ids. */
  reset(): void {
    this.#database.rollback();
    this.#database.ensureSnapshot();
  }

  read<T>(query: Query<T>): T {
    return this.#database.run(query);
  }

  /** Runs a query. If it throws, undoes its changes. */
  write<T>(query: Query<T>): T {
    return this.#database.nested(query);
  }

  /** Idempotent. */
  close(): void {
    this.#database.close();
  }
}

export interface MemoryStoreOptions {
  /** Source of the epoch. */
  readonly random: Random;
  /** Storages besides the log. */
  readonly storages: readonly Storage[];
  /**
   * A database made for these storages. It is emptied now, used only by this store from now on, and not closed with it.
   */
  readonly database?: MemoryDatabase;
}

/** Opens an empty store. */
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

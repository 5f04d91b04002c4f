/**
 * The database of a cluster, into which an embedded one is moved. A note in it records the progress, and changes in the
 * transaction that copies a page. So an interrupted move continues exactly where it stopped, and no node starts on an
 * incomplete database.
 *
 * @module
 */
import type { Clock, Random } from '../../clock.ts';
import type { Logger } from '../../logger.ts';
import type { Cell } from '../row-hash.ts';
import type { DatabaseConnection, Engine } from '../server/engine.ts';
import { migrate } from '../server/migrate.ts';
import { Pool } from '../server/pool.ts';
import { TransactionRunner } from '../server/runner.ts';
import { deleteMeta, getMeta, setMeta } from '../sql/meta.ts';
import { insertAll, row, rows } from '../sql/sql.ts';
import type { Query } from '../sql/sql.ts';
import type { SourceFacts } from './source.ts';
import type { Table } from '../table.ts';
import { afterValues, pageText, transferTables } from './tables.ts';
import type { TransferTable } from './tables.ts';

/** Progress of a move. */
export interface TransferNote extends SourceFacts {
  /** The table being copied, and the key of its last copied row. */
  readonly table: string;
  readonly after: readonly Cell[];
}

export type TargetState =
  | { readonly kind: 'empty' }
  | { readonly kind: 'moving'; readonly note: TransferNote }
  /** The database has data. `epoch`: of its history. */
  | { readonly kind: 'in-use'; readonly epoch: string };

export interface TransferTargetOptions {
  readonly engine: Engine;
  /** All tables that the program knows. */
  readonly tables: readonly Table[];
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export class TransferTarget {
  readonly #pool: Pool;
  readonly #runner: TransactionRunner;
  readonly #engine: Engine;
  readonly #tables: readonly TransferTable[];

  private constructor(options: TransferTargetOptions) {
    this.#engine = options.engine;
    this.#tables = transferTables(options.tables);
    this.#pool = new Pool({ ...options, size: 1, connect: () => options.engine.connect('write') });
    this.#runner = new TransactionRunner({ ...options, pool: this.#pool });
  }

  /** Creates missing tables. Rejects with a StoreError. */
  static async open(options: TransferTargetOptions): Promise<TransferTarget> {
    await migrate(options);
    return new TransferTarget(options);
  }

  state(): Promise<TargetState> {
    return this.#runner.transact(() => readState(this.#tables));
  }

  /**
   * Inserts rows and records the progress, in one transaction. After `unavailable`, {@link state} tells whether it
   * happened.
   */
  put(table: TransferTable, page: readonly (readonly Cell[])[], note: TransferNote): Promise<void> {
    return this.#runner.transact(function* () {
      yield* insertAll(table, page);
      yield* setMeta('moving', JSON.stringify(note));
    });
  }

  /** Rows after this key, by rising key. Cells are in the order of the table's columns. */
  async page(
    table: TransferTable,
    after: readonly Cell[],
    limit: number,
  ): Promise<readonly (readonly Cell[])[]> {
    const text = pageText(table, after.length === 0);
    const found = await this.#runner.transact(() => rows(text, ...afterValues(after), limit));
    const names = Object.keys(table.columns);
    return found.map((each) => names.map((name) => each[name] ?? null));
  }

  /** Makes new rows get ids from `next` on. Idempotent. */
  restartIds(table: TransferTable, next: number): Promise<void> {
    const text = this.#engine.dialect.ddl.restartIds(table.table, next);
    return this.#using((connection) => connection.define(text));
  }

  /** Lets nodes start on the database. Keeps the epoch, because nothing was lost (promise 12). */
  finish({ epoch, generation }: SourceFacts, place: string): Promise<void> {
    return this.#using(async (connection) => {
      const identity = await connection.identity();
      await connection.begin();
      const settle = function* (): Query<void> {
        yield* setMeta('epoch', epoch);
        yield* setMeta('identity', identity);
        yield* setMeta('generation', String(generation + 1));
        if (place !== '') yield* setMeta('files', place);
        yield* deleteMeta('moving');
      };
      const query = settle();
      for (let step = query.next(); step.done !== true;)
        step = query.next(await connection.execute(step.value));
      await connection.commit();
    });
  }

  /** Empties the database. */
  async clear(): Promise<void> {
    await this.#using(async (connection) => {
      for (const { table } of this.#tables) await connection.define(`TRUNCATE TABLE ${table}`);
    });
    await this.#runner.transact(() => deleteMeta('moving'));
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async #using<T>(work: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    const connection = await this.#pool.acquire();
    try {
      return await work(connection);
    } finally {
      this.#pool.release(connection);
    }
  }
}

function* readState(tables: readonly TransferTable[]): Query<TargetState> {
  const moving = yield* getMeta('moving');
  if (moving !== undefined) return { kind: 'moving', note: JSON.parse(moving) as TransferNote };
  for (const { table } of tables) {
    const found = yield* row(`SELECT 1 AS one FROM ${table} LIMIT 1`);
    if (found !== undefined) return { kind: 'in-use', epoch: (yield* getMeta('epoch')) ?? '' };
  }
  return { kind: 'empty' };
}

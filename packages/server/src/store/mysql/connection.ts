/**
 * One connection to MariaDB or MySQL.
 *
 * @module
 */
import type { Connection as Driver } from 'mysql2/promise';
import { BOUNDS, DatabaseFailure } from '../server/engine.ts';
import { liveSchema } from '../schema.ts';
import type { LiveSchema, SchemaRow } from '../schema.ts';
import type { ConnectionMode, DatabaseConnection } from '../server/engine.ts';
import { lockOf } from '../sql/dialect.ts';
import type { Dialect } from '../sql/dialect.ts';
import type { Insert, ServerStatement, Statement } from '../sql/sql.ts';
import { parameterOf, parametersOf, updateStatement } from './dialect.ts';
import { DUPLICATE_KEY, failureOf, numberOf, THERE_ALREADY } from './failures.ts';

const BEGIN: Readonly<Record<ConnectionMode, string>> = {
  write: 'START TRANSACTION',
  read: 'START TRANSACTION READ ONLY',
};

export interface MysqlConnectionParts {
  readonly driver: Driver;
  readonly mode: ConnectionMode;
  readonly dialect: Dialect;
  /** SQL expression that identifies the server; see engine.ts. */
  readonly identity: string;
}

export class MysqlConnection implements DatabaseConnection {
  readonly #parts: MysqlConnectionParts;
  readonly #heads = new Map<Insert, { readonly head: string; readonly tail: string }>();
  #isBroken = false;

  constructor(parts: MysqlConnectionParts) {
    this.#parts = parts;
    parts.driver.on('error', () => (this.#isBroken = true));
    parts.driver.on('end', () => (this.#isBroken = true));
  }

  get isBroken(): boolean {
    return this.#isBroken;
  }

  async begin(): Promise<void> {
    await this.#ask(BEGIN[this.#parts.mode]);
  }

  async execute(statement: ServerStatement): Promise<unknown> {
    if (statement.kind === 'insert') return this.#insert(statement);
    if (statement.kind === 'update') return this.#update(statement);
    const { text, values, locks, kind } = statement;
    const result = await this.#ask(text + lockOf(this.#parts.dialect, locks), parametersOf(values));
    return kind === 'rows' ? result : (result as { readonly affectedRows: number }).affectedRows;
  }

  async #update({ update, rows }: Extract<ServerStatement, { readonly kind: 'update' }>): Promise<number> {
    const { text, values } = updateStatement(update, rows);
    return ((await this.#ask(text, values)) as { readonly affectedRows: number }).affectedRows;
  }

  async #insert({ insert, rows, givesId }: Extract<Statement, { readonly kind: 'insert' }>): Promise<number> {
    let parts = this.#heads.get(insert);
    if (parts === undefined) this.#heads.set(insert, (parts = this.#parts.dialect.insertParts(insert)));
    const values = rows.map((row) => row.map(parameterOf));
    try {
      const result = await this.#ask(`${parts.head}?${parts.tail}`, [values]);
      const { affectedRows, insertId } = result as {
        readonly affectedRows: number;
        readonly insertId: number;
      };
      return givesId ? insertId : affectedRows;
    } catch (error) {
      const mayBeThere = insert.onConflict !== undefined && insert.onConflict.set === undefined;
      // INSERT IGNORE would also ignore other errors.
      if (mayBeThere && error instanceof DatabaseFailure && numberOf(error) === DUPLICATE_KEY) return 0;
      throw error;
    }
  }

  async commit(): Promise<void> {
    await this.#ask('COMMIT');
  }

  async rollback(): Promise<void> {
    await this.#ask('ROLLBACK');
  }

  async define(text: string): Promise<void> {
    try {
      await this.#ask(text, [], BOUNDS.migration);
    } catch (error) {
      if (!(error instanceof DatabaseFailure) || !THERE_ALREADY.includes(numberOf(error))) throw error;
    }
  }

  async schema(): Promise<LiveSchema> {
    const of = (what: string, name: string): Promise<unknown> =>
      this.#ask(
        `SELECT table_name AS "table", ${name} AS name FROM information_schema.${what} WHERE table_schema = DATABASE()`,
        [],
      );
    const columns = await of('columns', 'column_name');
    const indexes = await of('statistics', 'index_name');
    return liveSchema(columns as readonly SchemaRow[], indexes as readonly SchemaRow[]);
  }

  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    // Locks apply to the whole server, so the name includes the database.
    await this.#ask(
      `SELECT GET_LOCK(CONCAT('posthorn ', DATABASE()), ${BOUNDS.migration / 1000})`,
      [],
      BOUNDS.migration,
    );
    try {
      return await work();
    } finally {
      // Closing the connection ends the session and releases the lock.
      this.destroy();
    }
  }

  async identity(): Promise<string> {
    const [found] = (await this.#ask(`SELECT ${this.#parts.identity} AS identity`)) as readonly {
      readonly identity: string | number;
    }[];
    return `mysql ${found?.identity}`;
  }

  destroy(): void {
    this.#isBroken = true;
    this.#parts.driver.destroy();
  }

  async #ask(
    sql: string,
    values: readonly unknown[] = [],
    timeout: number = BOUNDS.answer,
  ): Promise<unknown> {
    if (this.#isBroken) throw new DatabaseFailure('broken', 'unavailable', 'the connection is lost');
    try {
      const [result] = await this.#parts.driver.query({ sql, values: [...values], timeout });
      return result;
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'broken') this.#isBroken = true;
      throw failure;
    }
  }
}

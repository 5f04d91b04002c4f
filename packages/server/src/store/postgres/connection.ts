/**
 * One connection to PostgreSQL.
 *
 * @module
 */
import type { Client, QueryResult } from 'pg';
import { BOUNDS, DatabaseFailure } from '../server/engine.ts';
import { liveSchema } from '../schema.ts';
import type { LiveSchema, SchemaRow } from '../schema.ts';
import type { ConnectionMode, DatabaseConnection } from '../server/engine.ts';
import type { Insert, ServerStatement, Statement, Update } from '../sql/sql.ts';
import { lockOf } from '../sql/dialect.ts';
import {
  columnsOf,
  insertText,
  parameterOf,
  parametersOf,
  postgresDialect,
  updateText,
  withNumbers,
} from './dialect.ts';
import { failureOf } from './failures.ts';

const BEGIN: Readonly<Record<ConnectionMode, string>> = {
  write: 'BEGIN ISOLATION LEVEL READ COMMITTED',
  read: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
};

/** Advisory lock for migrations of one database. The number is arbitrary. */
const MIGRATION_LOCK = 0x706f7374;

/** Maximum prepared statements per connection. */
export class StatementNames {
  readonly #texts = new Map<string, Named>();
  readonly #inserts = new Map<Insert, Map<string, Named>>();
  readonly #updates = new Map<Update, Named>();

  /** The PostgreSQL text of a statement, and its name, which is the same on every connection. */
  of({ text, values, locks }: Extract<Statement, { readonly text: string }>): Named {
    const key = text + lockOf(postgresDialect, locks);
    const known = this.#texts.get(key);
    return known ?? this.#add(this.#texts, key, withNumbers(key, values));
  }

  insert(insert: Insert, shape: 'one' | 'many', givesId: boolean): Named {
    let known = this.#inserts.get(insert);
    if (known === undefined) this.#inserts.set(insert, (known = new Map<string, Named>()));
    const key = `${shape} ${givesId}`;
    return known.get(key) ?? this.#add(known, key, insertText(insert, shape, givesId));
  }

  update(update: Update): Named {
    return this.#updates.get(update) ?? this.#add(this.#updates, update, updateText(update));
  }

  #count = 0;

  #add<Key>(to: Map<Key, Named>, key: Key, text: string): Named {
    const named = { name: `posthorn${(this.#count += 1)}`, text };
    to.set(key, named);
    return named;
  }
}

interface Named {
  readonly name: string;
  readonly text: string;
}

export class PostgresConnection implements DatabaseConnection {
  readonly #client: Client;
  readonly #mode: ConnectionMode;
  readonly #names: StatementNames;
  #isBroken = false;
  /** Notices received since the last commit began. */
  readonly #warnings: string[] = [];

  constructor(client: Client, mode: ConnectionMode, names: StatementNames) {
    this.#client = client;
    this.#mode = mode;
    this.#names = names;
    client.on('error', () => (this.#isBroken = true));
    client.on('end', () => (this.#isBroken = true));
    client.on('notice', ({ severity, message }) => {
      if (severity === 'WARNING') this.#warnings.push(message ?? '');
    });
  }

  get isBroken(): boolean {
    return this.#isBroken;
  }

  async begin(): Promise<void> {
    await this.#ask({ text: BEGIN[this.#mode] });
  }

  async execute(statement: ServerStatement): Promise<unknown> {
    if (statement.kind === 'insert') return this.#insert(statement);
    if (statement.kind === 'update') {
      const values = columnsOf(statement.rows);
      return (await this.#ask({ ...this.#names.update(statement.update), values })).rowCount ?? 0;
    }
    const named = this.#names.of(statement);
    const { rows, rowCount } = await this.#ask({ ...named, values: parametersOf(statement.values) });
    return statement.kind === 'rows' ? rows : (rowCount ?? 0);
  }

  async #insert({ insert, rows, givesId }: Extract<Statement, { readonly kind: 'insert' }>): Promise<number> {
    const [first = []] = rows;
    const isOne = rows.length === 1;
    const named = this.#names.insert(insert, isOne ? 'one' : 'many', givesId);
    const values = isOne ? first.map(parameterOf) : columnsOf(rows);
    const result = await this.#ask({ ...named, values });
    if (!givesId) return result.rowCount ?? 0;
    const [made] = result.rows as readonly { readonly id: number }[];
    if (made === undefined) throw new DatabaseFailure('refused', 'unavailable', 'the new row has no id');
    return made.id;
  }

  async commit(): Promise<void> {
    this.#warnings.length = 0;
    const { command } = await this.#ask({ text: 'COMMIT' });
    // COMMIT rolls back a failed transaction without reporting an error.
    if (command !== 'COMMIT')
      throw new DatabaseFailure('refused', 'unavailable', 'the commit became a rollback');
    // For example: the wait for a synchronous standby was cancelled.
    if (this.#warnings.length > 0) {
      const said = this.#warnings.join('; ');
      throw new DatabaseFailure('refused', 'unavailable', `the commit is in doubt: ${said}`);
    }
  }

  async rollback(): Promise<void> {
    await this.#ask({ text: 'ROLLBACK' });
  }

  async define(text: string): Promise<void> {
    await this.#ask({ text });
  }

  async schema(): Promise<LiveSchema> {
    const columns = await this.#ask({
      text: 'SELECT table_name AS "table", column_name AS name FROM information_schema.columns WHERE table_schema = current_schema()',
    });
    const indexes = await this.#ask({
      text: 'SELECT tablename AS "table", indexname AS name FROM pg_indexes WHERE schemaname = current_schema()',
    });
    return liveSchema(columns.rows as readonly SchemaRow[], indexes.rows as readonly SchemaRow[]);
  }

  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    const long = `${BOUNDS.migration}`;
    await this.#ask({
      text: `SET statement_timeout = ${long}; SET lock_timeout = ${long}; SET idle_in_transaction_session_timeout = ${long}`,
    });
    await this.#ask({ text: `SELECT pg_advisory_lock(${MIGRATION_LOCK})` }, BOUNDS.migration);
    try {
      return await work();
    } finally {
      // Closing the connection ends the session and releases the lock.
      this.destroy();
    }
  }

  async identity(): Promise<string> {
    const { rows } = await this.#ask({
      text: `SELECT (SELECT system_identifier FROM pg_control_system())::text AS system,
        left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) AS timeline, 'meta'::regclass::oid::text AS tables`,
    });
    const [found] = rows as readonly Readonly<Record<'system' | 'timeline' | 'tables', string>>[];
    return `postgres ${found?.system} ${found?.timeline} ${found?.tables}`;
  }

  destroy(): void {
    this.#isBroken = true;
    // Destroys the socket, because end() would wait for an answer.
    this.#client.end().catch(() => {});
    (this.#client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  }

  async #ask(
    query: { readonly text: string; readonly name?: string; readonly values?: readonly unknown[] },
    boundMs: number = BOUNDS.answer,
  ): Promise<QueryResult> {
    if (this.#isBroken) throw new DatabaseFailure('broken', 'unavailable', 'the connection is lost');
    try {
      const { values, ...rest } = query;
      // pg's timeout for an answer, which its type lacks.
      const bounded = { ...rest, ...(values && { values: [...values] }), query_timeout: boundMs };
      return await this.#client.query(bounded);
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'broken') this.#isBroken = true;
      throw failure;
    }
  }
}

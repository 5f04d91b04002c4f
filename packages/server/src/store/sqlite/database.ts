/**
 * A SQLite connection: settings, prepared statements, transactions, and running queries.
 *
 * @module
 */
import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import { rowMarks } from '../sql/dialect.ts';
import { LAYOUT, liveSchema, missingStatements } from '../schema.ts';
import type { LiveSchema, SchemaRow } from '../schema.ts';
import type { Insert, Query, Statement, Value } from '../sql/sql.ts';
import { StoreError } from '../store.ts';
import type { Table } from '../table.ts';
import { flattened, isList, preparable, sqliteDialect, withLists } from './dialect.ts';
import { createPrivate } from './permissions.ts';
import { Prepared } from './prepared.ts';

export type Synchronous = 'FULL' | 'NORMAL';

export interface DatabaseOptions {
  readonly path: string;
  readonly isReader: boolean;
  /** FULL keeps promise 1. Tests use NORMAL to show that it breaks it. */
  readonly synchronous: Synchronous;
  /** Created if missing, unless the connection is for reading. */
  readonly tables: readonly Table[];
}

/** The path of an in-memory database, which ends with its connection. */
export const IN_MEMORY = ':memory:';

/** Small, because a savepoint copies each page that it changes. */
const MEMORY_PAGE_BYTES = 512;

/**
 * Size of the log, in pages, at which a commit copies it into the database. Only reached if the copier falls behind
 * (checkpoints.ts).
 */
const CHECKPOINT_PAGES = 16_000;
const CACHE_KIB = 65_536;
/** A reader drops its cache whenever somebody else has written, so a larger one would hold only what one snapshot reads. */
const READER_CACHE_KIB = 8192;
/** How long a checkpoint waits for a reader in another thread. */
const BUSY_TIMEOUT_MS = 5000;
/** The same, to empty the log. A reader in another thread is done within it, a backup is not. */
const TRUNCATE_TIMEOUT_MS = 50;
/** Bounded because IN lists cause statements of many lengths. */
const MAX_STATEMENTS = 500;

/** Rows of one INSERT. Few sizes, because each is a statement of its own, and preparing one takes longer than some rows. */
const ROWS_AT_ONCE = [64, 8, 1] as const;
/** Numeric values of PRAGMA synchronous. */
const SYNCHRONOUS = { NORMAL: 1, FULL: 2 } as const;

interface Bound {
  readonly prepared: Prepared;
  readonly values: readonly Value[];
}

export class Database {
  readonly #options: DatabaseOptions;
  #connection: DatabaseSync;
  readonly #statements = new Map<string, Prepared>();
  /** Statements that insert, by the number of their rows. */
  readonly #inserts = new Map<Insert, Map<number, Prepared>>();
  /** Statements with lists, by the key of {@link flattened}. */
  readonly #withLists = new Map<string, Prepared>();
  #isLost = false;
  #hasErased = false;

  /** Opens the database. Unless it is for reading, creates or migrates it. Throws errors of SQLite. */
  constructor(options: DatabaseOptions) {
    this.#options = options;
    if (!options.isReader && options.path !== IN_MEMORY) createPrivate(options.path);
    this.#connection = this.#open();
    if (!options.isReader) this.#migrate();
  }

  /** Runs `work`, and all its queries, in one transaction. */
  group<T>(work: () => T): T {
    this.#begin();
    try {
      const result = work();
      this.#connection.exec('COMMIT');
      return result;
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  /** Begins a transaction unless there is one. It lasts until {@link Database.rollback}. */
  ensureSnapshot(): void {
    if (!this.isInTransaction) this.#begin();
  }

  /** Runs a query within the transaction. If it throws, undoes only its own changes. */
  nested<T>(query: Query<T>): T {
    this.#prepared('SAVEPOINT one').run([]);
    try {
      const result = this.run(query);
      this.#prepared('RELEASE one').run([]);
      return result;
    } catch (error) {
      // A full disk or failed write has already ended the whole transaction.
      if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK TO one; RELEASE one');
      throw error;
    }
  }

  run<T>(query: Query<T>): T {
    let step = query.next();
    while (step.done !== true) step = query.next(this.#execute(step.value));
    return step.value;
  }

  get isInTransaction(): boolean {
    return this.#connection.isTransaction;
  }

  /** Discards the connection after a failure that leaves its state unknown. The next use opens a new one. */
  lose(): void {
    this.#isLost = true;
  }

  rollback(): void {
    try {
      if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
    } catch {
      this.#isLost = true;
    }
  }

  /** Number of pages in the log that are not copied into the database yet. */
  pagesToCopy(): number {
    const [found] = this.#connection.prepare('PRAGMA wal_checkpoint(NOOP)').all();
    return Number(found?.['log']) - Number(found?.['checkpointed']);
  }

  /** Copies the log into the database as far as readers allow. Others may read and write meanwhile. */
  copyLog(): void {
    this.#connection.prepare('PRAGMA wal_checkpoint(PASSIVE)').all();
  }

  /** Words were erased that the log may still have. */
  get hasErased(): boolean {
    return this.#hasErased;
  }

  /**
   * Copies what is left of the log, and empties its file. Returns false if somebody goes on reading from the log: it waits
   * for no more than a moment, because nobody can write meanwhile.
   */
  truncateLog(): boolean {
    this.#connection.exec(`PRAGMA busy_timeout = ${TRUNCATE_TIMEOUT_MS}`);
    try {
      const [result] = this.#connection.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
      if (result?.['busy'] !== 0) return false;
      this.#hasErased = false;
      return true;
    } finally {
      this.#connection.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    }
  }

  close(): void {
    this.#forgetStatements();
    if (this.#connection.isOpen) this.#connection.close();
  }

  #begin(): void {
    if (this.#isLost) this.#reopen();
    this.#connection.exec(this.#options.isReader ? 'BEGIN' : 'BEGIN IMMEDIATE');
  }

  /**
   * After a failed fsync the kernel may have dropped pages and marked them clean, so the apparent content of the log
   * file is not durable. A checkpoint reads it, writes it to the database and syncs that. Only then may a retry be told
   * that its message is stored.
   */
  #reopen(): void {
    this.#forgetStatements();
    try {
      if (this.#connection.isOpen) this.#connection.close();
    } catch {
      // The connection is lost either way.
    }
    this.#connection = this.#open();
    if (!this.#options.isReader) {
      const [result] = this.#connection.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
      if (result?.['busy'] !== 0) throw new StoreError('unavailable', 'the log could not be brought in');
    }
    this.#isLost = false;
  }

  #open(): DatabaseSync {
    const { path, isReader, synchronous } = this.#options;
    const connection = new DatabaseSync(path, { readOnly: isReader, timeout: BUSY_TIMEOUT_MS });
    try {
      if (path === IN_MEMORY) connection.exec(`PRAGMA page_size = ${MEMORY_PAGE_BYTES}`);
      // What is erased must not stay in the file, in pages that are not used any more.
      else if (!isReader) connection.exec('PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON');
      connection.exec(`
        PRAGMA synchronous = ${synchronous};
        PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
        PRAGMA cache_size = -${isReader ? READER_CACHE_KIB : CACHE_KIB};
        PRAGMA temp_store = MEMORY;
      `);
      expectSetting(connection, 'journal_mode', path === IN_MEMORY ? 'memory' : 'wal');
      expectSetting(connection, 'synchronous', SYNCHRONOUS[synchronous]);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  #migrate(): void {
    const version = Number(this.#connection.prepare('PRAGMA user_version').get()?.['user_version']);
    if (version > LAYOUT.version && this.#minimumVersion() > LAYOUT.version) {
      throw new StoreError(
        'incompatible',
        `The data is of version ${version} and this Posthorn knows ${LAYOUT.version}: start the newer Posthorn again.`,
      );
    }
    const missing = missingStatements(this.#options.tables, readSchema(this.#connection), sqliteDialect.ddl);
    if (missing.length === 0 && version >= LAYOUT.version) return;
    const texts = [
      ...missing,
      `INSERT INTO meta (name, value) VALUES ('minimum', '${LAYOUT.minimum}') ON CONFLICT (name) DO NOTHING`,
      `PRAGMA user_version = ${Math.max(version, LAYOUT.version)}`,
    ];
    this.#connection.exec(`BEGIN; ${texts.join('; ')}; COMMIT`);
  }

  /** The lowest version that can use this data, as stored by a newer Posthorn. */
  #minimumVersion(): number {
    const found = this.#connection.prepare("SELECT value FROM meta WHERE name = 'minimum'").get();
    return Number(found?.['value'] ?? Infinity);
  }

  #execute(statement: Statement): unknown {
    if (statement.kind === 'insert') return this.#insert(statement);
    if (statement.erases === true) this.#hasErased = true;
    const { prepared, values } = this.#bound(statement);
    return statement.kind === 'rows' ? prepared.rows(values) : Number(prepared.run(values).changes);
  }

  #bound({ text, values: given }: Exclude<Statement, { readonly kind: 'insert' }>): Bound {
    if (!given.some(isList)) return { prepared: this.#prepared(text), values: given as readonly Value[] };
    const { key, values } = flattened(text, given);
    let prepared = this.#withLists.get(key);
    if (prepared === undefined) {
      prepared = this.#prepared(withLists(text, given));
      this.#withLists.set(key, prepared);
    }
    return { prepared, values };
  }

  #insert({ insert, rows, givesId }: Extract<Statement, { readonly kind: 'insert' }>): number {
    let changed = 0;
    let at = 0;
    for (const count of ROWS_AT_ONCE) {
      for (; rows.length - at >= count; at += count) {
        const values = count === 1 ? (rows[at] ?? []) : rows.slice(at, at + count).flat();
        const { changes, lastInsertRowid } = this.#preparedInsert(insert, count).run(values);
        if (givesId) return Number(lastInsertRowid);
        changed += Number(changes);
      }
    }
    return changed;
  }

  #preparedInsert(insert: Insert, count: number): Prepared {
    const byCount = this.#inserts.get(insert) ?? new Map<number, Prepared>();
    this.#inserts.set(insert, byCount);
    const known = byCount.get(count);
    if (known !== undefined) return known;
    const { head, tail } = sqliteDialect.insertParts(insert);
    const statement = this.#prepared(head + rowMarks(insert, count) + tail);
    byCount.set(count, statement);
    return statement;
  }

  #forgetStatements(): void {
    this.#statements.clear();
    this.#inserts.clear();
    this.#withLists.clear();
  }

  #prepared(text: string): Prepared {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    if (this.#statements.size >= MAX_STATEMENTS) this.#forgetStatements();
    const statement = new Prepared(this.#connection.prepare(preparable(text)));
    this.#statements.set(text, statement);
    return statement;
  }
}

/** Returns the current schema. */
function readSchema(connection: DatabaseSync): LiveSchema {
  const columns = connection.prepare(
    `SELECT tables.name AS "table", fields.name FROM sqlite_schema AS tables
     JOIN pragma_table_info(tables.name) AS fields WHERE tables.type = 'table'`,
  );
  const indexes = connection.prepare(
    `SELECT tbl_name AS "table", name FROM sqlite_schema WHERE type = 'index'`,
  );
  // The rows have the columns selected above.
  const rowsOf = (statement: StatementSync): readonly SchemaRow[] =>
    statement.all() as unknown as readonly SchemaRow[];
  return liveSchema(rowsOf(columns), rowsOf(indexes));
}

/** Reads back the settings that promise 1 depends on. */
function expectSetting(connection: DatabaseSync, name: string, expected: string | number): void {
  const found = connection.prepare(`PRAGMA ${name}`).get()?.[name];
  if (found !== expected) {
    throw new StoreError(
      'unavailable',
      `SQLite did not take ${name} = ${expected}; it says ${String(found)}.`,
    );
  }
}

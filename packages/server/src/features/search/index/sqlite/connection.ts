/**
 * A connection to the file of the index.
 *
 * @module
 */
import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';

export type Value = string | number;

const BUSY_TIMEOUT_MS = 5000;
/** Nobody can write meanwhile. */
const EMPTY_TIMEOUT_MS = 50;
const CACHE_KIB = { writer: 65_536, reader: 32_768 };

export interface ConnectionOptions {
  readonly path: string;
  readonly isReader: boolean;
}

/** Everything throws errors of SQLite. */
export class Connection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor({ path, isReader }: ConnectionOptions) {
    this.#database = new DatabaseSync(path, { readOnly: isReader, timeout: BUSY_TIMEOUT_MS });
    // The tail may be lost in a power failure, and what is left is sound: WAL with NORMAL.
    if (!isReader)
      this.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON');
    this.exec(
      `PRAGMA temp_store = MEMORY; PRAGMA cache_size = -${CACHE_KIB[isReader ? 'reader' : 'writer']}`,
    );
  }

  exec(text: string): void {
    this.#database.exec(text);
  }

  run(text: string, ...values: readonly Value[]): void {
    this.#prepared(text).run(...values);
  }

  all<Row>(text: string, ...values: readonly Value[]): readonly Row[] {
    // The rows have the columns that the text beside the call selects.
    return this.#prepared(text).all(...values) as unknown as readonly Row[];
  }

  pragma(name: string): number {
    return Number(Object.values(this.#database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
  }

  /** One transaction for what only reads, and for temporary tables. */
  snapshot<T>(work: () => T): T {
    return this.#within('BEGIN', work);
  }

  transact<T>(work: () => T): T {
    return this.#within('BEGIN IMMEDIATE', work);
  }

  #within<T>(begin: string, work: () => T): T {
    this.exec(begin);
    try {
      const result = work();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.exec('ROLLBACK');
      throw error;
    }
  }

  /** Empties the write-ahead log. Returns false if somebody goes on reading from it: it waits for no more than a moment. */
  emptyLog(): boolean {
    this.exec(`PRAGMA busy_timeout = ${EMPTY_TIMEOUT_MS}`);
    try {
      return this.pragma('wal_checkpoint(TRUNCATE)') === 0;
    } finally {
      this.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    }
  }

  forgetStatements(): void {
    this.#statements.clear();
  }

  close(): void {
    this.#statements.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  #prepared(text: string): StatementSync {
    let statement = this.#statements.get(text);
    if (statement === undefined) this.#statements.set(text, (statement = this.#database.prepare(text)));
    return statement;
  }
}

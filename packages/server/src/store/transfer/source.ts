/**
 * The embedded database that is moved. Read in pages, while nobody changes it.
 *
 * @module
 */
import { join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Cell } from '../row-hash.ts';
import { Database } from '../sqlite/database.ts';
import { openForReading, totals } from '../sqlite/snapshot.ts';
import type { Table } from '../table.ts';
import { afterValues, pageText, transferTables } from './tables.ts';
import type { TransferTable } from './tables.ts';

export interface SourceFacts {
  readonly epoch: string;
  /** Changes whenever the database is used; see sqlite/history.ts. */
  readonly generation: number;
}

export class TransferSource {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly facts: SourceFacts;
  /** The id of the directory of files; see files/place-queries.ts. '': there is none. */
  readonly filesPlace: string;
  /** Numbers of rows that are shown to people, by name. */
  readonly counts: Readonly<Record<string, number>>;
  /** The tables to move, in order. */
  readonly tables: readonly TransferTable[];

  /**
   * The caller must hold the lock of the directory. `tables`: all tables that the program knows. Throws a StoreError.
   */
  constructor(directory: string, tables: readonly Table[]) {
    const path = join(directory, 'posthorn.db');
    openForReading(path).close();
    // Migrates the tables, and copies the log into the database file.
    new Database({ path, isReader: false, synchronous: 'FULL', tables }).close();
    this.tables = transferTables(tables);
    this.#database = openForReading(path);
    this.facts = { epoch: this.#meta('epoch'), generation: Number(this.#meta('generation')) };
    this.filesPlace = this.#meta('files');
    this.counts = totals(this.#database, tables);
  }

  count({ table }: TransferTable): number {
    return Number(this.#database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.['count']);
  }

  /** Rows after this key, by rising key. An empty key: from the first row. */
  page(table: TransferTable, after: readonly Cell[], limit: number): readonly (readonly Cell[])[] {
    const text = pageText(table, after.length === 0);
    let statement = this.#statements.get(text);
    if (statement === undefined) {
      statement = this.#database.prepare(text);
      statement.setReturnArrays(true);
      this.#statements.set(text, statement);
    }
    // setReturnArrays() returns rows as arrays, which the type does not express.
    return statement.all(...afterValues(after), limit) as unknown as readonly (readonly Cell[])[];
  }

  /** The id of the next row, higher than any id ever used. */
  nextId({ table }: TransferTable): number {
    const found = this.#database.prepare('SELECT seq FROM sqlite_sequence WHERE name = ?').get(table);
    return Number(found?.['seq'] ?? 0) + 1;
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #meta(name: string): string {
    const found = this.#database.prepare('SELECT value FROM meta WHERE name = ?').get(name);
    return String(found?.['value'] ?? '');
  }
}

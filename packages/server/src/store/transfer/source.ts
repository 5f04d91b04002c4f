/**
 * An embedded database that is moved elsewhere: read in pages, changed by nobody.
 *
 * @module
 */
import { join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Cell } from '../row-hash.ts';
import { Database } from '../sqlite/database.ts';
import { openForReading } from '../sqlite/snapshot.ts';
import type { Table } from '../table.ts';
import { afterValues, pageText, transferTables } from './tables.ts';
import type { TransferTable } from './tables.ts';

export interface SourceFacts {
  readonly epoch: string;
  /** Another one when it was used since; see sqlite/history.ts. */
  readonly generation: number;
}

export class TransferSource {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly facts: SourceFacts;
  /** What is moved, in order. */
  readonly tables: readonly TransferTable[];

  /** The caller holds the directory's lock. `tables`: all that the program knows. Throws a StoreError. */
  constructor(directory: string, tables: readonly Table[]) {
    const path = join(directory, 'posthorn.db');
    openForReading(path).close();
    // Brings the tables up to date, and the log into the file.
    new Database({ path, isReader: false, synchronous: 'FULL', tables }).close();
    this.tables = transferTables(tables);
    this.#database = openForReading(path);
    this.facts = { epoch: this.#meta('epoch'), generation: Number(this.#meta('generation')) };
  }

  count({ table }: TransferTable): number {
    return Number(this.#database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.['count']);
  }

  /** Rows after that key (all from the first on when it is empty), by rising key. */
  page(table: TransferTable, after: readonly Cell[], limit: number): readonly (readonly Cell[])[] {
    const text = pageText(table, after.length === 0);
    let statement = this.#statements.get(text);
    if (statement === undefined) {
      statement = this.#database.prepare(text);
      statement.setReturnArrays(true);
      this.#statements.set(text, statement);
    }
    // setReturnArrays() makes rows arrays, which its type does not know.
    return statement.all(...afterValues(after), limit) as unknown as readonly (readonly Cell[])[];
  }

  /** The id that its next row would get: higher than any that was ever given. */
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

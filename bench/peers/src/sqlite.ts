/**
 * A SQLite file for a peer's archive.
 *
 * @module
 */
import { DatabaseSync } from 'node:sqlite';

/**
 * Creates the file, with the tables of `schema`. It is in WAL mode, which the file keeps: a commit then takes one
 * sync, as in Posthorn, instead of four as by default.
 */
export function makeSqlite(file: string, schema = ''): void {
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA journal_mode = WAL; ${schema}`);
  database.close();
}

/** Returns the single value of a query. */
export function askSqlite(file: string, query: string): number {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return Number(Object.values(database.prepare(query).get() ?? {})[0]);
  } finally {
    database.close();
  }
}

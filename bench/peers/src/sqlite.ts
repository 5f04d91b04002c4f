/**
 * A SQLite file for a peer's archive.
 *
 * @module
 */
import { DatabaseSync } from 'node:sqlite';

/**
 * Makes the file, with the tables of `schema`. In WAL mode, which the file keeps, for whoever opens it: with it a commit
 * costs one sync, as in Posthorn, instead of the four of SQLite's default.
 */
export function makeSqlite(file: string, schema = ''): void {
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA journal_mode = WAL; ${schema}`);
  database.close();
}

/** The one value that a query returns. */
export function askSqlite(file: string, query: string): number {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return Number(Object.values(database.prepare(query).get() ?? {})[0]);
  } finally {
    database.close();
  }
}

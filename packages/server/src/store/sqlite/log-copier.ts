/**
 * Copies the write-ahead log into the database, in any thread: SQLite allows copying while another connection commits.
 * It syncs the log first, then the database, and only then counts pages as copied. Source:
 * https://www.sqlite.org/c3ref/wal_checkpoint_v2.html
 *
 * @module
 */
import { Database } from './database.ts';
import type { ThreadData } from './messages.ts';

export class LogCopier {
  readonly #data: ThreadData;
  /** Its own connection, because the thread's may be read-only. */
  #database: Database | undefined;

  constructor(data: ThreadData) {
    this.#data = data;
  }

  /**
   * Copies if the log has at least `minPages`. Returns whether it copied. Throws errors of SQLite; a later call starts
   * over.
   */
  copy(minPages: number): boolean {
    this.#database ??= new Database({ ...this.#data, isReader: false, tables: [] });
    try {
      if (this.#database.pagesToCopy() < minPages) return false;
      this.#database.copyLog();
      // Copies again what was committed meanwhile. This takes a fraction of the time, and leaves little.
      this.#database.copyLog();
      return true;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Idempotent. */
  close(): void {
    this.#database?.close();
    this.#database = undefined;
  }
}

/** Copies the rest, on a connection without an open transaction. If it fails, nothing is lost. */
export function finishCopy(database: Database): void {
  try {
    database.copyLog();
  } catch {
    // The log is unchanged. The next commit will notice if the disk fails.
  }
}

/** Empties the log, on a connection without an open transaction. False: it was not possible now. */
export function truncated(database: Database): boolean {
  try {
    return database.truncateLog();
  } catch {
    // As in finishCopy().
    return false;
  }
}

/**
 * Copies the write-ahead log into the database, in whichever thread it runs: SQLite lets one copy while another one
 * commits. It syncs the log first and the database after, and only then counts pages as copied.
 * Source: https://www.sqlite.org/c3ref/wal_checkpoint_v2.html
 *
 * @module
 */
import { Database } from './database.ts';
import type { ThreadData } from './messages.ts';

export class LogCopier {
  readonly #data: ThreadData;
  /** Of its own: the thread's may be for reading. */
  #database: Database | undefined;

  constructor(data: ThreadData) {
    this.#data = data;
  }

  /** Copies when at least `minPages` are there. Says whether it has. Throws what SQLite says; a later call begins anew. */
  copy(minPages: number): boolean {
    this.#database ??= new Database({ ...this.#data, isReader: false, tables: [] });
    try {
      if (this.#database.pagesToCopy() < minPages) return false;
      this.#database.copyLog();
      // Again, for what was committed meanwhile: it takes a fraction of the time, and leaves as little.
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

/** Copies the rest, on a connection that has no transaction now. Nothing is lost when it cannot. */
export function finishCopy(database: Database): void {
  try {
    database.copyLog();
  } catch {
    // The log is what it was; commits find out by themselves whether the disk still works.
  }
}

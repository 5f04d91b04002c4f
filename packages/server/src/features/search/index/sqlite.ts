/**
 * The index on SQLite: a file of its own beside the database, `search.db`, which may be removed. One thread writes, another
 * searches; appends wait for neither.
 *
 * @module
 */
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '../../../logger.ts';
import { createPrivate } from '../../../store/sqlite/permissions.ts';
import { StoreError } from '../../../store/store.ts';
import type { SearchIndex } from './search-index.ts';
import type { CallName } from './sqlite/calls.ts';
import { IndexThread } from './sqlite/thread.ts';

export interface SqliteIndexOptions {
  /** The data directory, which this process has locked. */
  readonly directory: string;
  readonly logger: Logger;
  /** How long codes that were erased may stay in the write-ahead log. Tests use less. */
  readonly erasedMs?: number;
  /** How long a thread has nothing to do before it ends. Tests use less. */
  readonly restMs?: number;
}

export const INDEX_FILE = 'search.db';
const REST_MS = 60_000;
const SUFFIXES = ['', '-wal', '-shm'];

/** Opens the index; a missing one is created, and a damaged one replaced by an empty one. Rejects with a StoreError. */
export async function openSqliteIndex(options: SqliteIndexOptions): Promise<SqliteIndex> {
  const index = new SqliteIndex(options);
  await index.open();
  return index;
}

interface Threads {
  readonly writer: IndexThread;
  readonly reader: IndexThread;
  /** Of the file that they have opened. */
  readonly inode: number;
}

/** Each call names the method of an FtsIndex of the same name, with the same arguments. */
export class SqliteIndex implements SearchIndex {
  readonly capabilities = { shared: false };
  readonly #options: SqliteIndexOptions;
  readonly #path: string;
  #threads: Promise<Threads> | undefined;
  #isSpoilt = false;

  /** Call open() first. */
  constructor(options: SqliteIndexOptions) {
    this.#options = options;
    this.#path = join(options.directory, INDEX_FILE);
  }

  async open(): Promise<void> {
    try {
      await (this.#threads = this.#start());
    } catch (error) {
      if (!isCorrupt(error)) throw error;
      this.#options.logger.warn(
        { err: error },
        'The search index is damaged. It is built anew from the log.',
      );
      this.#remove();
      await (this.#threads = this.#start());
    }
  }

  async state(): ReturnType<SearchIndex['state']> {
    const { inode } = await this.#running();
    if (statSync(this.#path, { throwIfNoEntry: false })?.ino !== inode) {
      throw new StoreError('corrupt', `${this.#path} was removed or replaced`);
    }
    return this.#call('writer', 'state') as ReturnType<SearchIndex['state']>;
  }

  stats(): ReturnType<SearchIndex['stats']> {
    return this.#call('writer', 'stats') as ReturnType<SearchIndex['stats']>;
  }

  async clear(analyser: number): Promise<void> {
    const { inode } = await this.#running();
    if (this.#isSpoilt || statSync(this.#path, { throwIfNoEntry: false })?.ino !== inode) {
      await this.#stop();
      this.#remove();
      await (this.#threads = this.#start());
    }
    await this.#call('writer', 'clear', analyser);
  }

  write(...args: Parameters<SearchIndex['write']>): ReturnType<SearchIndex['write']> {
    return this.#call('writer', 'write', ...args) as ReturnType<SearchIndex['write']>;
  }

  positions(...args: Parameters<SearchIndex['positions']>): ReturnType<SearchIndex['positions']> {
    return this.#call('writer', 'positions', ...args) as ReturnType<SearchIndex['positions']>;
  }

  positionsOf(...args: Parameters<SearchIndex['positionsOf']>): ReturnType<SearchIndex['positionsOf']> {
    return this.#call('writer', 'positionsOf', ...args) as ReturnType<SearchIndex['positionsOf']>;
  }

  search(...args: Parameters<SearchIndex['search']>): ReturnType<SearchIndex['search']> {
    return this.#call('reader', 'search', ...args) as ReturnType<SearchIndex['search']>;
  }

  count(...args: Parameters<SearchIndex['count']>): ReturnType<SearchIndex['count']> {
    return this.#call('reader', 'count', ...args) as ReturnType<SearchIndex['count']>;
  }

  close(): Promise<void> {
    return this.#stop();
  }

  /** Ends both threads at once, as a crash does. For tests. */
  async kill(): Promise<void> {
    const { writer, reader } = await this.#running();
    await Promise.all([writer.kill(), reader.kill()]);
  }

  async #call(thread: 'writer' | 'reader', name: CallName, ...args: readonly unknown[]): Promise<unknown> {
    const threads = await this.#running();
    try {
      return await threads[thread].call(name, ...args);
    } catch (error) {
      this.#isSpoilt ||= isCorrupt(error);
      throw error;
    }
  }

  #running(): Promise<Threads> {
    return this.#threads ?? Promise.reject(new StoreError('closed', 'the search index is not open'));
  }

  async #start(): Promise<Threads> {
    const { logger, erasedMs } = this.#options;
    createPrivate(this.#path);
    const shared = { path: this.#path, ...(erasedMs !== undefined && { erasedMs }) };
    const thread = (isReader: boolean): IndexThread =>
      new IndexThread({ ...shared, isReader }, logger, this.#options.restMs ?? REST_MS);
    const [writer, reader] = [thread(false), thread(true)];
    // It makes the tables. The reader starts when somebody searches.
    await writer.open();
    this.#isSpoilt = false;
    return { writer, reader, inode: statSync(this.#path).ino };
  }

  async #stop(): Promise<void> {
    const threads = await this.#threads?.catch(() => undefined);
    await threads?.reader.close();
    await threads?.writer.close();
  }

  #remove(): void {
    for (const suffix of SUFFIXES) rmSync(this.#path + suffix, { force: true });
  }
}

function isCorrupt(error: unknown): boolean {
  return error instanceof StoreError && error.code === 'corrupt';
}

/**
 * The index on SQLite: a file of its own beside the database, `search.db`, which can be removed while the server is stopped. One
 * thread writes, another searches; appends wait for neither.
 *
 * @module
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '../../../logger.ts';
import { createPrivate } from '../../../store/sqlite/permissions.ts';
import { StoreError } from '../../../store/store.ts';
import type { SearchIndex } from './search-index.ts';
import { IndexThread } from './sqlite/thread.ts';

export interface SqliteIndexOptions {
  /** The data directory, which this process has locked. */
  readonly directory: string;
  readonly logger: Logger;
}

export const INDEX_FILE = 'search.db';
const SUFFIXES = ['', '-wal', '-shm'];

/** Opens the index; a missing one is created, and a damaged one replaced by an empty one. Rejects with a StoreError. */
export async function openSqliteIndex(options: SqliteIndexOptions): Promise<SearchIndex> {
  try {
    return await open(options);
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'corrupt') throw error;
    options.logger.warn(
      { err: error },
      'The search index is damaged. It is removed, and built anew from the log.',
    );
    for (const suffix of SUFFIXES) rmSync(join(options.directory, INDEX_FILE + suffix), { force: true });
    return open(options);
  }
}

async function open({ directory, logger }: SqliteIndexOptions): Promise<SearchIndex> {
  const path = join(directory, INDEX_FILE);
  createPrivate(path);
  const writer = new IndexThread({ path, isReader: false }, logger);
  const reader = new IndexThread({ path, isReader: true }, logger);
  try {
    await writer.open();
    await reader.open();
  } catch (error) {
    await writer.close();
    throw error;
  }
  return new ThreadedIndex({ writer, reader });
}

interface Threads {
  readonly writer: IndexThread;
  readonly reader: IndexThread;
}

/** Each call names the method of an FtsIndex of the same name, with the same arguments. */
class ThreadedIndex implements SearchIndex {
  readonly capabilities = { shared: false };
  readonly #threads: Threads;

  constructor(threads: Threads) {
    this.#threads = threads;
  }

  state(): ReturnType<SearchIndex['state']> {
    return this.#threads.reader.call('state') as ReturnType<SearchIndex['state']>;
  }

  clear(...args: Parameters<SearchIndex['clear']>): ReturnType<SearchIndex['clear']> {
    return this.#threads.writer.call('clear', ...args) as ReturnType<SearchIndex['clear']>;
  }

  write(...args: Parameters<SearchIndex['write']>): ReturnType<SearchIndex['write']> {
    return this.#threads.writer.call('write', ...args) as ReturnType<SearchIndex['write']>;
  }

  positions(...args: Parameters<SearchIndex['positions']>): ReturnType<SearchIndex['positions']> {
    return this.#threads.reader.call('positions', ...args) as ReturnType<SearchIndex['positions']>;
  }

  positionsOf(...args: Parameters<SearchIndex['positionsOf']>): ReturnType<SearchIndex['positionsOf']> {
    return this.#threads.reader.call('positionsOf', ...args) as ReturnType<SearchIndex['positionsOf']>;
  }

  search(...args: Parameters<SearchIndex['search']>): ReturnType<SearchIndex['search']> {
    return this.#threads.reader.call('search', ...args) as ReturnType<SearchIndex['search']>;
  }

  count(...args: Parameters<SearchIndex['count']>): ReturnType<SearchIndex['count']> {
    return this.#threads.reader.call('count', ...args) as ReturnType<SearchIndex['count']>;
  }

  async close(): Promise<void> {
    await this.#threads.reader.close();
    await this.#threads.writer.close();
  }
}

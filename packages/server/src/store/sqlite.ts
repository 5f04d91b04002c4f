/**
 * The store on SQLite, in the process: one thread writes, another reads.
 *
 * @module
 */
import { join } from 'node:path';
import type { Random } from '../clock.ts';
import type { Logger } from '../logger.ts';
import { createSqlStore, queriesOf } from './sql-store.ts';
import type { SqlEngine } from './sql-store.ts';
import type { Storage } from './storage.ts';
import type { Synchronous } from './sqlite/database.ts';
import { Checkpoints } from './sqlite/checkpoints.ts';
import { assertOpen, ensureDirectory, lockDirectory } from './sqlite/directory.ts';
import { failureOf } from './sqlite/failures.ts';
import { Generations, openHistory } from './sqlite/history.ts';
import { APPEND, packAppends, PULL, unpackOutcomes } from './sqlite/messages.ts';
import type { PackedOutcomes } from './sqlite/messages.ts';
import { makePrivate } from './sqlite/permissions.ts';
import { unpackBatches } from './sqlite/pages.ts';
import type { PackedBatches } from './sqlite/pages.ts';
import { Thread } from './sqlite/thread.ts';
import type { Store } from './store.ts';
import { StoreError } from './store.ts';

export interface SqliteStoreOptions {
  /** Created if missing. Only one process at a time may use it. */
  readonly directory: string;
  readonly random: Random;
  readonly logger: Logger;
  /** Storages besides the log. */
  readonly storages: readonly Storage[];
  readonly synchronous?: Synchronous;
  /** Size of the write-ahead log, in pages, at which it is copied into the database. Tests use less. */
  readonly checkpointPages?: number;
  /** How long what was erased may stay in the write-ahead log. Tests use less. */
  readonly erasedMs?: number;
}

/** Opens the database; creates it if missing. Rejects with a StoreError whose message says what to do. */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { directory, logger, storages, synchronous = 'FULL', checkpointPages, erasedMs } = options;
  ensureDirectory(directory);
  // First: the journal of the lock gets the rights of the lock.
  makePrivate(directory, logger);
  const lock = await lockDirectory(directory);
  try {
    assertOpen(directory);
    const path = join(directory, 'posthorn.db');
    const queries = queriesOf(storages);
    const { epoch, generation } = openHistory(path, { ...options, tables: queries.tables });
    const modules = storages.map(({ module }) => module);
    const writer = new Thread({ path, isReader: false, synchronous, modules }, logger, () => {
      checkpoints.erased();
    });
    const reader = new Thread({ path, isReader: true, synchronous, modules }, logger);
    await writer.open();
    await reader.open();
    const generations = new Generations({ directory, logger, writer, generation });
    const checkpoints = new Checkpoints({ reader, writer, logger, pages: checkpointPages, erasedMs });
    const onWrite = (): void => {
      generations.wrote();
      checkpoints.wrote();
    };
    const close = async (): Promise<void> => {
      await generations.close();
      checkpoints.close();
      await reader.close();
      await writer.close();
      lock.release();
    };
    return createSqlStore(
      {
        capabilities: { durable: true, shared: false },
        place: { directory },
        epoch: () => epoch,
        ...runner({ writer, reader, onWrite }),
        close,
      },
      queries,
    );
  } catch (error) {
    lock.release();
    throw error instanceof StoreError ? error : whyNotOpen(error, directory);
  }
}

interface Threads {
  readonly writer: Thread;
  readonly reader: Thread;
  readonly onWrite: () => void;
}

function runner({ writer, reader, onWrite }: Threads): Pick<SqlEngine, 'append' | 'run'> {
  return {
    async append(batch) {
      onWrite();
      const packed = packAppends(batch);
      const { contents, numbers } = packed;
      const outcomes = await writer.call(APPEND, [packed], [contents.buffer, numbers.buffer]);
      return unpackOutcomes(outcomes as PackedOutcomes);
    },
    async run({ name, access }, args) {
      if (access === 'write') {
        onWrite();
        return writer.call(name, args);
      }
      const result = await reader.call(name, args);
      return name === PULL ? unpackBatches(result as PackedBatches) : result;
    },
  };
}

/** Message for the operator. */
function whyNotOpen(cause: unknown, directory: string): StoreError {
  const { code, message } = failureOf(cause);
  switch (code) {
    case 'full':
      return new StoreError(
        code,
        `There is no space left for ${directory}: free some, or choose another with --data.`,
        {
          cause,
        },
      );
    case 'corrupt':
      return new StoreError(
        code,
        `${join(directory, 'posthorn.db')} is damaged (${message}): put a backup in its place, or choose another directory with --data.`,
        { cause },
      );
    default:
      return new StoreError(code, `The data in ${directory} cannot be opened: ${message}.`, { cause });
  }
}

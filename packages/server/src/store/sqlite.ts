/**
 * The store on SQLite, inside the process: one thread writes, another reads.
 *
 * @module
 */
import { join } from 'node:path';
import type { Random } from '../clock.ts';
import type { Logger } from '../logger.ts';
import type { Append } from './log.ts';
import { createSqlStore } from './sql/store-sql.ts';
import type { Call } from './sql/store-sql.ts';
import { READS } from './sql/operations.ts';
import type { Synchronous } from './sqlite/database.ts';
import { Checkpoints } from './sqlite/checkpoints.ts';
import { assertOpen, ensureDirectory, lockDirectory } from './sqlite/directory.ts';
import { failureOf } from './sqlite/failures.ts';
import { Generations, openHistory } from './sqlite/history.ts';
import { packAppends, unpackOutcomes } from './sqlite/messages.ts';
import { unpackBatches } from './sqlite/pages.ts';
import type { PackedBatches } from './sqlite/pages.ts';
import { Thread } from './sqlite/thread.ts';
import type { Store } from './store.ts';
import { StoreError } from './store.ts';

export interface SqliteStoreOptions {
  /** Made when missing; one process at a time may use it. */
  readonly directory: string;
  readonly random: Random;
  readonly logger: Logger;
  readonly synchronous?: Synchronous;
  /** Pages in the log before it is copied into the database; fewer are for tests. */
  readonly checkpointPages?: number;
}

/** Opens or makes the database. Rejects with a StoreError whose sentence says what to do. */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { directory, logger, synchronous = 'FULL', checkpointPages } = options;
  ensureDirectory(directory);
  const lock = await lockDirectory(directory);
  try {
    assertOpen(directory);
    const path = join(directory, 'posthorn.db');
    const { epoch, generation } = openHistory(path, options);
    const writer = new Thread({ path, isReader: false, synchronous }, logger);
    const reader = new Thread({ path, isReader: true, synchronous }, logger);
    await writer.open();
    await reader.open();
    const generations = new Generations({ directory, logger, writer, generation });
    const checkpoints = new Checkpoints({ reader, writer, logger, pages: checkpointPages });
    const onWrite = (): void => {
      generations.wrote();
      checkpoints.wrote();
    };
    return createSqlStore({
      call: caller(writer, reader, onWrite),
      capabilities: { durable: true, shared: false },
      epoch: () => epoch,
      async close() {
        await generations.close();
        checkpoints.close();
        await reader.close();
        await writer.close();
        lock.release();
      },
    });
  } catch (error) {
    lock.release();
    throw error instanceof StoreError ? error : whyNotOpen(error, directory);
  }
}

function caller(writer: Thread, reader: Thread, onWrite: () => void): Call {
  const call = async (name: string, ...args: readonly unknown[]): Promise<unknown> => {
    if (name === 'pull') return unpackBatches((await reader.call(name, args)) as PackedBatches);
    if (Object.hasOwn(READS, name)) return reader.call(name, args);
    onWrite();
    return name === 'append' ? append(writer, args[0] as readonly Append[]) : writer.call(name, args);
  };
  // The threads run the very operations that the types name.
  return call as Call;
}

async function append(writer: Thread, batch: readonly Append[]): Promise<unknown> {
  const packed = packAppends(batch);
  const { contents, numbers } = packed;
  return unpackOutcomes(
    (await writer.call('append', [packed], [contents.buffer, numbers.buffer])) as Float64Array,
  );
}

/** A sentence for whoever starts the server. */
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

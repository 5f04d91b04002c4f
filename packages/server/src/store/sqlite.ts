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
import { change, row } from './sql/sql.ts';
import type { Query } from './sql/sql.ts';
import { Database } from './sqlite/database.ts';
import type { Synchronous } from './sqlite/database.ts';
import { ensureDirectory, lockDirectory, readBoots, writeBoots } from './sqlite/directory.ts';
import { failureOf, toStoreError } from './sqlite/failures.ts';
import { packAppends, unpackOutcomes } from './sqlite/messages.ts';
import { Thread } from './sqlite/thread.ts';
import type { Store } from './store.ts';
import { StoreError } from './store.ts';

export interface SqliteStoreOptions {
  /** Made when missing; one process at a time may use it. */
  readonly directory: string;
  readonly random: Random;
  readonly logger: Logger;
  readonly synchronous?: Synchronous;
}

/** Opens or makes the database. Rejects with a StoreError whose sentence says what to do. */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { directory, logger, synchronous = 'FULL' } = options;
  ensureDirectory(directory);
  const lock = await lockDirectory(directory);
  try {
    const path = join(directory, 'posthorn.db');
    const epoch = prepare(path, options);
    const writer = new Thread({ path, isReader: false, synchronous }, logger);
    const reader = new Thread({ path, isReader: true, synchronous }, logger);
    await writer.open();
    await reader.open();
    return createSqlStore({
      call: caller(writer, reader),
      capabilities: { durable: true, shared: false },
      epoch,
      async close() {
        await reader.close();
        await writer.close();
        lock.release();
      },
    });
  } catch (error) {
    lock.release();
    throw error instanceof StoreError ? error : toStoreError(failureOf(error));
  }
}

function caller(writer: Thread, reader: Thread): Call {
  const call = async (name: string, ...args: readonly unknown[]): Promise<unknown> => {
    if (name === 'append') return append(writer, args[0] as readonly Append[]);
    return (Object.hasOwn(READS, name) ? reader : writer).call(name, args);
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

/** Brings the tables up to date and finds out whether this is the history that was here last (promise 12). */
function prepare(path: string, { directory, random }: SqliteStoreOptions): string {
  const database = new Database({ path, isReader: false, synchronous: 'FULL' });
  try {
    const boots = readBoots(directory);
    const newEpoch = Buffer.from(random.bytes(16)).toString('hex');
    const known = database.transact(() => nextBoot(boots, newEpoch));
    writeBoots(directory, known.boots);
    return known.epoch;
  } finally {
    database.close();
  }
}

/**
 * The database counts its starts, and a file beside it does too. When the file has counted more, the database
 * is an older copy; when the file is missing, the database was brought here from elsewhere. Either way what
 * clients have seen may not be in it, and the epoch becomes a new one.
 */
function* nextBoot(
  boots: number | undefined,
  newEpoch: string,
): Query<{ readonly epoch: string; readonly boots: number }> {
  const before = Number(yield* getMeta('boots'));
  const epoch = yield* getMeta('epoch');
  const isSame = epoch !== undefined && boots !== undefined && boots <= before;
  const next = Math.max(boots ?? 0, Number.isNaN(before) ? 0 : before) + 1;
  yield* setMeta('boots', String(next));
  if (!isSame) yield* setMeta('epoch', newEpoch);
  return { epoch: isSame ? epoch : newEpoch, boots: next };
}

function* getMeta(name: string): Query<string | undefined> {
  const found = yield* row<{ readonly value: string }>('SELECT value FROM meta WHERE name = ?', name);
  return found?.value;
}

function* setMeta(name: string, value: string): Query<void> {
  yield* change(
    'INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    name,
    value,
  );
}

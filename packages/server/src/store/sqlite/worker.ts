/**
 * A thread with one SQLite connection. The writer commits all calls of one message together; a failing call is undone
 * alone. The reader answers all calls of one message from one snapshot, which is newer than these calls.
 *
 * @module
 */
import { parentPort, workerData } from 'node:worker_threads';
import { appendAll } from '../log/append.ts';
import { queriesOf } from '../sql-store.ts';
import type { Storage } from '../storage.ts';
import type { Query } from '../sql/sql.ts';
import { Database } from './database.ts';
import { failureOf } from './failures.ts';
import { finishCopy, LogCopier, truncated } from './log-copier.ts';
import type { LogBatch } from '../log/log.ts';
import { packBatches } from './pages.ts';
import type { PackedBatches } from './pages.ts';
import { APPEND, ERASED, packOutcomes, PULL, unpackAppends } from './messages.ts';
import type {
  CallMessage,
  ControlMessage,
  Opened,
  PackedAppends,
  PackedOutcomes,
  ResultMessage,
  ThreadData,
} from './messages.ts';

const data = workerData as ThreadData;
const port = parentPort;
if (port === null) throw new Error('this runs in a thread alone');

let queries = queriesOf([]);

try {
  queries = queriesOf(await Promise.all(data.modules.map(storageOf)));
  const database = new Database({ ...data, tables: queries.tables });
  port.postMessage({ opened: true } satisfies Opened);
  const copier = new LogCopier(data);
  port.on('message', (message: readonly CallMessage[] | ControlMessage) => {
    switch (message) {
      case 'close':
        copier.close();
        database.close();
        port.close();
        return;
      case 'checkpoint':
        finishCopy(database);
        return;
      case 'truncate':
        if (!truncated(database)) port.postMessage(ERASED);
        return;
      default: {
        const results = data.isReader ? readAll(database, copier, message) : writeAll(database, message);
        port.postMessage(results, results.flatMap(buffersOf));
        if (database.hasErased) port.postMessage(ERASED);
      }
    }
  });
} catch (error) {
  port.postMessage({ failure: failureOf(error) } satisfies Opened);
  port.close();
}

function readAll(database: Database, copier: LogCopier, calls: readonly CallMessage[]): ResultMessage[] {
  const results = calls.map((call) => readOne(database, copier, call));
  database.rollback();
  return results;
}

function readOne(database: Database, copier: LogCopier, call: CallMessage): ResultMessage {
  try {
    if (call.name === 'checkpoint') {
      // An open snapshot would prevent copying.
      database.rollback();
      return { value: copier.copy(Number(call.args[0])) };
    }
    database.ensureSnapshot();
    const value = database.run(queryOf(call));
    return { value: call.name === PULL ? packBatches(value as readonly LogBatch[]) : value };
  } catch (error) {
    return failed(database, error);
  }
}

/** What a page of the log, or the outcomes of appends, are packed into. */
type Packed = Pick<PackedBatches, 'numbers' | 'contents'> & Pick<PackedOutcomes, 'states'>;

/** Buffers to move to the caller instead of copying them. */
function buffersOf(result: ResultMessage): ArrayBuffer[] {
  if (!('value' in result) || typeof result.value !== 'object' || result.value === null) return [];
  const { numbers, contents, states } = result.value as Partial<Packed>;
  const bytes = contents ?? states;
  return numbers === undefined || bytes === undefined ? [] : [numbers.buffer, bytes.buffer];
}

function writeAll(database: Database, calls: readonly CallMessage[]): ResultMessage[] {
  try {
    return database.group(() => calls.map((call) => writeOne(database, call)));
  } catch (error) {
    // The transaction is lost, and with it every call in it.
    const result = failed(database, error);
    return calls.map(() => result);
  }
}

function writeOne(database: Database, call: CallMessage): ResultMessage {
  try {
    const value = database.nested(queryOf(call));
    return { value: call.name === APPEND ? packOutcomes(value as never) : value };
  } catch (error) {
    if (!database.isInTransaction) throw error;
    const failure = failureOf(error);
    if (failure.code === 'full' || failure.isConnectionLost) throw error;
    return { failure };
  }
}

function queryOf({ name, args }: CallMessage): Query<unknown> {
  if (name === APPEND) return appendAll(unpackAppends(args[0] as PackedAppends), queries.effects);
  return queries.named(name).run(...args);
}

/** See Storage.module. */
async function storageOf(module: string): Promise<Storage> {
  const { STORAGE } = (await import(module)) as { readonly STORAGE?: Storage };
  if (STORAGE === undefined) throw new Error(`${module} exports no STORAGE`);
  return STORAGE;
}

function failed(database: Database, error: unknown): ResultMessage {
  const failure = failureOf(error);
  database.rollback();
  if (failure.isConnectionLost) database.lose();
  return { failure };
}

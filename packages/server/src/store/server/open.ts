/**
 * The store on a database server that several nodes share.
 *
 * @module
 */
import type { Clock, Random } from '../../clock.ts';
import type { Logger } from '../../logger.ts';
import { appendSet } from '../log/append-set.ts';
import type { EffectKinds } from '../log/effects.ts';
import { createSqlStore, queriesOf } from '../sql-store.ts';
import type { SqlEngine } from '../sql-store.ts';
import type { Storage } from '../storage.ts';
import type { Store } from '../store.ts';
import { assertNotMoving } from '../transfer/note.ts';
import type { DatabaseAddress } from './address.ts';
import type { ConnectionMode, DatabaseConnection, Engine } from './engine.ts';
import { HistoryWatch } from './history.ts';
import { migrate } from './migrate.ts';
import { Outages } from './outages.ts';
import { Pool } from './pool.ts';
import { TransactionRunner } from './runner.ts';

export interface ServerStoreOptions {
  readonly engine: Engine;
  /** What `engine` connects to; see Store.place. */
  readonly address?: DatabaseAddress;
  /** Storages besides the log. */
  readonly storages: readonly Storage[];
  /** Maximum connections for writing, and the same number for reading. */
  readonly pool: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** Opens the store; creates missing tables. Rejects with a StoreError whose message says what to do. */
export async function openServerStore(options: ServerStoreOptions): Promise<Store> {
  const { engine } = options;
  const queries = queriesOf(options.storages);
  await migrate({ ...options, tables: queries.tables });
  const history = new HistoryWatch(options);
  const outages = new Outages(options);
  const connect = (mode: ConnectionMode): Promise<DatabaseConnection> =>
    outages.watch(mode, async () => {
      const connection = await engine.connect(mode);
      try {
        await checkHistory(history, connection, { engine, mode });
        return connection;
      } catch (error) {
        connection.destroy();
        throw error;
      }
    });
  const pools = {
    write: new Pool({ ...options, size: options.pool, connect: () => connect('write') }),
    read: new Pool({ ...options, size: options.pool, connect: () => connect('read') }),
  };
  const writer = new TransactionRunner({ ...options, pool: pools.write });
  const reader = new TransactionRunner({ ...options, pool: pools.read });
  const close = async (): Promise<void> => {
    history.close();
    await pools.write.close();
    await pools.read.close();
  };
  try {
    await writer.transact(assertNotMoving);
    // Connects now, to report a wrong address or missing rights at once, and to learn the epoch.
    pools.write.release(await pools.write.acquire());
  } catch (error) {
    await close();
    throw error;
  }
  history.start((query) => writer.transact(query));
  return createSqlStore(
    {
      capabilities: { durable: true, shared: true },
      ...(options.address !== undefined && { place: { address: options.address } }),
      epoch: () => history.epoch,
      append: appender({ writer, history, kinds: queries.effects }),
      run: runWith({ writer, reader, history }),
      close,
    },
    queries,
  );
}

/** A reading connection cannot store a new epoch, so a writing one does. */
async function checkHistory(
  history: HistoryWatch,
  connection: DatabaseConnection,
  { engine, mode }: { readonly engine: Engine; readonly mode: ConnectionMode },
): Promise<void> {
  if (mode === 'write') {
    await history.check(connection);
    return;
  }
  if (await history.isKnown(connection)) return;
  const writing = await engine.connect('write');
  try {
    await history.check(writing);
  } finally {
    writing.destroy();
  }
}

interface Runners {
  readonly writer: TransactionRunner;
  readonly reader: TransactionRunner;
  readonly history: HistoryWatch;
}

function runWith({ writer, reader, history }: Runners): SqlEngine['run'] {
  return ({ access, run }, args) => {
    switch (access) {
      case 'single-read':
        return reader.single(() => run(...args));
      case 'read':
        return reader.transact(() => run(...args));
      case 'write':
        history.wrote();
        return writer.transact(() => run(...args));
    }
  };
}

interface AppenderParts {
  readonly writer: TransactionRunner;
  readonly history: HistoryWatch;
  readonly kinds: EffectKinds;
}

/** Repeats come in bursts, when clients reconnect. So after a batch with repeats, the next one looks for them first. */
function appender({ writer, history, kinds }: AppenderParts): SqlEngine['append'] {
  let isHerd = false;
  return async (batch) => {
    history.wrote();
    const outcomes = await writer.transact((attempt) =>
      appendSet(batch, { looksFirst: isHerd || attempt > 1, kinds }),
    );
    isHerd = outcomes.some(({ status }) => status === 'repeated' || status === 'conflict');
    return outcomes;
  };
}

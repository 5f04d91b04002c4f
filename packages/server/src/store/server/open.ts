/**
 * The store on a database server that several nodes share.
 *
 * @module
 */
import type { Clock, Random } from '../../clock.ts';
import type { Logger } from '../../logger.ts';
import type { Append, AppendOutcome } from '../log.ts';
import { appendSet } from '../sql/append-set.ts';
import { READS, SINGLE_STATEMENT_READS, WRITES } from '../sql/operations.ts';
import { createSqlStore } from '../sql/store-sql.ts';
import type { Call } from '../sql/store-sql.ts';
import type { Query } from '../sql/sql.ts';
import type { Store } from '../store.ts';
import { assertNotMoving } from '../transfer/note.ts';
import type { Access, Connection, Engine } from './engine.ts';
import { History } from './history.ts';
import { migrate } from './migrate.ts';
import { Outages } from './outages.ts';
import { Pool } from './pool.ts';
import { Runner } from './runner.ts';

export interface ServerStoreOptions {
  readonly engine: Engine;
  /** Connections for writing, and as many for reading. */
  readonly pool: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** Makes the tables where they are missing. Rejects with a StoreError whose sentence says what to do. */
export async function openServerStore(options: ServerStoreOptions): Promise<Store> {
  const { engine } = options;
  await migrate(options);
  const history = new History(options);
  const outages = new Outages(options);
  const connect = (access: Access): Promise<Connection> =>
    outages.watch(access, async () => {
      const connection = await engine.connect(access);
      try {
        await checkHistory(history, connection, { engine, access });
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
  const writer = new Runner({ ...options, pool: pools.write });
  const reader = new Runner({ ...options, pool: pools.read });
  const close = async (): Promise<void> => {
    history.close();
    await pools.write.close();
    await pools.read.close();
  };
  try {
    await writer.transact(assertNotMoving);
    // So that a wrong address or a missing right is told now, and the epoch is known.
    pools.write.release(await pools.write.acquire());
  } catch (error) {
    await close();
    throw error;
  }
  history.start((query) => writer.transact(query));
  return createSqlStore({
    call: caller(writer, reader, history),
    capabilities: { durable: true, shared: true },
    epoch: () => history.epoch,
    close,
  });
}

/** A reading connection cannot write down a new epoch: another one does it for it. */
async function checkHistory(
  history: History,
  connection: Connection,
  { engine, access }: { readonly engine: Engine; readonly access: Access },
): Promise<void> {
  if (access === 'write') {
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

type AnyOperation = (...args: readonly unknown[]) => Query<unknown>;

function caller(writer: Runner, reader: Runner, history: History): Call {
  // The types of a call name its operation and arguments; here they are all alike.
  const reads = READS as unknown as Readonly<Record<string, AnyOperation>>;
  const writes = WRITES as unknown as Readonly<Record<string, AnyOperation>>;
  const append = appender(writer);
  const call = (name: string, ...args: readonly unknown[]): Promise<unknown> => {
    const read = reads[name];
    if (read !== undefined) {
      const isSingle = SINGLE_STATEMENT_READS.has(name);
      return isSingle ? reader.single(() => read(...args)) : reader.transact(() => read(...args));
    }
    if (name === 'append') {
      history.wrote();
      return append(args[0] as readonly Append[]);
    }
    const write = writes[name];
    if (write === undefined) throw new Error(`no operation is called ${name}`);
    history.wrote();
    return writer.transact(() => write(...args));
  };
  return call as Call;
}

/** Repeats come in herds, when clients are back after a lost connection: a batch after one with repeats looks for them first. */
function appender(writer: Runner): (batch: readonly Append[]) => Promise<readonly AppendOutcome[]> {
  let isHerd = false;
  return async (batch) => {
    const outcomes = await writer.transact((attempt) =>
      appendSet(batch, { looksFirst: isHerd || attempt > 1 }),
    );
    isHerd = outcomes.some(({ status }) => status === 'repeated' || status === 'conflict');
    return outcomes;
  };
}

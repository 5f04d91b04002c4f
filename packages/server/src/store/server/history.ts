/**
 * Notices when the database has a different history than before (promise 12).
 *
 * There are two signs. One is its identity, which the engine derives from values that no backup restores. The other is
 * its generation, a number in the database that rises while anything is written: if a node has seen a higher one,
 * something was lost. In both cases the first node that notices gives the log a new epoch.
 *
 * @module
 */
import type { Clock, Random, Timer } from '../../clock.ts';
import type { Logger } from '../../logger.ts';
import { getMeta, setMeta } from '../sql/meta.ts';
import { insertNew, lockedRows } from '../sql/sql.ts';
import type { Insert, Query } from '../sql/sql.ts';
import type { DatabaseConnection } from './engine.ts';
import { run, transactOn } from './runner.ts';

export interface HistoryOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

interface Known {
  readonly epoch: string | undefined;
  readonly identity: string | undefined;
  readonly generation: number;
}

const TICK_MS = 2000;

export class HistoryWatch {
  readonly #options: HistoryOptions;
  #epoch = '';
  /** The highest generation seen. */
  #generation = 0;
  #hasWritten = false;
  #timer: Timer | undefined;
  #isClosed = false;

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  get epoch(): string {
    return this.#epoch;
  }

  /** Call it before using a new connection. Checks that it leads to the same history; otherwise starts a new epoch. */
  async check(connection: DatabaseConnection): Promise<void> {
    const identity = await connection.identity();
    const found = await run(connection, readKnown());
    if (!this.#isOurs(found, identity)) {
      await this.#settle(connection, identity);
      return;
    }
    this.#see(found);
  }

  /** Whether the history is the known one. If false, call check() on a connection that may write. */
  async isKnown(connection: DatabaseConnection): Promise<boolean> {
    const found = await run(connection, readKnown());
    return found.epoch === this.#epoch && this.#isOurs(found, await connection.identity());
  }

  /** Call it whenever something is written. */
  wrote(): void {
    this.#hasWritten = true;
  }

  /**
   * Periodically raises the generation if something was written, and otherwise checks it. `transact` runs a query on a
   * writing connection.
   */
  start(transact: Transact): void {
    this.#timer = this.#options.clock.after(TICK_MS, () => {
      void this.#tick(transact).finally(() => {
        if (!this.#isClosed) this.start(transact);
      });
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }

  async #tick(transact: Transact): Promise<void> {
    const { logger } = this.#options;
    const hasWritten = this.#hasWritten;
    this.#hasWritten = false;
    try {
      this.#see(await transact(() => this.#raise(hasWritten)));
    } catch (error) {
      this.#hasWritten ||= hasWritten;
      logger.debug({ err: error }, 'the generation was not raised');
    }
  }

  *#raise(hasWritten: boolean): Query<Known> {
    const seen = yield* readKnown();
    if (!hasWritten && seen.generation >= this.#generation) return seen;
    const found = yield* lockKnown();
    if (found.generation < this.#generation) return yield* this.#renew(found.identity ?? '', found);
    const generation = found.generation + 1;
    yield* setMeta('generation', String(generation));
    return { ...found, generation };
  }

  #isOurs({ epoch, identity, generation }: Known, found: string): boolean {
    return epoch !== undefined && identity === found && generation >= this.#generation;
  }

  #see({ epoch, generation }: Known): void {
    this.#generation = Math.max(this.#generation, generation);
    if (epoch === undefined || epoch === this.#epoch) return;
    if (this.#epoch !== '') this.#options.logger.warn({ epoch }, 'the database has another history now');
    this.#epoch = epoch;
  }

  async #settle(connection: DatabaseConnection, identity: string): Promise<void> {
    this.#see(await transactOn(connection, this.#options, () => this.#renewUnlessOurs(identity)));
  }

  *#renewUnlessOurs(identity: string): Query<Known> {
    const found = yield* lockKnown();
    return this.#isOurs(found, identity) ? found : yield* this.#renew(identity, found);
  }

  *#renew(identity: string, found: Known): Query<Known> {
    const epoch = Buffer.from(this.#options.random.bytes(16)).toString('hex');
    const generation = Math.max(found.generation, this.#generation) + 1;
    yield* setMeta('epoch', epoch);
    yield* setMeta('identity', identity);
    yield* setMeta('generation', String(generation));
    return { epoch, identity, generation };
  }
}

type Transact = <T>(query: () => Query<T>) => Promise<T>;

function* readKnown(): Query<Known> {
  const epoch = yield* getMeta('epoch');
  const identity = yield* getMeta('identity');
  const generation = Number((yield* getMeta('generation')) ?? 0);
  return { epoch: epoch === '' ? undefined : epoch, identity, generation };
}

const FIRST_EPOCH: Insert = {
  table: 'meta',
  columns: { name: 'text', value: 'text' },
  onConflict: { key: ['name'] },
};

/** Like readKnown(), but locks the values until the transaction ends. */
function* lockKnown(): Query<Known> {
  const lock = "SELECT value FROM meta WHERE name = 'epoch'";
  if ((yield* lockedRows(lock)).length === 0) {
    // A new database.
    yield* insertNew(FIRST_EPOCH, 'epoch', '');
    yield* lockedRows(lock);
  }
  return yield* readKnown();
}

/**
 * Whether the database is the one that was here last, or another history of it (promise 12).
 *
 * Two things tell. Its identity, which the engine makes of what no backup brings back; and a generation, a number in
 * the database that rises while anything is written: a node that has seen a higher one than there is now knows that
 * something was lost. Either way the log gets a new epoch, once, whichever node notices first.
 *
 * @module
 */
import type { Clock, Random, Timer } from '../../clock.ts';
import type { Logger } from '../../logger.ts';
import { getMeta, setMeta } from '../sql/meta.ts';
import { lockedRows } from '../sql/sql.ts';
import type { Query } from '../sql/sql.ts';
import type { Connection } from './engine.ts';
import { run } from './runner.ts';

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

export class History {
  readonly #options: HistoryOptions;
  #epoch = '';
  /** The highest generation seen. */
  #generation = 0;
  #hasWritten = false;
  #timer: Timer | undefined;

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  get epoch(): string {
    return this.#epoch;
  }

  /** Before a new connection is used: is this still our database? */
  async check(connection: Connection): Promise<void> {
    const identity = await connection.identity();
    const found = await run(connection, readKnown());
    if (!this.#isOurs(found, identity)) {
      await this.#settle(connection, identity);
      return;
    }
    this.#see(found);
  }

  /** Whether it is what we know; false: a connection that may write must look. */
  async isKnown(connection: Connection): Promise<boolean> {
    const found = await run(connection, readKnown());
    return found.epoch === this.#epoch && this.#isOurs(found, await connection.identity());
  }

  /** Something is being written. */
  wrote(): void {
    this.#hasWritten = true;
  }

  /** Raises the generation while anything is written. `transact` runs a query on a connection of a pool. */
  start(transact: <T>(query: () => Query<T>) => Promise<T>): void {
    const again = (): void => {
      this.#timer = this.#options.clock.after(TICK_MS, () => void this.#tick(transact).finally(again));
    };
    again();
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  async #tick(transact: <T>(query: () => Query<T>) => Promise<T>): Promise<void> {
    if (!this.#hasWritten) return;
    this.#hasWritten = false;
    try {
      this.#see(await transact(raiseGeneration));
    } catch (error) {
      this.#hasWritten = true;
      this.#options.logger.debug({ err: error }, 'the generation was not raised');
    }
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

  async #settle(connection: Connection, identity: string): Promise<void> {
    await connection.begin();
    const found = await run(connection, this.#renew(identity));
    await connection.commit();
    this.#see(found);
  }

  *#renew(identity: string): Query<Known> {
    // The first row of all: whoever made the tables has put it there, or we do.
    const rows = yield* lockedRows("SELECT value FROM meta WHERE name = 'epoch'");
    const found = yield* readKnown();
    if (rows.length > 0 && this.#isOurs(found, identity)) return found;
    const epoch = Buffer.from(this.#options.random.bytes(16)).toString('hex');
    const generation = Math.max(found.generation, this.#generation) + 1;
    yield* setMeta('epoch', epoch);
    yield* setMeta('identity', identity);
    yield* setMeta('generation', String(generation));
    return { epoch, identity, generation };
  }
}

function* readKnown(): Query<Known> {
  const epoch = yield* getMeta('epoch');
  const identity = yield* getMeta('identity');
  return { epoch, identity, generation: Number((yield* getMeta('generation')) ?? 0) };
}

function* raiseGeneration(): Query<Known> {
  yield* lockedRows("SELECT value FROM meta WHERE name = 'generation'");
  const found = yield* readKnown();
  const generation = found.generation + 1;
  yield* setMeta('generation', String(generation));
  return { ...found, generation };
}

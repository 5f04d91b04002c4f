/**
 * Says once that the database server is away, and once that it is back, however many connections notice.
 *
 * @module
 */
import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logger.ts';
import { StoreError } from '../store.ts';

export interface OutagesOptions {
  readonly clock: Clock;
  readonly logger: Logger;
}

export class Outages {
  readonly #options: OutagesOptions;
  /** Monotonic ms; undefined: it is not away. */
  #since: number | undefined;

  constructor(options: OutagesOptions) {
    this.#options = options;
  }

  /** Does what `connect` does, and notes how it ended. */
  async watch<T>(connect: () => Promise<T>): Promise<T> {
    try {
      const connection = await connect();
      this.#isThere();
      return connection;
    } catch (error) {
      if (error instanceof StoreError && error.code === 'unavailable') this.#isAway(error.message);
      throw error;
    }
  }

  #isAway(reason: string): void {
    const { clock, logger } = this.#options;
    if (this.#since !== undefined) return;
    this.#since = clock.monotonic();
    logger.warn({ reason }, 'the database is away; trying again');
  }

  #isThere(): void {
    const { clock, logger } = this.#options;
    if (this.#since === undefined) return;
    logger.info({ awayMs: Math.round(clock.monotonic() - this.#since) }, 'the database is back');
    this.#since = undefined;
  }
}

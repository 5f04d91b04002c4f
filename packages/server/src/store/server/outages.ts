/**
 * Logs once that the database server is unreachable, and once that it is back, however many connections notice.
 *
 * @module
 */
import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logger.ts';
import { StoreError } from '../store.ts';
import type { ConnectionMode } from './engine.ts';

export interface OutagesOptions {
  readonly clock: Clock;
  readonly logger: Logger;
}

export class Outages {
  readonly #options: OutagesOptions;
  /** Modes in which it is unreachable. A server that is no longer the primary may still serve reads. */
  readonly #away = new Set<ConnectionMode>();
  /** Monotonic ms of the first failure. */
  #since = 0;

  constructor(options: OutagesOptions) {
    this.#options = options;
  }

  /** Calls `connect` and records the outcome. */
  async watch<T>(mode: ConnectionMode, connect: () => Promise<T>): Promise<T> {
    try {
      const connection = await connect();
      this.#isThere(mode);
      return connection;
    } catch (error) {
      if (error instanceof StoreError && error.code === 'unavailable') this.#isAway(mode, error.message);
      throw error;
    }
  }

  #isAway(mode: ConnectionMode, reason: string): void {
    const { clock, logger } = this.#options;
    const isNew = this.#away.size === 0;
    this.#away.add(mode);
    if (!isNew) return;
    this.#since = clock.monotonic();
    logger.warn({ reason }, 'the database is away; trying again');
  }

  #isThere(mode: ConnectionMode): void {
    const { clock, logger } = this.#options;
    if (!this.#away.delete(mode) || this.#away.size > 0) return;
    logger.info({ awayMs: Math.round(clock.monotonic() - this.#since) }, 'the database is back');
  }
}

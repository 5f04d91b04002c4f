/**
 * Exports that are running: each reads a large part of the store.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Clock } from '../../clock.ts';
import type { RouterState } from '../../router/services.ts';

/** Exports of one router at once. */
const MAX_RUNNING = 8;
/** After this time an export makes room for others, so that nobody keeps them out by reading slowly. */
const SURE_MS = 300_000;

interface Running {
  /** Monotonic ms. */
  readonly since: number;
  readonly stop: () => void;
}

export class RunningExports {
  readonly #clock: Pick<Clock, 'monotonic'>;
  /** By asker, the oldest one first. */
  readonly #running = new Map<number, Running>();

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** Throws RATE_LIMITED, OVERLOADED. Call the result at the end. `stop` is called when others need the place. */
  begin(asker: number, stop: () => void): () => void {
    if (this.#running.has(asker)) {
      throw new PosthornError('RATE_LIMITED', 'an export of yours is running; end it or wait for it', {
        reason: 'export-running',
        retryAfterMs: 1000,
      });
    }
    const since = this.#clock.monotonic();
    if (this.#running.size >= MAX_RUNNING) this.#makeRoom(since);
    const running = { since, stop };
    this.#running.set(asker, running);
    return () => {
      if (this.#running.get(asker) === running) this.#running.delete(asker);
    };
  }

  #makeRoom(now: number): void {
    const [oldest] = this.#running;
    if (oldest === undefined || now - oldest[1].since < SURE_MS) {
      throw new PosthornError('OVERLOADED', 'other exports are running; try again later', {
        retryAfterMs: 10_000,
      });
    }
    this.#running.delete(oldest[0]);
    oldest[1].stop();
  }
}

export const RUNNING: RouterState<RunningExports> = {
  name: 'running exports',
  open: ({ clock }) => new RunningExports(clock),
};

/**
 * Exports that are running: each reads a large part of the store.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { RouterState } from '../../router/services.ts';

/** Exports of one router at once. */
const MAX_RUNNING = 8;

export class RunningExports {
  readonly #askers = new Set<number>();

  /** Throws RATE_LIMITED, OVERLOADED. Call the result at the end. */
  begin(asker: number): () => void {
    if (this.#askers.has(asker)) {
      throw new PosthornError('RATE_LIMITED', 'an export of yours is running; end it or wait for it', {
        retryAfterMs: 1000,
      });
    }
    if (this.#askers.size >= MAX_RUNNING) {
      throw new PosthornError('OVERLOADED', 'other exports are running; try again later', {
        retryAfterMs: 10_000,
      });
    }
    this.#askers.add(asker);
    return () => void this.#askers.delete(asker);
  }
}

export const RUNNING: RouterState<RunningExports> = {
  name: 'running exports',
  open: () => new RunningExports(),
};

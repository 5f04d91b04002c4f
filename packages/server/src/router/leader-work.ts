/**
 * Work that one router does for all, again and again.
 *
 * @module
 */
import type { Timer } from '../clock.ts';
import { failureFields } from '../logger.ts';
import { fromStoreError } from '../pipeline/store-errors.ts';
import type { Services } from './services.ts';

export interface LeaderWorkOptions {
  readonly intervalMs: number;
  /** A failure is logged, and the next round tries again. A long round looks at `isClosed` now and then. */
  readonly run: (work: LeaderWork) => Promise<void>;
  /** For the log: what was not done. */
  readonly failure: string;
}

export class LeaderWork {
  readonly #services: Services;
  readonly #options: LeaderWorkOptions;
  #timer: Timer | undefined;
  isClosed = false;

  constructor(services: Services, options: LeaderWorkOptions) {
    this.#services = services;
    this.#options = options;
    this.#schedule();
  }

  /** Idempotent. */
  close(): void {
    this.isClosed = true;
    this.#timer?.cancel();
  }

  #schedule(): void {
    if (this.isClosed) return;
    const { clock, cluster, logger } = this.#services;
    const { intervalMs, run, failure } = this.#options;
    this.#timer = clock.after(intervalMs, () => {
      const work = cluster.isLeader() ? run(this) : Promise.resolve();
      // Not awaited: it catches all failures.
      void work
        .catch((error: unknown) => logger.warn(failureFields(fromStoreError(error)), failure))
        .then(() => this.#schedule());
    });
  }
}

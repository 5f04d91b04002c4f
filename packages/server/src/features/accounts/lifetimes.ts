/**
 * Ends sessions that have reached `--session-lifetime`, and their connections. One router does it for all.
 *
 * @module
 */
import { ERRORS } from '@posthorn/protocol';
import type { Timer } from '../../clock.ts';
import { optionsOf } from '../../config/option.ts';
import { failureFields } from '../../logger.ts';
import { fromStoreError } from '../../pipeline/store-errors.ts';
import type { RouterState, Services } from '../../router/services.ts';
import { ACCOUNT_OPTIONS } from './options.ts';
import * as sessionQueries from './session-queries.ts';
import { TOKENS } from './states.ts';

const LONGEST_INTERVAL_MS = 60_000;
const PAGE = 200;

export class Lifetimes {
  readonly #services: Services;
  readonly #lifetimeMs: number;
  #timer: Timer | undefined;
  #isClosed = false;

  constructor(services: Services, lifetimeMs: number) {
    this.#services = services;
    this.#lifetimeMs = lifetimeMs;
    this.#schedule();
  }

  /** Idempotent. */
  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }

  #schedule(): void {
    if (this.#isClosed) return;
    const { clock, cluster, logger } = this.#services;
    this.#timer = clock.after(Math.min(LONGEST_INTERVAL_MS, this.#lifetimeMs / 10), () => {
      const work = cluster.isLeader() ? this.#endAll() : Promise.resolve();
      // Not awaited: it catches all failures, and the next round tries again.
      void work
        .catch((error: unknown) => {
          logger.warn(failureFields(fromStoreError(error)), 'sessions past their lifetime were not ended');
        })
        .then(() => this.#schedule());
    });
  }

  async #endAll(): Promise<void> {
    const { store, clock, publish } = this.#services;
    for (let count = PAGE; count === PAGE && !this.#isClosed;) {
      const ended = await store.run(
        sessionQueries.endSessionsBegunBefore,
        clock.now() - this.#lifetimeMs,
        PAGE,
      );
      for (const { id, user } of ended) {
        this.#services.state(TOKENS).forgetUser(user);
        publish.sessionsEnded(user, [id], ERRORS.SESSION_EXPIRED.code);
      }
      count = ended.length;
    }
  }
}

export const LIFETIMES: RouterState<Lifetimes | undefined> = {
  name: 'lifetimes',
  open(services) {
    const { sessionLifetime } = optionsOf(services.config.options, ACCOUNT_OPTIONS);
    return sessionLifetime === undefined ? undefined : new Lifetimes(services, sessionLifetime);
  },
  close: (lifetimes) => lifetimes?.close(),
};

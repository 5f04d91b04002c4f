/**
 * After the bus was away: sessions may have ended without this gateway hearing of it. Asks the router which sessions of
 * the users here still exist, and ends the connections of the others.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { fromBusError } from '../bus/failure.ts';
import type { Clock } from '../clock.ts';
import { failureFields } from '../logger.ts';
import type { Logger } from '../logger.ts';
import type { Router } from '../router/router.ts';
import type { LocalUser, LocalUsers } from './users.ts';

export interface SessionCheckOptions {
  readonly clock: Clock;
  readonly router: Router;
  readonly users: LocalUsers;
  readonly logger: Logger;
}

/** Users per question. */
const PAGE = 100;
const RETRY_MS = 2000;

export class SessionCheck {
  readonly #options: SessionCheckOptions;
  #isRunning = false;
  #isWanted = false;

  constructor(options: SessionCheckOptions) {
    this.#options = options;
  }

  /** Checks all sessions; starts over when called while it runs. */
  run(): void {
    this.#isWanted = true;
    if (this.#isRunning) return;
    this.#isRunning = true;
    void this.#runAll().finally(() => {
      this.#isRunning = false;
    });
  }

  /** Never rejects. */
  async #runAll(): Promise<void> {
    while (this.#isWanted) {
      this.#isWanted = false;
      const users = [...this.#options.users.all()];
      for (let at = 0; at < users.length; at += PAGE) await this.#check(users.slice(at, at + PAGE));
    }
  }

  async #check(users: readonly LocalUser[]): Promise<void> {
    // Listed before asking: a session that attaches meanwhile has just been checked.
    const connections = users.flatMap((user) => user.connections);
    try {
      const alive = new Set(await this.#options.router.sessionsOf(users.map(({ id }) => id)));
      const error = new PosthornError('SESSION_REVOKED', 'this session was ended');
      for (const connection of connections) {
        if (!alive.has(connection.caller.session?.id ?? 0)) connection.end(error);
      }
    } catch (error) {
      const fields = failureFields(fromBusError(error));
      this.#options.logger.warn(fields, 'sessions could not be compared, and are compared again');
      this.#options.clock.after(RETRY_MS, () => this.run());
    }
  }
}

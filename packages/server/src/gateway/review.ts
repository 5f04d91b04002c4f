/**
 * Repairs what may have been missed: compares the groups of users with the store, and makes their clients sync.
 *
 * @module
 */
import { fromBusError } from '../bus/failure.ts';
import type { Clock, Random } from '../clock.ts';
import { failureFields } from '../logger.ts';
import type { Logger } from '../logger.ts';
import { RESYNC, pushToUser } from './pushes.ts';
import { isConnected } from './users.ts';
import type { LocalUser } from './users.ts';

export interface ReviewOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Compares the groups of a user with the store. */
  readonly compare: (user: LocalUser) => Promise<void>;
}

const WINDOW_MS = 3000;
const RETRY_MS = 5000;

export class Review {
  readonly #options: ReviewOptions;

  constructor(options: ReviewOptions) {
    this.#options = options;
  }

  /** Reviews all these users, spread over a few seconds because each costs a question to a router. */
  all(users: Iterable<LocalUser>): void {
    const { clock, random } = this.#options;
    for (const user of users) clock.after(random.unit() * WINDOW_MS, () => void this.one(user));
  }

  /** Reviews one user; tries again later when the router cannot be asked. Never rejects. */
  async one(user: LocalUser): Promise<void> {
    const { clock, logger, compare } = this.#options;
    if (!isConnected(user)) return;
    try {
      // Subscribe to the groups before the client syncs, so that nothing falls between.
      await compare(user);
    } catch (error) {
      const fields = failureFields(fromBusError(error));
      logger.warn({ ...fields, user: user.id }, 'the groups of a user are not known now');
      clock.after(RETRY_MS, () => void this.one(user));
    }
    pushToUser(user, RESYNC);
  }
}

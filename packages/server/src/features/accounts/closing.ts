/**
 * Closes accounts for good. What is kept about them is erased afterwards (features/erasure).
 *
 * @module
 */
import { ERRORS, PosthornError } from '@posthorn/protocol';
import { optionsOf } from '../../config/option.ts';
import type { RouterState, Services } from '../../router/services.ts';
import type { Origin } from '../../store/audit.ts';
import * as erasureQueries from './erasure-queries.ts';
import type { ErasureRecord } from './erasure-queries.ts';
import { ACCOUNT_OPTIONS } from './options.ts';
import { completeLooks } from './looks.ts';
import { TOKENS } from './states.ts';

/** Whoever carries erasures out. */
export class Closings {
  #heard: (erasure: ErasureRecord) => void = () => {};

  on(heard: (erasure: ErasureRecord) => void): void {
    this.#heard = heard;
  }

  tell(erasure: ErasureRecord): void {
    this.#heard(erasure);
  }
}

export const CLOSINGS: RouterState<Closings> = { name: 'closings', open: () => new Closings() };

/** Closes an account as the options of the server say. Throws as {@link closeForGood} does. */
export function closeAsSet(services: Services, user: number, origin: Origin): Promise<void> {
  const { eraseWords: words } = optionsOf(services.config.options, ACCOUNT_OPTIONS);
  return closeForGood(services, { user, words }, origin);
}

/**
 * From here on the account is gone for everybody. `words`: whether those of its direct messages go too. Throws NOT_FOUND, and
 * INVALID for the last administrator. Harmless when it is repeated.
 */
export async function closeForGood(
  services: Services,
  { user, words }: Pick<ErasureRecord, 'user' | 'words'>,
  origin: Origin,
): Promise<void> {
  const { store, publish, logger } = services;
  // The look of the name stays taken, and cannot be found out any more once the name is gone.
  await completeLooks(store);
  const { actor: requestedBy, time: requestedAt } = origin;
  const erasure = { user, requestedBy, requestedAt, words };
  const outcome = await store.run(erasureQueries.beginErasure, erasure, origin);
  switch (outcome.status) {
    case 'missing':
      throw new PosthornError('NOT_FOUND', 'there is no such user', { reason: 'no-such-user' });
    case 'administrator':
      throw new PosthornError('FORBIDDEN', 'a server key does not erase administrators');
    case 'last-administrator':
      throw new PosthornError('INVALID', 'this is the last administrator; make another one first', {
        reason: 'last-administrator',
      });
    case 'begun':
      services.state(TOKENS).forgetUser(user);
      publish.sessionsEnded(user, outcome.sessions, ERRORS.ACCOUNT_DISABLED.code);
      logger.info({ user, by: requestedBy, words }, 'account erased');
      services.state(CLOSINGS).tell(erasure);
  }
}

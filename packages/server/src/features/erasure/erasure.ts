/**
 * Erasing accounts: by their users, where that is allowed, and by administrators.
 *
 * @module
 */
import { ERRORS, PosthornError } from '@posthorn/protocol';
import type { DoneInit, EraseAccount, EraseUser } from '@posthorn/protocol';
import { optionsOf } from '../../config/option.ts';
import { originOf } from '../../router/audit.ts';
import { sessionOf } from '../../router/caller.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import type { Origin } from '../../store/audit.ts';
import { confirmPassword } from '../accounts/accounts.ts';
import * as erasureQueries from '../accounts/erasure-queries.ts';
import { completeLooks } from '../accounts/looks.ts';
import { TOKENS } from '../accounts/states.ts';
import { ERASURES_STATE } from './erasures.ts';
import { ERASURE_OPTIONS } from './options.ts';

export async function eraseAccount(
  services: Services,
  caller: Caller,
  { password }: EraseAccount,
): Promise<DoneInit> {
  const { eraseOwnAccount } = optionsOf(services.config.options, ERASURE_OPTIONS);
  if (!eraseOwnAccount) {
    throw new PosthornError('FORBIDDEN', 'on this server only administrators erase accounts; ask one');
  }
  await confirmPassword(services, caller, password);
  const { user } = sessionOf(caller);
  await erase(services, user, originOf(services.clock, caller, 'eraseAccount'));
  return {};
}

export async function eraseUser(services: Services, caller: Caller, { user }: EraseUser): Promise<DoneInit> {
  const { user: by } = sessionOf(caller);
  if (user === by) throw new PosthornError('INVALID', 'another administrator must erase your account');
  await erase(services, user, originOf(services.clock, caller, 'eraseUser'));
  return {};
}

async function erase(services: Services, user: number, origin: Origin): Promise<void> {
  const { store, config, publish, logger } = services;
  // The look of the name stays taken, and cannot be found out any more once the name is gone.
  await completeLooks(store);
  const { eraseWords: words } = optionsOf(config.options, ERASURE_OPTIONS);
  const { actor: requestedBy, time: requestedAt } = origin;
  const erasure = { user, requestedBy, requestedAt, words };
  const outcome = await store.run(erasureQueries.beginErasure, erasure, origin);
  switch (outcome.status) {
    case 'missing':
      throw new PosthornError('NOT_FOUND', 'there is no such user');
    case 'last-administrator':
      throw new PosthornError('INVALID', 'this is the last administrator; make another one first');
    case 'begun':
      services.state(TOKENS).forgetUser(user);
      publish.sessionsEnded(user, outcome.sessions, ERRORS.ACCOUNT_DISABLED.code);
      logger.info({ user, by: requestedBy, words }, 'account erased');
      services.state(ERASURES_STATE).start(erasure);
  }
}

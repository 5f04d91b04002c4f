/**
 * Erasing accounts: by their users, where that is allowed, and by administrators.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { DoneInit, EraseAccount, EraseUser } from '@posthorn/protocol';
import { optionsOf } from '../../config/option.ts';
import { originOf } from '../../router/audit.ts';
import { sessionOf } from '../../router/caller.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { confirmPassword } from '../accounts/accounts.ts';
import { closeAsSet } from '../accounts/closing.ts';
import { ERASURE_OPTIONS } from './options.ts';

export async function eraseAccount(
  services: Services,
  caller: Caller,
  { password }: EraseAccount,
): Promise<DoneInit> {
  const { eraseOwnAccount } = optionsOf(services.config.options, ERASURE_OPTIONS);
  if (!eraseOwnAccount) {
    throw new PosthornError('FORBIDDEN', 'on this server only administrators erase accounts; ask one', {
      reason: 'erasing-not-allowed',
    });
  }
  await confirmPassword(services, caller, password);
  const { user } = sessionOf(caller);
  await closeAsSet(services, user, originOf(services.clock, caller, 'eraseAccount'));
  return {};
}

export async function eraseUser(services: Services, caller: Caller, { user }: EraseUser): Promise<DoneInit> {
  const { user: by } = sessionOf(caller);
  if (user === by)
    throw new PosthornError('INVALID', 'another administrator must erase your account', {
      reason: 'erasing-yourself',
    });
  await closeAsSet(services, user, originOf(services.clock, caller, 'eraseUser'));
  return {};
}

/**
 * Whether an account is an administrator, and whether it is disabled.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Origin } from '../../store/audit.ts';
import type { Store } from '../../store/store.ts';
import * as userQueries from './user-queries.ts';
import type { UserRecord } from './user-records.ts';

/** Returns the account as it was before. Throws NOT_FOUND, INVALID. */
export async function changeStanding(
  store: Store,
  user: number,
  standing: userQueries.Standing,
  origin: Origin,
): Promise<UserRecord> {
  const outcome = await store.run(userQueries.changeStanding, user, standing, origin);
  switch (outcome.status) {
    case 'changed':
      return outcome.before;
    case 'missing':
      throw new PosthornError('NOT_FOUND', 'there is no such user', { reason: 'no-such-user' });
    case 'erased':
      throw new PosthornError('INVALID', 'the account was erased', { reason: 'account-erased' });
    case 'without-password':
      throw new PosthornError('INVALID', 'anybody can act as this account: give it a password first', {
        reason: 'account-without-password',
      });
    case 'administrator':
      throw new PosthornError('FORBIDDEN', 'a server key does not change administrators');
    case 'bot':
      throw new PosthornError('INVALID', 'a bot cannot be an administrator', {
        reason: 'bot-not-administrator',
      });
    case 'last-administrator':
      throw new PosthornError('INVALID', 'this is the last administrator; make another one first', {
        reason: 'last-administrator',
      });
  }
}

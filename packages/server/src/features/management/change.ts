/**
 * Changes, disables, enables and erases accounts in bulk.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { ChangeUsers, UserChange, UserResultInit, UserResultsInit } from '@posthorn/protocol';
import { originOf } from '../../router/audit.ts';
import { sessionOf } from '../../router/caller.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { closeAsSet } from '../accounts/closing.ts';
import { externalIdOf, userByExternalId } from '../accounts/import-queries.ts';
import { switchAccount } from '../accounts/switching.ts';
import { usersByIds } from '../accounts/user-queries.ts';
import type { UserRecord } from '../accounts/user-records.ts';
import { changeProfile } from '../people/users.ts';
import { checkedExternalId } from '../accounts/external-ids.ts';
import { eachOnItsOwn } from './each.ts';

export function changeUsers(
  services: Services,
  caller: Caller,
  { changes }: ChangeUsers,
): Promise<UserResultsInit> {
  return eachOnItsOwn(services, changes, (change) => changeUser(services, caller, change));
}

async function changeUser(services: Services, caller: Caller, change: UserChange): Promise<UserResultInit> {
  const { store } = services;
  const account = await accountOf(services, change);
  assertMayChange(caller, account);
  const { id: user, name } = account;
  const externalId = change.externalId || ((await store.run(externalIdOf, user)) ?? '');
  if (change.erased) await erase(services, caller, account);
  else await changeAccount(services, caller, account, change);
  return {
    outcome: 'changed',
    user,
    name: change.erased ? '' : name,
    externalId: change.erased ? '' : externalId,
  };
}

async function accountOf({ store }: Services, { user, externalId }: UserChange): Promise<UserRecord> {
  if ((user === 0) === (externalId === ''))
    throw new PosthornError('INVALID', 'name each user by either user or externalId');
  const found =
    user === 0
      ? await store.run(userByExternalId, checkedExternalId(externalId))
      : (await store.run(usersByIds, [user]))[0];
  if (found === undefined) throw new PosthornError('NOT_FOUND', 'there is no such user');
  return found;
}

function assertMayChange(caller: Caller, { id, admin }: UserRecord): void {
  const { user, key } = sessionOf(caller);
  if (key !== undefined && admin)
    throw new PosthornError('FORBIDDEN', 'a server key does not change administrators');
  if (id === user) throw new PosthornError('INVALID', 'this is your own account: PATCH /v1/me changes it');
}

async function erase(services: Services, caller: Caller, { id, erased }: UserRecord): Promise<void> {
  if (!erased) await closeAsSet(services, id, originOf(services.clock, caller, 'eraseUser'));
}

async function changeAccount(
  services: Services,
  caller: Caller,
  { id, disabled, erased }: UserRecord,
  { user: _user, externalId: _externalId, erased: _erased, disabled: wanted, ...profile }: UserChange,
): Promise<void> {
  if (erased) throw new PosthornError('INVALID', 'the account was erased');
  const isProfile = Object.values(profile).some((value) => value !== undefined);
  if (!isProfile && wanted === undefined) throw new PosthornError('INVALID', 'say what to change');
  if (isProfile) await changeProfile(services, id, profile);
  // An account that is disabled is so again, in case that what follows from it was cut off.
  if (wanted === undefined || (!wanted && !disabled)) return;
  await switchAccount(services, id, wanted, originOf(services.clock, caller, 'disableUser'));
}

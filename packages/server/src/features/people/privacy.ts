/**
 * Privacy settings: who may add a user to groups, and who finds them.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Audience, GetPrivacy, PrivacyInit, SetPrivacy } from '@posthorn/protocol';
import { sessionOf } from '../../router/caller.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import * as privacyQueries from './privacy-queries.ts';
import type { PrivacyRecord } from './privacy-queries.ts';

export async function getPrivacy(
  services: Services,
  caller: Caller,
  _request: GetPrivacy,
): Promise<PrivacyInit> {
  return privacyFor(services, sessionOf(caller).user);
}

/** What `user` lets others do. */
export async function privacyFor(services: Services, user: number): Promise<PrivacyInit> {
  return toPrivacy(await settingsOf(services, user));
}

export async function setPrivacy(
  services: Services,
  caller: Caller,
  { add, find }: SetPrivacy,
): Promise<PrivacyInit> {
  const { user } = sessionOf(caller);
  const now = await settingsOf(services, user);
  const changed = {
    user,
    noAdding: isRefusing(add) ?? now.noAdding,
    noFinding: isRefusing(find) ?? now.noFinding,
  };
  await services.store.run(privacyQueries.setPrivacy, changed);
  return toPrivacy(changed);
}

/** Throws FORBIDDEN if one of these users does not want to be added to groups. */
export async function assertAddable({ store }: Services, users: readonly number[]): Promise<void> {
  const settings = await store.run(privacyQueries.privacyOf, users);
  const refusing = settings.find(({ noAdding }) => noAdding);
  if (refusing === undefined) return;
  throw new PosthornError(
    'FORBIDDEN',
    `user ${refusing.user} is not added to groups by others; send an invite`,
  );
}

/** Those of these users who are found by others. */
export async function findable<T extends { readonly id: number }>(
  { store }: Services,
  users: readonly T[],
): Promise<readonly T[]> {
  const settings = await store.run(
    privacyQueries.privacyOf,
    users.map(({ id }) => id),
  );
  const hidden = new Set(settings.filter(({ noFinding }) => noFinding).map(({ user }) => user));
  return hidden.size === 0 ? users : users.filter(({ id }) => !hidden.has(id));
}

async function settingsOf({ store }: Services, user: number): Promise<PrivacyRecord> {
  const [found] = await store.run(privacyQueries.privacyOf, [user]);
  return found ?? { user, noAdding: false, noFinding: false };
}

function isRefusing(audience: Audience): boolean | undefined {
  return audience === 'unspecified' ? undefined : audience === 'nobody';
}

function toPrivacy({ noAdding, noFinding }: PrivacyRecord): PrivacyInit {
  return { add: noAdding ? 'nobody' : 'everyone', find: noFinding ? 'nobody' : 'everyone' };
}

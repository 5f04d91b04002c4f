/**
 * Looking up users, and changing one’s own profile.
 *
 * @module
 */
import * as userQueries from '../accounts/user-queries.ts';
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type { FindUsers, GetUsers, UpdateProfile, UserInit, UsersInit } from '@posthorn/protocol';
import { errorOf } from '../../pipeline/store-errors.ts';
import { sessionOf } from '../../router/caller.ts';
import { pageLimit } from '../../router/ids.ts';
import { foldName } from '../accounts/names.ts';
import type { UserPatch } from '../accounts/user-records.ts';
import { toUser } from '../accounts/users.ts';
import { findable } from './privacy.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { assertEmoji, checkedLine, checkedPicture } from '../../router/texts.ts';

export async function getUsers(services: Services, _caller: Caller, request: GetUsers): Promise<UsersInit> {
  const { ids, names } = request;
  if (ids.length + names.length > LIMITS.maxUsersPerRequest) {
    throw new PosthornError('TOO_LARGE', `at most ${LIMITS.maxUsersPerRequest} users can be asked for`);
  }
  const { store, clock } = services;
  // What the name of an erased account was stands for nobody; what is shown instead still does.
  const erasedIds = new Set(names.flatMap((name) => userQueries.erasedId(name) ?? []));
  const nameKeys = [...new Set(names.map(foldName))];
  const [byId, byName, byErased] = await Promise.all([
    ids.length === 0 ? [] : store.run(userQueries.usersByIds, [...new Set(ids)]),
    names.length === 0 ? [] : store.run(userQueries.usersByNameKeys, nameKeys),
    erasedIds.size === 0 ? [] : store.run(userQueries.usersByIds, [...erasedIds]),
  ]);
  const named = [...byName.filter(({ erased }) => !erased), ...byErased.filter(({ erased }) => erased)];
  const found = new Map([...byId, ...named].map((user) => [user.id, user]));
  return { users: Array.from(found.values(), (user) => toUser(user, clock.now())), next: '' };
}

export async function findUsers(services: Services, caller: Caller, request: FindUsers): Promise<UsersInit> {
  const limit = pageLimit(request.limit);
  const found = await services.store.run(
    userQueries.findUsers,
    foldName(request.prefix),
    request.cursor,
    limit,
  );
  const last = found.at(-1);
  const next = last === undefined || found.length < limit ? '' : foldName(last.name);
  const shown = await findable(services, sessionOf(caller).user, found);
  return { users: shown.map((user) => toUser(user, services.clock.now())), next };
}

export function updateProfile(services: Services, caller: Caller, request: UpdateProfile): Promise<UserInit> {
  return changeProfile(services, sessionOf(caller).user, request, caller.connection);
}

/** What of a profile can be changed. What is absent stays as it is. */
export type ProfileChange = Partial<UpdateProfile>;

/** `connection`: the one that is not told, as it gets the answer. Throws NOT_FOUND, INVALID. */
export async function changeProfile(
  services: Services,
  user: number,
  change: ProfileChange,
  connection = 0,
): Promise<UserInit> {
  const { displayName, avatarUrl, busyUntil } = change;
  const { store, clock, publish } = services;
  const now = clock.now();
  const patch = {
    ...(displayName !== undefined && {
      displayName: checkedLine(displayName, 'display name', LIMITS.maxDisplayNameChars),
    }),
    ...(avatarUrl !== undefined && { avatarUrl: checkedPicture(avatarUrl) }),
    ...checkedStatus(change, now),
    ...(busyUntil !== undefined && { busyUntil: checkedEnd(busyUntil, now) }),
  };
  const updated = await store.run(userQueries.updateProfile, user, patch);
  if (updated !== undefined && 'code' in updated) throw errorOf(updated);
  if (updated === undefined)
    throw new PosthornError('NOT_FOUND', 'there is no such user', { reason: 'no-such-user' });
  const value = toUser(updated, now);
  publish.profileChanged(user, { body: { case: 'user', value } }, { origin: connection });
  return value;
}

/** A status is set as a whole, so that no old text comes back with a new emoji. */
function checkedStatus(
  { statusText, statusEmoji, statusUntil }: ProfileChange,
  now: number,
): Pick<UserPatch, 'statusText' | 'statusEmoji' | 'statusUntil'> {
  if ((statusText ?? statusEmoji ?? statusUntil) === undefined) return {};
  if (statusEmoji !== undefined && statusEmoji !== '') assertEmoji(statusEmoji, 'status emoji');
  return {
    statusText: checkedLine(statusText ?? '', 'status', LIMITS.maxStatusChars),
    statusEmoji: statusEmoji ?? '',
    statusUntil: checkedEnd(statusUntil ?? 0, now),
  };
}

/** 0: there is none. Throws INVALID. */
function checkedEnd(until: number, now: number): number {
  if (until !== 0 && until <= now)
    throw new PosthornError('INVALID', 'an end lies in the future', { reason: 'end-in-past' });
  return until;
}

/**
 * Looking up users, and changing one’s own profile.
 *
 * @module
 */
import * as userQueries from '../accounts/user-queries.ts';
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type { FindUsers, GetUsers, UpdateProfile, UserInit, UsersInit } from '@posthorn/protocol';
import { sessionOf } from '../../router/caller.ts';
import { pageLimit } from '../../router/ids.ts';
import { foldName } from '../accounts/names.ts';
import { toUser } from '../accounts/users.ts';
import { findable } from './privacy.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { checkedLine, checkedUrl } from '../../router/texts.ts';

export async function getUsers(services: Services, _caller: Caller, request: GetUsers): Promise<UsersInit> {
  const { ids, names } = request;
  if (ids.length + names.length > LIMITS.maxUsersPerRequest) {
    throw new PosthornError('TOO_LARGE', `at most ${LIMITS.maxUsersPerRequest} users can be asked for`);
  }
  const { store } = services;
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
  return { users: [...found.values()].map(toUser), next: '' };
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
  return { users: (await findable(services, sessionOf(caller).user, found)).map(toUser), next };
}

export async function updateProfile(
  services: Services,
  caller: Caller,
  request: UpdateProfile,
): Promise<UserInit> {
  const { displayName, avatarUrl, statusText } = request;
  const patch = {
    ...(displayName !== undefined && {
      displayName: checkedLine(displayName, 'display name', LIMITS.maxDisplayNameChars),
    }),
    ...(avatarUrl !== undefined && { avatarUrl: checkedUrl(avatarUrl, 'picture', LIMITS.maxUrlChars) }),
    ...(statusText !== undefined && { statusText: checkedLine(statusText, 'status', LIMITS.maxStatusChars) }),
  };
  const updated = await services.store.run(userQueries.updateUser, sessionOf(caller).user, patch);
  if (updated === undefined) throw new PosthornError('NOT_FOUND', 'there is no such user');
  return toUser(updated);
}

/**
 * Requests about who is online.
 *
 * @module
 */
import * as blockQueries from '../people/block-queries.ts';
import * as userQueries from '../accounts/user-queries.ts';
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type {
  ListOnline,
  PresenceNoteInit,
  PresencesInit,
  UserInit,
  UsersInit,
  WatchPresence,
} from '@posthorn/protocol';
import { sessionOf } from '../../router/caller.ts';
import { pageLimit } from '../../router/ids.ts';
import { isOnline, onlinePage } from '../../router/online.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { foldName } from '../accounts/names.ts';
import { toUser } from '../accounts/users.ts';

/** WatchPresence: returns the current presence of these users, except those who block the caller or are blocked. */
export async function watchPresence(
  services: Services,
  caller: Caller,
  request: WatchPresence,
): Promise<PresencesInit> {
  const { user: asker } = sessionOf(caller);
  if (request.users.length > LIMITS.maxWatchedUsers) {
    throw new PosthornError('TOO_LARGE', `at most ${LIMITS.maxWatchedUsers} users can be watched`);
  }
  const users = await services.store.run(userQueries.usersByIds, [...new Set(request.users)]);
  const presences = await Promise.all(
    users.map(async (user): Promise<PresenceNoteInit | undefined> => {
      if (await services.store.run(blockQueries.isBlocked, asker, user.id)) return undefined;
      const online = await isOnline(services, user.id);
      return { user: user.id, online, lastSeen: online ? services.clock.now() : user.lastSeen };
    }),
  );
  return { presences: presences.filter((presence) => presence !== undefined) };
}

/** ListOnline: asks every gateway for its next names, and merges the answers. */
export async function listOnline(
  services: Services,
  caller: Caller,
  request: ListOnline,
): Promise<UsersInit> {
  const { user: asker } = sessionOf(caller);
  const limit = pageLimit(request.limit);
  const page = await onlinePage(services, { prefix: foldName(request.prefix), after: request.cursor, limit });
  const users = await services.store.run(
    userQueries.usersByIds,
    page.map(([, id]) => id),
  );
  const byId = new Map(users.map((user) => [user.id, user]));
  const shown: UserInit[] = [];
  for (const [, id] of page) {
    const user = byId.get(id);
    if (user !== undefined && !(await services.store.run(blockQueries.isBlocked, asker, id)))
      shown.push(toUser(user));
  }
  return { users: shown, next: page.length < limit ? '' : (page.at(-1)?.[0] ?? '') };
}

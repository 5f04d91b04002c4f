/**
 * Requests about who is online.
 *
 * @module
 */
import * as userQueries from '../accounts/user-queries.ts';
import type { UserRecord } from '../accounts/user-records.ts';
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
import type { RouterState, Services } from '../../router/services.ts';
import { Turns } from '../../router/turns.ts';
import { foldName } from '../accounts/names.ts';
import { toUser } from '../accounts/users.ts';
import { findable, openAmong } from '../people/privacy.ts';

/** Requests of one user at once that look up many users, and users looked up at once for each. */
const WATCHES_AT_ONCE = 2;
const LOOKUPS_AT_ONCE = 50;

export const WATCH_TURNS: RouterState<Turns> = {
  name: 'watch turns',
  open: () => new Turns(WATCHES_AT_ONCE),
};

/** WatchPresence: returns the current presence of those of these users who let the caller see it. */
export async function watchPresence(
  services: Services,
  caller: Caller,
  request: WatchPresence,
): Promise<PresencesInit> {
  const { user: asker } = sessionOf(caller);
  if (request.users.length > LIMITS.maxWatchedUsers) {
    throw new PosthornError('TOO_LARGE', `at most ${LIMITS.maxWatchedUsers} users can be watched`);
  }
  return services.state(WATCH_TURNS).take(asker, async () => {
    const { store } = services;
    const asked = [...new Set(request.users)];
    const open = await openAmong(services, 'online', { asker, users: asked });
    const users = await store.run(userQueries.usersByIds, [...open]);
    const presences: PresenceNoteInit[] = [];
    for (let from = 0; from < users.length; from += LOOKUPS_AT_ONCE) {
      const some = users.slice(from, from + LOOKUPS_AT_ONCE);
      presences.push(...(await Promise.all(some.map((user) => presenceOf(services, user)))));
    }
    return { presences };
  });
}

async function presenceOf(services: Services, user: UserRecord): Promise<PresenceNoteInit> {
  const online = await isOnline(services, user.id);
  return { user: user.id, online, lastSeen: online ? services.clock.now() : user.lastSeen };
}

/**
 * ListOnline: asks every gateway for its next names, and merges the answers. Pages are filled with those whom the caller may
 * see, and go on behind the last of them: nothing in an answer depends on the others.
 */
export async function listOnline(
  services: Services,
  caller: Caller,
  request: ListOnline,
): Promise<UsersInit> {
  const { user: asker } = sessionOf(caller);
  const wanted = pageLimit(request.limit);
  const prefix = foldName(request.prefix);
  return services.state(WATCH_TURNS).take(asker, async () => {
    const shown: Shown[] = [];
    let limit = wanted;
    for (let after = request.cursor; ; limit = LIMITS.maxPageItems) {
      const page = await onlinePage(services, { prefix, after, limit });
      shown.push(...(await visible(services, asker, page)));
      if (shown.length >= wanted || page.length < limit) break;
      after = page.at(-1)?.[0] ?? '';
    }
    return {
      users: shown.slice(0, wanted).map(({ user }) => user),
      next: shown[wanted - 1]?.nameKey ?? '',
    };
  });
}

interface Shown {
  readonly nameKey: string;
  readonly user: UserInit;
}

/** Those of a page whom `asker` may see online. */
async function visible(
  services: Services,
  asker: number,
  page: Awaited<ReturnType<typeof onlinePage>>,
): Promise<readonly Shown[]> {
  const users = await services.store.run(
    userQueries.usersByIds,
    page.map(([, id]) => id),
  );
  const found = await findable(services, asker, users);
  const open = await openAmong(services, 'online', { asker, users: found.map(({ id }) => id) });
  // Programs are always there.
  const shown = found.filter(({ id, bot }) => !bot && open.has(id));
  const byId = new Map(shown.map((user) => [user.id, user]));
  return page.flatMap(([nameKey, id]) => {
    const user = byId.get(id);
    return user === undefined ? [] : [{ nameKey, user: toUser(user, services.clock.now()) }];
  });
}

/**
 * Who is online: asked of those who hold the connections, never of a table.
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
import { BusError } from '../../bus/bus.ts';
import { GATEWAYS_SUBJECT, userSubject } from '../../bus/subjects.ts';
import { decodeOnlineAnswer, decodeOnlineNames, encodeEnvelope } from '../../generated/bus.ts';
import type { HeldSlot } from '../../generated/bus.ts';
import { sessionOf } from '../../router/caller.ts';
import { pageLimit } from '../../router/ids.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { foldName } from '../accounts/names.ts';
import { toUser } from '../people/users.ts';

/** How long a gateway has to say whom it holds. */
const ANSWER_TIMEOUT_MS = 1000;

const ONLINE_QUERY = encodeEnvelope({ body: { case: 'onlineQuery', value: {} } });

/** Whether a user has a live connection anywhere. */
export async function isOnline({ bus }: Services, user: number): Promise<boolean> {
  try {
    await bus.request(userSubject(user), ONLINE_QUERY, { timeoutMs: ANSWER_TIMEOUT_MS });
    return true;
  } catch (error) {
    if (error instanceof BusError) return false;
    throw error;
  }
}

/** The login slots that live connections of a user hold; empty when they are offline. Asks every gateway. */
export async function heldSlots(services: Services, user: number): Promise<readonly HeldSlot[]> {
  const ask = encodeEnvelope({ body: { case: 'onlineQuery', value: { user } } });
  const answers = await askGateways(services, ask);
  return answers.flatMap((answer) => decodeOnlineAnswer(answer).slots);
}

/** Returns when all nodes that are known have answered; a dead one costs the whole time. */
function askGateways({ bus, cluster }: Services, ask: Uint8Array): Promise<readonly Uint8Array[]> {
  return bus.gather(GATEWAYS_SUBJECT, ask, { timeoutMs: ANSWER_TIMEOUT_MS, expected: cluster.count });
}

/** WatchPresence: how those users are now, without those who block or are blocked. */
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

/** ListOnline: asks every gateway for its next names and merges them. */
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

/** The next users who are online, by folded name, from all gateways. */
export async function onlinePage(
  services: Services,
  { prefix, after, limit }: { readonly prefix: string; readonly after: string; readonly limit: number },
): Promise<readonly (readonly [nameKey: string, user: number])[]> {
  const ask = encodeEnvelope({ body: { case: 'onlineList', value: { prefix, after, limit } } });
  const answers = await askGateways(services, ask);
  const names = new Map(
    answers.flatMap((answer) => decodeOnlineNames(answer).users).map((item) => [item.nameKey, item.user]),
  );
  return [...names].toSorted(([a], [b]) => (a < b ? -1 : 1)).slice(0, limit);
}

/** How many live connections all gateways hold. */
export async function countConnections(services: Services): Promise<number> {
  const ask = encodeEnvelope({ body: { case: 'onlineList', value: { prefix: '', after: '', limit: 0 } } });
  const answers = await askGateways(services, ask);
  return answers.reduce((sum, answer) => sum + decodeOnlineNames(answer).connections, 0);
}

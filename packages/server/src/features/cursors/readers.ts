/**
 * Who has read a message: by name in small conversations, as a number in large ones.
 *
 * @module
 */
import { decodeContent, PosthornError } from '@posthorn/protocol';
import type { ListReaders, ReadersInit, UserInit } from '@posthorn/protocol';
import type { CachedConversation } from '../../pipeline/conversation-cache.ts';
import { notAMember } from '../../pipeline/refusals.ts';
import { sessionOf } from '../../router/caller.ts';
import type { Caller } from '../../router/router.ts';
import type { RouterState, Services } from '../../router/services.ts';
import { Turns } from '../../router/turns.ts';
import * as userQueries from '../accounts/user-queries.ts';
import { toUser } from '../accounts/users.ts';
import * as cursorQueries from './queries.ts';
import * as readerQueries from './reader-queries.ts';
import type { ReadMessage } from './reader-queries.ts';

/** Members of a group whose readers are named. */
const MAX_NAMED = 200;
/** Members that are counted in one query, so that others get their turns between. */
const PAGE = 2000;

/** A count may look at 100,000 members. */
export const READER_TURNS: RouterState<Turns> = { name: 'reader turns', open: () => new Turns(1) };

export async function listReaders(
  services: Services,
  caller: Caller,
  { conversation, seq }: ListReaders,
): Promise<ReadersInit> {
  const { user } = sessionOf(caller);
  return services.state(READER_TURNS).take(user, async () => {
    const cached = await services.conversations.current(conversation, [user]);
    if (cached === undefined || !isIn(cached, user)) throw notAMember();
    const found = await services.store.run(readerQueries.visibleMessage, conversation, seq, user);
    if (found === undefined)
      throw new PosthornError('NOT_FOUND', 'there is no such message', { reason: 'no-such-message' });
    // Whoever is left out of the readers must not be a sender whom the message hides.
    const sender = services.contents.hidesSender(decodeContent(found.content)) ? 0 : found.sender;
    return readersOf(services, cached, { message: { conversation, seq, sender }, asker: user });
  });
}

function isIn({ record, members }: CachedConversation, user: number): boolean {
  if (record.kind === 'group') return members.get(user) !== undefined;
  return record.kind === 'room' || record.users.includes(user);
}

async function readersOf(
  services: Services,
  { record }: CachedConversation,
  { message, asker }: { readonly message: ReadMessage; readonly asker: number },
): Promise<ReadersInit> {
  const { store } = services;
  switch (record.kind) {
    case 'room':
      return { count: (await count(services, readerQueries.countVisitors, message)).readers };
    case 'group': {
      const { readers, members } = await count(services, readerQueries.countMembers, message);
      const isNamed = record.memberCount <= MAX_NAMED;
      const ids = isNamed ? await store.run(readerQueries.readersAmong, message, MAX_NAMED) : [];
      return { count: readers, of: members, users: await usersFor(services, ids) };
    }
    default: {
      // If one of the two blocks the other, each sees only their own cursor.
      const mayShow = (user: number): boolean => record.blockedBy.length === 0 || user === asker;
      const others = record.users.filter((user) => user !== message.sender && mayShow(user));
      const cursors = await store.run(cursorQueries.cursors, record.id, 0, 2);
      const ids = cursors.filter(({ user, read }) => others.includes(user) && read >= message.seq);
      const users = await usersFor(
        services,
        ids.map(({ user }) => user),
      );
      return { count: users.length, of: others.length, users };
    }
  }
}

type Counting = typeof readerQueries.countMembers;

async function count(
  { store }: Services,
  counting: Counting,
  message: ReadMessage,
): Promise<{ readonly readers: number; readonly members: number }> {
  let [readers, members] = [0, 0];
  for (let after = 0; ;) {
    const page = await store.run(counting, message, after, PAGE);
    readers += page.readers;
    members += page.members;
    if (page.members < PAGE) return { readers, members };
    after = page.last;
  }
}

async function usersFor({ store, clock }: Services, ids: readonly number[]): Promise<readonly UserInit[]> {
  const users = await store.run(userQueries.usersByIds, ids);
  return users.map((user) => toUser(user, clock.now()));
}

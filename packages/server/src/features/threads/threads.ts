/**
 * Reading threads, following them, and what is unread in them.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type {
  DoneInit,
  ListThread,
  ListThreads,
  MessageInit,
  MessagesInit,
  OwnStateInit,
  SetThread,
} from '@posthorn/protocol';
import { sessionOf } from '../../router/caller.ts';
import { notAMember } from '../../pipeline/refusals.ts';
import { cursorAt, idCursor, pageLimit } from '../../router/ids.ts';
import type { OwnStatePart } from '../../router/own-state.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { mayRead, messagesFor } from '../messages/reading.ts';
import { changeFollower, followedThreads } from './follower-queries.ts';
import type { StoredMessage } from '../../store/log/log.ts';
import { bytesOf, fitting } from '../../store/log/paging.ts';
import * as threadQueries from './queries.ts';
import type { FollowedThread } from './records.ts';

const MAX_THREADS = 50;
const DEFAULT_THREADS = 20;
const NO_SUCH = 'there is no such message, or nothing was said in its thread';

export async function listThread(
  services: Services,
  caller: Caller,
  { conversation, seq, cursor, limit, backward }: ListThread,
): Promise<MessagesInit> {
  const { user } = sessionOf(caller);
  if (!(await mayRead(services.store, user, conversation))) throw notAMember();
  const from = idCursor(cursor);
  const found = await services.store.run(threadQueries.threadPage, user, {
    conversation,
    root: seq,
    place: backward ? { before: from === 0 ? Number.MAX_SAFE_INTEGER : from } : { after: from },
    limit: pageLimit(limit),
    maxBytes: LIMITS.maxPullBytes,
  });
  if (found === undefined)
    throw new PosthornError('NOT_FOUND', 'there is no such message', { reason: 'no-such-message' });
  const messages = await messagesFor(services, user, { conversation, messages: found.messages });
  return { messages, next: cursorAt(found.next) };
}

export async function setThread(services: Services, caller: Caller, request: SetThread): Promise<DoneInit> {
  const { user } = sessionOf(caller);
  const { conversation, seq: root, follow, read } = request;
  if (!(await mayRead(services.store, user, conversation))) throw notAMember();
  const outcome = await services.store.run(changeFollower, { user, conversation, root, follow, read });
  if (outcome === 'missing') throw new PosthornError('NOT_FOUND', NO_SUCH);
  const found = await services.store.run(threadQueries.rootsFor, user, conversation, [root]);
  const messages = await messagesFor(services, user, { conversation, messages: found });
  const frame = { body: { case: 'messages', value: { messages } } } as const;
  services.publish.noteToUser(user, frame, { origin: caller.connection });
  return {};
}

export async function listThreads(
  services: Services,
  caller: Caller,
  { cursor, limit }: ListThreads,
): Promise<MessagesInit> {
  const { user } = sessionOf(caller);
  const wanted = pageLimit(limit === 0 ? DEFAULT_THREADS : limit, MAX_THREADS);
  const found = await services.store.run(followedThreads, user, placeOf(cursor), wanted);
  const { roots, threads } = await fittingThreads(services, user, found);
  const messages = new Map<string, MessageInit>();
  for (const [conversation, some] of Map.groupBy(roots, (root) => root.conversation)) {
    for (const message of await messagesFor(services, user, { conversation, messages: some }))
      messages.set(`${conversation} ${message.seq}`, message);
  }
  const isEnd = threads.length === found.length && found.length < wanted;
  const last = isEnd ? undefined : threads.at(-1);
  return {
    messages: threads.flatMap(({ conversation, root }) => messages.get(`${conversation} ${root}`) ?? []),
    next: last === undefined ? '' : `${last.lastAt}-${last.id}`,
  };
}

interface FittingThreads {
  readonly threads: readonly FollowedThread[];
  /** The messages whose threads they are, as far as the user may see them. */
  readonly roots: readonly StoredMessage[];
}

/** The first of these threads whose messages have room in one answer. */
async function fittingThreads(
  { store }: Services,
  user: number,
  followed: readonly FollowedThread[],
): Promise<FittingThreads> {
  const found = new Map<string, StoredMessage>();
  for (const [conversation, some] of Map.groupBy(followed, (thread) => thread.conversation)) {
    const seqs = some.map(({ root }) => root);
    for (const message of await store.run(threadQueries.rootsFor, user, conversation, seqs))
      found.set(`${conversation} ${message.seq}`, message);
  }
  const rootOf = ({ conversation, root }: FollowedThread) => found.get(`${conversation} ${root}`);
  const threads = fitting(followed, LIMITS.maxPullBytes, (thread) => {
    const root = rootOf(thread);
    return root === undefined ? 0 : bytesOf(root);
  });
  return { threads, roots: threads.flatMap((thread) => rootOf(thread) ?? []) };
}

function placeOf(cursor: string): Pick<FollowedThread, 'id' | 'lastAt'> {
  if (cursor === '') return { lastAt: Number.MAX_SAFE_INTEGER, id: 0 };
  const [, lastAt, id] = /^(\d{1,15})-(\d{1,15})$/.exec(cursor) ?? [];
  if (lastAt === undefined || id === undefined)
    throw new PosthornError('INVALID', 'this cursor did not come from a page');
  return { lastAt: Number(lastAt), id: Number(id) };
}

export const OWN_THREADS: OwnStatePart = {
  isIn: ({ thread }) => thread !== undefined,
  async read(store, { reader, conversation, seqs }) {
    const found = await store.run(threadQueries.ownThreads, reader, conversation, seqs);
    return new Map(found.map(({ root, ...own }): [number, OwnStateInit] => [root, own]));
  },
};

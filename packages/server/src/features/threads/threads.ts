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
import { idCursor, pageLimit } from '../../router/ids.ts';
import type { OwnStatePart } from '../../router/own-state.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { mayRead, messagesFor } from '../messages/reading.ts';
import { changeFollower, followedThreads } from './follower-queries.ts';
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
  if (found === undefined) throw new PosthornError('NOT_FOUND', 'there is no such message');
  const messages = await messagesFor(services, user, { conversation, messages: found.messages });
  return { messages, next: found.next === 0 ? '' : String(found.next) };
}

export async function setThread(services: Services, caller: Caller, request: SetThread): Promise<DoneInit> {
  const { user } = sessionOf(caller);
  const { conversation, seq: root, follow, read } = request;
  if (!(await mayRead(services.store, user, conversation))) throw notAMember();
  const outcome = await services.store.run(changeFollower, { user, conversation, root, follow, read });
  if (outcome === 'missing') throw new PosthornError('NOT_FOUND', NO_SUCH);
  const messages = await rootsOf(services, user, conversation, [root]);
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
  const roots = Map.groupBy(found, ({ conversation }) => conversation);
  const messages = new Map<string, MessageInit>();
  for (const [conversation, threads] of roots) {
    const seqs = threads.map(({ root }) => root);
    for (const message of await rootsOf(services, user, conversation, seqs))
      messages.set(`${conversation} ${message.seq}`, message);
  }
  const last = found.length === wanted ? found.at(-1) : undefined;
  return {
    messages: found.flatMap(({ conversation, root }) => messages.get(`${conversation} ${root}`) ?? []),
    next: last === undefined ? '' : `${last.lastAt}-${last.id}`,
  };
}

async function rootsOf(
  services: Services,
  user: number,
  conversation: number,
  roots: readonly number[],
): Promise<readonly MessageInit[]> {
  const messages = await services.store.run(threadQueries.rootsFor, user, conversation, roots);
  return messagesFor(services, user, { conversation, messages });
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

/**
 * Threads in the append's transaction: the messages of each, who follows it, and the state of the message whose thread it
 * is.
 *
 * @module
 */
import { decodeContent } from '@posthorn/protocol';
import type { ThreadState } from '@posthorn/protocol';
import type { EffectContext, EffectKind } from '../../store/log/effects.ts';
import { closeTarget, openTarget } from '../../store/log/fold.ts';
import type { Aim } from '../../store/log/fold.ts';
import type { Refusal } from '../../store/log/records.ts';
import { change, insertAll, insertForId } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import { addFollowers, noteReply } from './follower-queries.ts';
import { threadAt } from './queries.ts';
import type { ThreadRecord } from './records.ts';

/** `target`: the message in whose thread something is said. */
export type ReplyEffect = Aim & { readonly type: 'thread'; readonly mentions: readonly number[] };

export type RecalledReplyEffect = { readonly type: 'recall-in-thread'; readonly recalled: number };

/** Names in the state. */
const MAX_NAMES = 3;

const THREAD: Insert = { table: 'threads', columns: { conversation: 'int', root: 'int' } };
const MESSAGE: Insert = { table: 'thread_messages', columns: { thread: 'int', seq: 'int', n: 'int' } };

export const THREAD_EFFECTS: Readonly<Record<string, EffectKind>> = {
  thread: { raisesVersion: false, refusal: whyNoReply, apply: reply },
  'recall-in-thread': { raisesVersion: false, apply: recalledReply },
};

function* whyNoReply(context: EffectContext, effect: ReplyEffect): Query<Refusal | undefined> {
  const target = yield* openTarget(context, effect);
  if ('code' in target) return target;
  if (target.state.recalled > 0)
    return { code: 'NOT_FOUND', message: 'the message was recalled', reason: 'message-recalled' };
  if (decodeContent(target.content).thread > 0)
    return {
      code: 'INVALID',
      message: 'what is said in a thread has no thread of its own',
      reason: 'thread-in-thread',
    };
  return undefined;
}

function* reply(context: EffectContext, { target: root, mentions }: ReplyEffect) {
  const { conversation, append, seq } = context;
  const target = yield* context.folds.open(conversation.id, root);
  if (target === undefined) return true;
  const thread = (yield* threadAt(conversation.id, root)) ?? (yield* begin(conversation.id, root));
  const n = thread.n + 1;
  const lastAt = Math.max(thread.lastAt, append.time);
  yield* insertAll(MESSAGE, [[thread.id, seq, n]]);
  yield* change(
    'UPDATE threads SET n = ?, last_seq = ?, last_at = ? WHERE id = ?',
    n,
    seq,
    lastAt,
    thread.id,
  );
  yield* addFollowers(thread.id, n === 1 ? [target.sender, ...mentions] : mentions);
  yield* noteReply(thread.id, append.sender, seq);
  const { users = [], count = 0 } = target.state.thread ?? {};
  const state: ThreadState = {
    count: count + 1,
    last: seq,
    time: append.time,
    users: [append.sender, ...users.filter((user) => user !== append.sender)].slice(0, MAX_NAMES),
  };
  return closeTarget(context, target, { state: { ...target.state, thread: state } });
}

function* begin(conversation: number, root: number): Query<ThreadRecord> {
  const id = yield* insertForId(THREAD, conversation, root);
  return { id, n: 0, lastSeq: 0, lastAt: 0 };
}

/** The recall itself has been applied before. */
function* recalledReply(context: EffectContext, { recalled }: RecalledReplyEffect) {
  const { conversation, seq } = context;
  const message = yield* context.folds.open(conversation.id, recalled);
  const root = message === undefined ? 0 : decodeContent(message.original).thread;
  const target = root === 0 ? undefined : yield* context.folds.open(conversation.id, root);
  const thread = target?.state.thread;
  if (message === undefined || target === undefined || thread === undefined) return true;
  // Recalled once more, it is not one less again.
  const count = thread.count - (message.state.recalled === seq ? 1 : 0);
  return closeTarget(context, target, { state: { ...target.state, thread: { ...thread, count } } });
}

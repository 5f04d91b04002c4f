/**
 * Appending to the log: the one place where seqs are given (promises 1 to 3).
 *
 * @module
 */
import type { Append, AppendOutcome } from '../log.ts';
import { applyEffect } from './effects.ts';
import type { OpenConversation } from './effects.ts';
import { change, row } from './sql.ts';
import type { Query } from './sql.ts';

/** How coarsely the time of a head's last change is kept: an index entry moves at most this often. */
const CHANGED_STEP_MS = 10_000;

/** Unix ms, coarse, as the column `changed` has it. */
export function changedStep(timeMs: number): number {
  return timeMs - (timeMs % CHANGED_STEP_MS);
}

interface Open {
  readonly conversation: OpenConversation;
  readonly before: Readonly<OpenConversation>;
}

/** LogStore.append. */
export function* appendAll(batch: readonly Append[]): Query<readonly AppendOutcome[]> {
  const open = new Map<number, Open>();
  const outcomes: AppendOutcome[] = [];
  for (const append of batch) outcomes.push(yield* appendOne(append, open));
  // One update per conversation, however many messages it got.
  for (const { conversation, before } of open.values()) yield* writeBack(conversation, before);
  return outcomes;
}

function* appendOne(append: Append, open: Map<number, Open>): Query<AppendOutcome> {
  const conversation = yield* openConversation(append.conversation, open);
  if (conversation === undefined || conversation.version !== append.version) {
    // Promise 2 comes first: a late retry gets its first ack whatever has changed since.
    const earlier = yield* earlierOutcome(append);
    return earlier ?? { status: conversation === undefined ? 'missing' : 'stale' };
  }
  const seq = conversation.head + 1;
  if (!(yield* insertMessage(append, seq))) {
    return (yield* earlierOutcome(append)) ?? { status: 'conflict' };
  }
  if (append.effect !== undefined && !(yield* applyEffect(conversation, append.effect, seq))) {
    yield* change('DELETE FROM messages WHERE conversation = ? AND seq = ?', conversation.id, seq);
    return { status: 'refused' };
  }
  conversation.head = seq;
  conversation.changed = Math.max(conversation.changed, changedStep(append.time));
  return { status: 'appended', seq, time: append.time, version: conversation.version };
}

/** False: the sender has used this client id before. */
export function* insertMessage(
  { conversation, sender, clientId, time, content }: Omit<Append, 'version' | 'effect'>,
  seq: number,
): Query<boolean> {
  const written = yield* change(
    `INSERT INTO messages (conversation, seq, sender, client_id, time, content) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (sender, client_id) DO NOTHING`,
    conversation,
    seq,
    sender,
    clientId,
    time,
    content,
  );
  return written > 0;
}

function* openConversation(id: number, open: Map<number, Open>): Query<OpenConversation | undefined> {
  const known = open.get(id);
  if (known !== undefined) return known.conversation;
  const found = yield* row<OpenConversation>(
    'SELECT id, kind, title, head, version, member_count, changed FROM conversations WHERE id = ?',
    id,
  );
  if (found === undefined) return undefined;
  const conversation = { ...found };
  open.set(id, { conversation, before: found });
  return conversation;
}

interface SentRow {
  readonly conversation: number;
  readonly seq: number;
  readonly time: number;
  readonly content: Uint8Array;
}

/** What the sender wrote under a client id. */
export function* sentMessage(sender: number, clientId: string): Query<SentRow | undefined> {
  return yield* row<SentRow>(
    'SELECT conversation, seq, time, content FROM messages WHERE sender = ? AND client_id = ?',
    sender,
    clientId,
  );
}

function* earlierOutcome(append: Append): Query<AppendOutcome | undefined> {
  const earlier = yield* sentMessage(append.sender, append.clientId);
  if (earlier === undefined) return undefined;
  const { conversation, seq, time, content } = earlier;
  const isSame = conversation === append.conversation && Buffer.compare(content, append.content) === 0;
  return isSame ? { status: 'repeated', conversation, seq, time } : { status: 'conflict' };
}

function* writeBack(now: OpenConversation, before: Readonly<OpenConversation>): Query<void> {
  const { id, head, title, version, member_count: memberCount, changed } = now;
  if (head === before.head) return;
  yield* change('UPDATE conversations SET head = ? WHERE id = ?', head, id);
  if (version !== before.version) {
    yield* change(
      'UPDATE conversations SET title = ?, version = ?, member_count = ? WHERE id = ?',
      title,
      version,
      memberCount,
      id,
    );
  }
  if (changed !== before.changed)
    yield* change('UPDATE conversations SET changed = ? WHERE id = ?', changed, id);
}

/**
 * Appends row by row, for engines in the process, where a statement has no round trip. For engines across a network,
 * append-set.ts does the same in fewer statements.
 *
 * @module
 */
import type { Append, AppendOutcome, Forbidden, ForbidOutcome } from './log.ts';
import { Counting, COUNT_COLUMNS } from './counting.ts';
import { changedStep } from './changed.ts';
import { digestOf } from './digest.ts';
import { Folds } from './folds.ts';
import { applyEffect, isRefusal } from './effects.ts';
import { veil } from './erase.ts';
import type { Applied, EffectKinds, OpenConversation } from './effects.ts';
import type { Refusal } from './records.ts';
import { change, insertAll, insertNew, row } from '../sql/sql.ts';
import type { Insert, Query } from '../sql/sql.ts';

interface Open {
  readonly conversation: OpenConversation;
  readonly before: Readonly<OpenConversation>;
}

/** What the appends of a batch share. */
export interface Tools {
  readonly kinds: EffectKinds;
  readonly counting: Counting;
  readonly folds: Folds;
}

/** LogStore.append. */
export function* appendAll(batch: readonly Append[], kinds: EffectKinds): Query<readonly AppendOutcome[]> {
  const open = new Map<number, Open>();
  const tools = { kinds, counting: new Counting(), folds: new Folds() };
  const outcomes: AppendOutcome[] = [];
  for (const append of batch) outcomes.push(yield* appendOne(append, open, tools));
  // One update per conversation, regardless of the number of messages.
  for (const { conversation, before } of open.values()) yield* writeBack(conversation, before);
  yield* tools.counting.write();
  yield* tools.folds.write();
  return outcomes;
}

function* appendOne(
  append: Append,
  open: Map<number, Open>,
  { kinds, counting, folds }: Tools,
): Query<AppendOutcome> {
  const conversation = yield* openConversation(append.conversation, open);
  if (conversation?.version !== append.version) {
    // Promise 2 comes first: a late retry gets its first ack, whatever has changed since.
    return (
      earlierOutcome(append, yield* sentMessage(append.sender, append.clientId)) ?? outdated(conversation)
    );
  }
  const seq = conversation.head + 1;
  if (!(yield* insertMessage(append, seq))) {
    const earlier = yield* sentMessage(append.sender, append.clientId);
    return earlierOutcome(append, earlier) ?? { status: 'conflict' };
  }
  const { effect } = append;
  if (effect === undefined) {
    yield* keepSaid(append, seq);
    return advance(conversation, append, { counting });
  }
  // An effect may change the mentions of what was written before it.
  yield* counting.writeMentions();
  const applied = yield* applyEffect(kinds, conversation, { append: { ...append, effect }, seq, folds });
  if (!isRefusal(applied)) {
    yield* keepSaid(append, seq);
    if (applied !== true && applied.veiled !== undefined) yield* veil(append, seq, applied.veiled);
    return advance(conversation, append, { counting, applied });
  }
  yield* change('DELETE FROM messages WHERE conversation = ? AND seq = ?', conversation.id, seq);
  return { status: 'refused', ...applied };
}

/** The outcome of an append with an outdated version. */
export function outdated(conversation: OpenConversation | undefined): AppendOutcome {
  return { status: conversation === undefined ? 'missing' : 'stale' };
}

/** Gives a message the next seq (promise 3), and counts it. */
export function advance(
  conversation: OpenConversation,
  append: Append,
  { counting, applied = true }: { readonly counting: Counting; readonly applied?: Exclude<Applied, Refusal> },
): AppendOutcome {
  const { time } = append;
  conversation.head += 1;
  counting.add(conversation, append, conversation.head);
  conversation.changed = Math.max(conversation.changed, changedStep(time));
  const appended = {
    status: 'appended',
    seq: conversation.head,
    time,
    version: conversation.version,
  } as const;
  return applied === true ? appended : { ...appended, ...applied };
}

export const MESSAGE: Insert = {
  table: 'messages',
  columns: {
    conversation: 'int',
    seq: 'int',
    sender: 'int',
    client_id: 'text',
    time: 'int',
    content: 'bytes',
  },
};
const NEW_MESSAGE: Insert = { ...MESSAGE, onConflict: { key: ['sender', 'client_id'] } };

/** Inserts a message. Returns false if the sender has used this client id before. */
export function* insertMessage(
  { conversation, sender, clientId, time, content }: Omit<Append, 'version' | 'effect'>,
  seq: number,
): Query<boolean> {
  return yield* insertNew(NEW_MESSAGE, conversation, seq, sender, clientId, time, content);
}

const ALTERED: Insert = {
  table: 'altered',
  columns: { conversation: 'int', seq: 'int', digest: 'bytes' },
};

/** Keeps what a repeat is recognised by, where that is not the content. */
export function* keepSaid({ conversation, said }: Append, seq: number): Query<void> {
  if (said !== undefined) yield* insertAll(ALTERED, [[conversation, seq, said]]);
}

export const OPEN_COLUMNS = `id, title, head, version, member_count, changed, folded, ${COUNT_COLUMNS}`;

function* openConversation(id: number, open: Map<number, Open>): Query<OpenConversation | undefined> {
  const known = open.get(id);
  if (known !== undefined) return known.conversation;
  const found = yield* row<OpenConversation>(`SELECT ${OPEN_COLUMNS} FROM conversations WHERE id = ?`, id);
  if (found === undefined) return undefined;
  const conversation = { ...found };
  open.set(id, { conversation, before: found });
  return conversation;
}

export interface SentRow {
  readonly conversation: number;
  readonly seq: number;
  readonly time: number;
  readonly content: Uint8Array;
  /** Of what was said, if that was erased. */
  readonly digest: Uint8Array | null;
  /** Of what was sent, if that is not what was written. */
  readonly said: Uint8Array | null;
}

/** Columns of a {@link SentRow}, of messages with what is kept of them besides. */
export const SENT_COLUMNS = 'm.conversation, m.seq, m.time, m.content, r.digest, a.digest AS said';
export const SENT_FROM = `messages m
     LEFT JOIN recalls r ON r.conversation = m.conversation AND r.seq = m.seq
     LEFT JOIN altered a ON a.conversation = m.conversation AND a.seq = m.seq`;

/** The message that the sender wrote with this client id. */
export function* sentMessage(sender: number, clientId: string): Query<SentRow | undefined> {
  return yield* row<SentRow>(
    `SELECT ${SENT_COLUMNS} FROM ${SENT_FROM} WHERE m.sender = ? AND m.client_id = ?`,
    sender,
    clientId,
  );
}

/** Whether a repeat has the content of the message that is stored. Of one that has expired that is not known any more. */
export function isSameContent(
  { content, digest, said }: SentRow,
  repeated: Pick<Append, 'content' | 'said'>,
): boolean {
  const first = said ?? digest;
  if (first === null && content.length === 0) return true;
  if (first === null && repeated.said === undefined) return Buffer.compare(content, repeated.content) === 0;
  return Buffer.compare(first ?? digestOf(content), repeated.said ?? digestOf(repeated.content)) === 0;
}

/** The outcome of a message whose sender wrote `earlier` with the same client id. Undefined if there is none. */
export function earlierOutcome(append: Forbidden, earlier: SentRow | undefined): ForbidOutcome | undefined {
  if (earlier === undefined) return undefined;
  const { conversation, seq, time } = earlier;
  if (conversation < 0) return { status: 'forbidden' };
  const isSame = conversation === append.conversation && isSameContent(earlier, append);
  if (!isSame) return { status: 'conflict' };
  const repeated = { status: 'repeated', conversation, seq, time } as const;
  return earlier.said === null ? repeated : { ...repeated, content: earlier.content };
}

function* writeBack(now: OpenConversation, before: Readonly<OpenConversation>): Query<void> {
  const { id, head, title, version, member_count: memberCount, changed, folded } = now;
  if (head === before.head) return;
  yield* change(
    `UPDATE conversations SET head = ?, counted_through = ?, uncounted = ?, active_seq = ?, active_at = ?, sent_a = ?, sent_b = ?
     WHERE id = ?`,
    head,
    now.counted_through,
    now.uncounted,
    now.active_seq,
    now.active_at,
    now.sent_a,
    now.sent_b,
    id,
  );
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
  if (folded !== before.folded) yield* change('UPDATE conversations SET folded = ? WHERE id = ?', folded, id);
}

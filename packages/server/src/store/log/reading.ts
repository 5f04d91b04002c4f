/**
 * Reads the log within memberships.
 *
 * @module
 */
import type { ConversationKind } from './records.ts';
import type { Interval } from './intervals.ts';
import { isVisible, visibleHead } from './intervals.ts';
import { asOf, wordsOf } from './left.ts';
import type { Now } from './left.ts';
import type { ChangedHead, HeadRecord, LogBatch, LogRange, StoredMessage } from './log.ts';
import {
  bytesOf,
  divergedBatch,
  forbiddenBatch,
  hasDiverged,
  PageBudget,
  toLogBatch,
  wantedSpans,
} from './paging.ts';
import type { Visible } from './paging.ts';
import { changedStep } from './changed.ts';
import { intervalsFrom } from './members.ts';
import type { Extent, MemberRow } from './members.ts';
import { row, rows } from '../sql/sql.ts';
import type { Query } from '../sql/sql.ts';

interface MessageRow {
  readonly seq: number;
  readonly sender: number;
  readonly client_id: string | null;
  readonly time: number;
  readonly content: Uint8Array;
}

/**
 * Includes whether the reader is the sender. Client ids of others are not selected: the reader must not see them, and a
 * text per message would cost time.
 */
const MESSAGE_COLUMNS = 'seq, sender, CASE WHEN sender = ? THEN client_id END AS client_id, time, content';

/** LogStore.pull. */
export function* pull(
  reader: number,
  ranges: readonly LogRange[],
  maxBytes: number,
): Query<readonly LogBatch[]> {
  const budget = new PageBudget(maxBytes);
  const batches: LogBatch[] = [];
  for (const range of ranges) batches.push(yield* pullOne(reader, range, budget));
  return batches;
}

function* pullOne(reader: number, range: LogRange, budget: PageBudget): Query<LogBatch> {
  const visible = yield* visibleTo(range.conversation, reader);
  if (visible === undefined) return forbiddenBatch(range);
  const { intervals } = visible;
  if (hasDiverged(range, visible, yield* timeAt(range))) return divergedBatch(range, intervals);
  const messages: StoredMessage[] = [];
  for (const span of wantedSpans(range, intervals)) {
    if (budget.isSpent) break;
    const states = yield* statesIn(range.conversation, span, visible);
    for (const message of yield* messagesIn(range, span, reader)) {
      const now = withState(toStoredMessage(range.conversation, message), states.get(message.seq));
      if (!budget.take(bytesOf(now))) break;
      messages.push(now);
    }
  }
  return toLogBatch(range, visible, range.before > 0 ? messages.reverse() : messages);
}

interface StateRow extends Now {
  readonly seq: number;
}

const NO_STATES: ReadonlyMap<number, StateRow> = new Map();

/** What has become of messages, by their seqs. */
export function* statesIn(
  conversation: number,
  { from, to }: Interval,
  { folded, left }: Pick<Visible, 'folded' | 'left'>,
): Query<ReadonlyMap<number, StateRow>> {
  if (folded < from) return NO_STATES;
  const found = yield* rows<StateRow>(
    'SELECT seq, state, content FROM states WHERE conversation = ? AND seq BETWEEN ? AND ?',
    conversation,
    from,
    to,
  );
  return new Map(found.map((each) => [each.seq, asOf(each, left)]));
}

function withState(message: StoredMessage, state: Now | undefined): StoredMessage {
  if (state === undefined) return message;
  const content = state.content.length === 0 ? message.content : state.content;
  return { ...message, content, state: state.state };
}

/** The states of messages as far as a reader may see them. */
export function* statesOf(
  conversation: number,
  seqs: readonly number[],
  reader: number,
): Query<readonly Uint8Array[]> {
  const visible = yield* visibleTo(conversation, reader);
  const wanted = seqs.filter((seq) => visible !== undefined && isVisible(visible.intervals, seq));
  if (wanted.length === 0) return [];
  const found = yield* rows<{ readonly state: Uint8Array }>(
    'SELECT state FROM states WHERE conversation = ? AND seq IN (?) ORDER BY seq',
    conversation,
    wanted,
  );
  return found.map(({ state }) => asOf({ state, content: NOTHING }, visible?.left ?? null).state);
}

/** A message that another one replies to. `content`: as last edited. */
export type QuotedMessage = Pick<StoredMessage, 'seq' | 'sender' | 'content'>;

/** Messages as far as a reader may see them, without what else has become of them. */
export function* quoted(
  conversation: number,
  seqs: readonly number[],
  reader: number,
): Query<readonly QuotedMessage[]> {
  const visible = yield* visibleTo(conversation, reader);
  const wanted = seqs.filter((seq) => visible !== undefined && isVisible(visible.intervals, seq));
  if (wanted.length === 0) return [];
  const found = yield* rows<
    QuotedMessage & { readonly edited: Uint8Array | null; readonly state: Uint8Array | null }
  >(
    `SELECT m.seq, m.sender, m.content, s.content AS edited, s.state
     FROM messages m LEFT JOIN states s ON s.conversation = m.conversation AND s.seq = m.seq
     WHERE m.conversation = ? AND m.seq IN (?)`,
    conversation,
    wanted,
  );
  return found.map(({ seq, sender, content, edited, state }) => ({
    seq,
    sender,
    content: wordsOf({ content, edited, state }, visible?.left ?? null),
  }));
}

/** In which threads recalled messages were said. Those that were said in no thread are not there. */
export function* recalledThreads(
  conversation: number,
  seqs: readonly number[],
): Query<ReadonlyMap<number, number>> {
  const found = yield* rows<{ readonly seq: number; readonly thread: number }>(
    'SELECT seq, thread FROM recalls WHERE conversation = ? AND seq IN (?) AND thread > 0',
    conversation,
    seqs,
  );
  return new Map(found.map(({ seq, thread }) => [seq, thread]));
}

interface VisibleRow extends Extent {
  readonly folded: number;
  /** Null if the user was never a member. */
  readonly joined_seq: number | null;
  readonly left_seq: number | null;
  readonly past: string | null;
}

/** What a reader may see of a conversation. Undefined if they were never a member. */
export function* visibleTo(conversation: number, reader: number): Query<Visible | undefined> {
  const found = yield* row<VisibleRow>(
    `SELECT c.kind, c.head, c.kept_from, c.folded, m.joined_seq, m.left_seq, m.past
     FROM conversations c LEFT JOIN members m ON m.conversation = c.id AND m."user" = ? WHERE c.id = ?`,
    reader,
    conversation,
  );
  if (found === undefined) return undefined;
  const { joined_seq, left_seq, past } = found;
  const member = joined_seq === null ? undefined : { joined_seq, left_seq, past: past ?? '' };
  const intervals = intervalsFrom(found, member);
  return intervals && { intervals, keptFrom: found.kept_from, folded: found.folded, left: left_seq };
}

function* timeAt({ conversation, after, mark }: LogRange): Query<number | undefined> {
  if (mark === 0 || after === 0) return undefined;
  const found = yield* row<{ readonly time: number }>(
    'SELECT time FROM messages WHERE conversation = ? AND seq = ?',
    conversation,
    after,
  );
  return found?.time;
}

function* messagesIn(
  { conversation, before }: LogRange,
  { from, to }: Interval,
  reader: number,
): Query<readonly MessageRow[]> {
  const order = before > 0 ? 'DESC' : 'ASC';
  return yield* rows<MessageRow>(
    `SELECT ${MESSAGE_COLUMNS} FROM messages WHERE conversation = ? AND seq BETWEEN ? AND ? ORDER BY seq ${order}`,
    reader,
    conversation,
    from,
    to,
  );
}

interface MessageWithState extends MessageRow {
  readonly conversation: number;
  readonly left_seq: number | null;
  readonly state: Uint8Array | null;
  readonly edited: Uint8Array | null;
}

/** The messages at these places, as `reader` sees them. Those that do not exist are left out. */
export function* messagesAt(
  places: readonly (readonly [conversation: number, seq: number])[],
  reader: number,
): Query<readonly StoredMessage[]> {
  if (places.length === 0) return [];
  const found = yield* rows<MessageWithState>(
    `SELECT m.conversation, m.seq, m.sender, CASE WHEN m.sender = ? THEN m.client_id END AS client_id, m.time, m.content,
       s.state, s.content AS edited, r.left_seq
     FROM messages m LEFT JOIN states s ON s.conversation = m.conversation AND s.seq = m.seq
     LEFT JOIN members r ON r.conversation = m.conversation AND r."user" = ?
     WHERE (m.conversation, m.seq) IN (?)`,
    reader,
    reader,
    places,
  );
  return found.map((each) => {
    const message = toStoredMessage(each.conversation, each);
    const { state, edited, left_seq: left } = each;
    return state === null ? message : withState(message, asOf({ state, content: edited ?? NOTHING }, left));
  });
}

const NOTHING = new Uint8Array(0);

/** The message at `seq`, as `reader` sees it. Undefined if there is none. */
export function* messageAt(
  conversation: number,
  seq: number,
  reader: number,
): Query<StoredMessage | undefined> {
  return (yield* messagesAt([[conversation, seq]], reader))[0];
}

function toStoredMessage(conversation: number, message: MessageRow): StoredMessage {
  const { seq, sender, time, content, client_id: clientId } = message;
  return { conversation, seq, sender, time, content, clientId: clientId ?? undefined };
}

type HeadRow = Pick<MemberRow, 'joined_seq' | 'left_seq' | 'past'> & Extent & { readonly id: number };

/** LogStore.heads. */
export function* heads(user: number, after: number, limit: number): Query<readonly HeadRecord[]> {
  const found = yield* rows<HeadRow>(
    `SELECT * FROM (SELECT c.id, c.kind, c.head, c.kept_from, m.joined_seq, m.left_seq, m.past
       FROM members m JOIN conversations c ON c.id = m.conversation
       WHERE m."user" = ? AND m.conversation > ? AND (m.hidden = 0 OR m.left_seq IS NULL) ORDER BY m.conversation LIMIT ?) AS own
     UNION ALL SELECT id, kind, head, kept_from, 0, NULL, '' FROM (SELECT id, kind, head, kept_from
       FROM conversations WHERE kind = 'room' AND id > ? ORDER BY id LIMIT ?) AS rooms`,
    user,
    after,
    limit,
    after,
    limit,
  );
  return found
    .toSorted((a, b) => a.id - b.id)
    .slice(0, limit)
    .map((each) => ({ conversation: each.id, seq: visibleHead(intervalsFrom(each, each) ?? []) }));
}

interface ChangedRow {
  readonly id: number;
  readonly kind: ConversationKind;
  readonly head: number;
  readonly version: number;
  readonly user_a: number | null;
  readonly user_b: number | null;
}

/** LogStore.changedHeads. */
export function* changedHeads(sinceMs: number, after: number, limit: number): Query<readonly ChangedHead[]> {
  const found = yield* rows<ChangedRow>(
    `SELECT id, kind, head, version, user_a, user_b FROM conversations
     WHERE changed >= ? AND id > ? AND head > 0 AND kind <> 'closed room' ORDER BY id LIMIT ?`,
    changedStep(sinceMs),
    after,
    limit,
  );
  return found.map((each) => ({
    conversation: each.id,
    seq: each.head,
    kind: each.kind,
    version: each.version,
    users: usersOf(each),
  }));
}

/** The two users of a direct conversation, the user of an inbox, or none. */
export function usersOf({
  user_a: a,
  user_b: b,
}: {
  readonly user_a: number | null;
  readonly user_b: number | null;
}): number[] {
  if (a === null || b === null) return [];
  return a === b ? [a] : [a, b];
}

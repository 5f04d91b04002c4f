/**
 * How many messages of a span of seqs count, and which are the first and the last of them.
 *
 * Up to `counted_through` it is a difference of two numbers (counting.ts). What nodes of the version before have written
 * above it, the tail, is looked at message by message, until it is counted (recount.ts).
 *
 * @module
 */
import type { Interval } from './intervals.ts';
import { spansAbove, spansBelow } from './intervals.ts';
import { firstMention, mentionsIn } from './mentions.ts';
import { lowest } from './searching.ts';
import { tailMessages } from './tail.ts';
import type { TailMessage } from './tail.ts';
import { row } from '../sql/sql.ts';
import type { Query } from '../sql/sql.ts';

/** A conversation, as far as counting is concerned. */
export interface Place {
  readonly id: number;
  readonly kind: string;
  readonly counted_through: number;
  readonly uncounted: number;
}

/** Somebody who reads a conversation. */
export interface Reader {
  readonly user: number;
  /** Where their cursor is. */
  readonly read: number;
  readonly intervals: readonly Interval[];
}

/** `read`: how far they have read, by their own messages too. */
export interface Unread {
  readonly read: number;
  readonly unread: number;
  readonly mentions: number;
}

const ALL = Number.MAX_SAFE_INTEGER;

/** What is unread. `tags`: Contents.uncounted. */
export function* unreadOf(place: Place, reader: Reader, tags: readonly Uint8Array[]): Query<Unread> {
  const tail = yield* unreadTail(place, reader, tags);
  let { unread, mentions } = tail;
  for (const span of countedSpans(place, reader.intervals, tail.read)) {
    unread += yield* countIn(place, span);
    mentions += yield* mentionsIn(place.id, reader.user, span);
  }
  return { read: tail.read, unread, mentions };
}

/** The first unread message that counts. Undefined if there is none. */
export function* firstUnread(
  place: Place,
  reader: Reader,
  tags: readonly Uint8Array[],
): Query<number | undefined> {
  const { read } = yield* unreadTail(place, reader, tags);
  for (const { from, to } of countedSpans(place, reader.intervals, read)) {
    if ((yield* countIn(place, { from, to })) === 0) continue;
    // Nothing counts below it: what was recalled there is not looked at again.
    let start = from;
    return yield* lowest(from, to, function* (at) {
      if ((yield* countIn(place, { from: start, to: at })) > 0) return true;
      start = at + 1;
      return false;
    });
  }
  return yield* firstInTail(place, reader, { after: read, tags, isWanted: isUnread });
}

/** The first message above `after` that mentions the reader; 0: above what they have read. Undefined if there is none. */
export function* nextMention(
  place: Place,
  reader: Reader,
  { after, tags }: { readonly after: number; readonly tags: readonly Uint8Array[] },
): Query<number | undefined> {
  const { user, intervals } = reader;
  const above = after > 0 ? after : (yield* unreadTail(place, reader, tags)).read;
  for (const span of countedSpans(place, intervals, above)) {
    const found = yield* firstMention(place.id, user, span);
    if (found !== undefined) return found;
  }
  return yield* firstInTail(place, reader, { after: above, tags, isWanted: ({ mentions }) => mentions });
}

/** The last visible message that counts, recalled or not. Undefined if there is none. */
export function* lastCounted(
  place: Place,
  intervals: readonly Interval[],
  tags: readonly Uint8Array[],
): Query<number | undefined> {
  for (const { from, to } of spansBelow(intervals, ALL, ALL)) {
    const first = Math.max(from, place.counted_through + 1);
    for (const part of slices({ from: first, to }).reverse()) {
      const found = (yield* tailMessages(place.id, part, { user: 0, tags })).findLast(({ counts }) => counts);
      if (found !== undefined) return found.seq;
    }
    const last = Math.min(to, place.counted_through);
    const count = last < from ? 0 : yield* sentIn(place, { from, to: last });
    if (count === 0) continue;
    return yield* lowest(from, last, function* (at) {
      return (yield* sentIn(place, { from, to: at })) === count;
    });
  }
  return undefined;
}

interface Wanted {
  readonly after: number;
  readonly tags: readonly Uint8Array[];
  readonly isWanted: (message: TailMessage) => boolean;
}

function* firstInTail(
  { id, counted_through: through }: Place,
  { user, intervals }: Reader,
  { after, tags, isWanted }: Wanted,
): Query<number | undefined> {
  for (const span of spansAbove(intervals, Math.max(after, through), ALL)) {
    for (const part of slices(span)) {
      const found = (yield* tailMessages(id, part, { user, tags })).find(isWanted);
      if (found !== undefined) return found.seq;
    }
  }
  return undefined;
}

/** Parts of the visible seqs above `after` that are counted. */
function countedSpans(
  { counted_through: through }: Place,
  intervals: readonly Interval[],
  after: number,
): readonly Interval[] {
  return spansAbove(intervals, after, ALL)
    .map(({ from, to }) => ({ from, to: Math.min(to, through) }))
    .filter(({ from, to }) => from <= to);
}

/** How many messages count. The span must be counted. */
function* countIn(place: Place, span: Interval): Query<number> {
  return (yield* sentIn(place, span)) - (yield* recalledIn(place.id, span));
}

/** The same, with those that were recalled since. */
function* sentIn(place: Place, { from, to }: Interval): Query<number> {
  return to - from + 1 - (yield* uncountedUpTo(place, to)) + (yield* uncountedUpTo(place, from - 1));
}

function* uncountedUpTo({ id, counted_through: through, uncounted }: Place, seq: number): Query<number> {
  if (seq >= through || uncounted === 0) return uncounted;
  const found = yield* row<{ readonly n: number }>(
    'SELECT n FROM uncounted WHERE conversation = ? AND seq <= ? ORDER BY seq DESC LIMIT 1',
    id,
    seq,
  );
  return found?.n ?? 0;
}

/** Of a recall `r`: what was recalled had counted. */
export const COUNTED_BEFORE = `r.counted = 1
  AND NOT EXISTS (SELECT 1 FROM uncounted u WHERE u.conversation = r.conversation AND u.seq = r.seq)`;

function* recalledIn(conversation: number, { from, to }: Interval): Query<number> {
  const found = yield* row<{ readonly n: number }>(
    `SELECT COUNT(*) AS n FROM recalls r WHERE conversation = ? AND seq BETWEEN ? AND ? AND ${COUNTED_BEFORE}`,
    conversation,
    from,
    to,
  );
  return found?.n ?? 0;
}

/** What is unread in the tail. Whoever has said something there has read what came before it. */
function* unreadTail(
  { id, kind, counted_through: through }: Place,
  { user, read, intervals }: Reader,
  tags: readonly Uint8Array[],
): Query<Unread> {
  let found: Unread = { read, unread: 0, mentions: 0 };
  for (const span of spansAbove(intervals, Math.max(read, through), ALL)) {
    for (const part of slices(span)) {
      for (const message of yield* tailMessages(id, part, { user, tags })) {
        const isOwn = message.counts && message.sender === user && kind !== 'inbox';
        found = isOwn ? { read: message.seq, unread: 0, mentions: 0 } : withMessage(found, message);
      }
    }
  }
  return found;
}

function withMessage({ read, unread, mentions }: Unread, message: TailMessage): Unread {
  return {
    read,
    unread: unread + (isUnread(message) ? 1 : 0),
    mentions: mentions + (message.mentions ? 1 : 0),
  };
}

function isUnread({ counts, isRecalled }: TailMessage): boolean {
  return counts && !isRecalled;
}

/** Messages that are looked at in one statement. */
const SLICE = 200;

function slices({ from, to }: Interval): Interval[] {
  const parts: Interval[] = [];
  for (let at = from; at <= to; at += SLICE) parts.push({ from: at, to: Math.min(to, at + SLICE - 1) });
  return parts;
}

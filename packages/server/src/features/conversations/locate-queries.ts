/**
 * Where something is in a conversation, for who wants to jump there.
 *
 * @module
 */
import { firstUnread, nextMention } from '../../store/log/counts.ts';
import type { Interval } from '../../store/log/intervals.ts';
import { lowest } from '../../store/log/searching.ts';
import { row } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';
import { visibleIn } from './queries.ts';
import { viewRows } from './view-row-queries.ts';

/** What to look for; see Locate in posthorn.proto. */
export interface Wanted {
  readonly landmark: 'unread' | 'mention' | 'time';
  readonly after: number;
}

/** Its seq; 0: there is none. Undefined if the user may not know that the conversation exists. */
export function* locate(
  user: number,
  conversation: number,
  { landmark, after }: Wanted,
  tags: readonly Uint8Array[] = [],
): Query<number | undefined> {
  const found = (yield* viewRows(user, [conversation])).get(conversation);
  const intervals = found && visibleIn(found);
  if (found === undefined || intervals === undefined) return undefined;
  const reader = { user, read: found.read_seq, intervals };
  switch (landmark) {
    case 'unread':
      return (yield* firstUnread(found, reader, tags)) ?? 0;
    case 'mention':
      return (yield* nextMention(found, reader, { after, tags })) ?? 0;
    case 'time':
      return yield* firstSince(conversation, intervals, after);
  }
}

/**
 * A visible message from `time` (Unix ms) on, while the visible one before it is from before, or there is none before it; 0:
 * the last one is from before. Where times rise with seqs it is the first one from then on.
 */
function* firstSince(conversation: number, intervals: readonly Interval[], time: number): Query<number> {
  const count = intervals.reduce((sum, { from, to }) => sum + Math.max(0, to - from + 1), 0);
  const isSince = function* (place: number): Query<boolean> {
    const found = yield* row<{ readonly time: number }>(
      'SELECT time FROM messages WHERE conversation = ? AND seq = ?',
      conversation,
      seqAt(intervals, place),
    );
    return found !== undefined && found.time >= time;
  };
  if (count === 0 || !(yield* isSince(count))) return 0;
  return seqAt(intervals, yield* lowest(1, count, isSince));
}

/** The seq of the n-th visible message, from 1. */
function seqAt(intervals: readonly Interval[], place: number): number {
  let left = place;
  for (const { from, to } of intervals) {
    const length = Math.max(0, to - from + 1);
    if (left <= length) return from + left - 1;
    left -= length;
  }
  return 0;
}

/**
 * Read and delivered cursors.
 *
 * @module
 */
import { visibleHead } from '../intervals.ts';
import type { CursorMove, CursorRecord } from '../log.ts';
import { visibleIntervals } from './reading.ts';
import { change, row, rows } from './sql.ts';
import type { Query } from './sql.ts';

interface ReaderRow {
  readonly read_seq: number;
  readonly delivered_seq: number;
}

/** LogStore.moveCursors. */
export function* moveCursors(moves: readonly CursorMove[]): Query<readonly CursorRecord[]> {
  const changed: CursorRecord[] = [];
  for (const move of moves) {
    const record = yield* moveOne(move);
    if (record !== undefined) changed.push(record);
  }
  return changed;
}

function* moveOne(move: CursorMove): Query<CursorRecord | undefined> {
  const { user, conversation } = move;
  const intervals = yield* visibleIntervals(conversation, user);
  if (intervals === undefined) return undefined;
  const head = visibleHead(intervals);
  const now = (yield* row<ReaderRow>(
    'SELECT read_seq, delivered_seq FROM readers WHERE conversation = ? AND user = ?',
    conversation,
    user,
  )) ?? { read_seq: 0, delivered_seq: 0 };
  const read = Math.max(now.read_seq, Math.min(move.read, head));
  const delivered = Math.max(now.delivered_seq, Math.min(move.delivered, head));
  if (read === now.read_seq && delivered === now.delivered_seq) return undefined;
  yield* change(
    `INSERT INTO readers (conversation, user, read_seq, delivered_seq) VALUES (?, ?, ?, ?)
     ON CONFLICT (conversation, user)
     DO UPDATE SET read_seq = excluded.read_seq, delivered_seq = excluded.delivered_seq`,
    conversation,
    user,
    read,
    delivered,
  );
  return { user, conversation, read, delivered };
}

/** LogStore.cursors. */
export function* cursors(
  conversation: number,
  afterUser: number,
  limit: number,
): Query<readonly CursorRecord[]> {
  const found = yield* rows<ReaderRow & { readonly user: number }>(
    `SELECT user, read_seq, delivered_seq FROM readers
     WHERE conversation = ? AND user > ? AND (read_seq > 0 OR delivered_seq > 0) ORDER BY user LIMIT ?`,
    conversation,
    afterUser,
    limit,
  );
  return found.map((each) => ({
    user: each.user,
    conversation,
    read: each.read_seq,
    delivered: each.delivered_seq,
  }));
}

/**
 * Counts what nodes of the version before have written, who do not count, and whatever was written above it since.
 *
 * @module
 */
import { Counting, COUNT_COLUMNS } from './counting.ts';
import type { Counts } from './counting.ts';
import { tailMessages } from './tail.ts';
import { change, lockedRows, row, rows } from '../sql/sql.ts';
import type { Query } from '../sql/sql.ts';

/** Some conversations whose counts are behind. `through`: the id up to which it has looked; undefined: all. */
export interface Behind {
  readonly conversations: readonly number[];
  readonly through: number | undefined;
}

/** Looks at the `span` ids after `after`. */
export function* behind(after: number, span: number): Query<Behind> {
  const through = after + span;
  const found = yield* rows<{ readonly id: number }>(
    'SELECT id FROM conversations WHERE id > ? AND id <= ? AND counted_through < head ORDER BY id',
    after,
    through,
  );
  const next = yield* row('SELECT 1 AS found FROM conversations WHERE id > ? LIMIT 1', through);
  return { conversations: found.map(({ id }) => id), through: next === undefined ? undefined : through };
}

/** Looks at those that have changed since then (Unix ms), above `after`. */
export function* behindSince(since: number, after: number, limit: number): Query<readonly number[]> {
  const found = yield* rows<{ readonly id: number }>(
    'SELECT id FROM conversations WHERE changed >= ? AND id > ? AND counted_through < head ORDER BY id LIMIT ?',
    since,
    after,
    limit,
  );
  return found.map(({ id }) => id);
}

type Row = Counts & { readonly head: number };

/**
 * Counts the next messages of a conversation, at most `limit`. Resolves with whether more are left. `tags`:
 * Contents.uncounted.
 */
export function* recount(conversation: number, limit: number, tags: readonly Uint8Array[]): Query<boolean> {
  const [found] = yield* lockedRows<Row>(
    `SELECT head, ${COUNT_COLUMNS} FROM conversations WHERE id = ?`,
    conversation,
  );
  if (found === undefined) return false;
  const now = { ...found };
  const span = { from: now.counted_through + 1, to: Math.min(now.head, now.counted_through + limit) };
  const counting = new Counting();
  for (const message of yield* tailMessages(conversation, span, { user: 0, tags })) {
    const { seq, sender, time, counts, mentioned } = message;
    counting.add(now, { conversation, sender, time, counts, mentions: mentioned }, seq);
  }
  yield* counting.write();
  yield* change(
    `UPDATE conversations SET counted_through = ?, uncounted = ?, active_seq = ?, active_at = ?, sent_a = ?, sent_b = ?
     WHERE id = ?`,
    now.counted_through,
    now.uncounted,
    now.active_seq,
    now.active_at,
    now.sent_a,
    now.sent_b,
    conversation,
  );
  return now.counted_through < now.head;
}

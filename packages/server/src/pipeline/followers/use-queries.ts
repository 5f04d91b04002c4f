/**
 * The use of a follower that nobody may use, as of webhooks without a webhook: it is used while a table has rows.
 *
 * @module
 */
import { lockUse } from '../../store/follower-use.ts';
import { change, insertAll, row } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';
import { register } from './lease-queries.ts';
import { allHeads, BEHIND_NUMBERS } from './log-queries.ts';
import { ADVANCED } from './position-queries.ts';

/** `table`: see Follower.usedBy. */
export function* isUsed(table: string): Query<boolean> {
  return (yield* row(`SELECT 1 AS used FROM ${table} LIMIT 1`)) !== undefined;
}

export interface HeadsPage {
  /** The last conversation of the page before. */
  readonly after: number;
  readonly limit: number;
  /** When the first page began (Unix ms). */
  readonly since: number;
}

/**
 * Moves the positions of a follower that nobody uses to the heads there are, in some conversations. Returns the last of
 * them. Undefined: these were all, or somebody uses it.
 */
export function* passHeads(
  name: string,
  table: string,
  { after, limit, since }: HeadsPage,
): Query<number | undefined> {
  yield* register(name, 'now', since);
  const id = yield* lockUse(name);
  if (id === undefined || (yield* isUsed(table))) return undefined;
  const { behind, next } = yield* allHeads(id, after, limit);
  const moved: (readonly number[])[] = [];
  for (let at = 0; at < behind.length; at += BEHIND_NUMBERS)
    moved.push([id, behind[at] ?? 0, behind[at + 2] ?? 0]);
  yield* insertAll(ADVANCED, moved);
  if (next === undefined)
    yield* change(
      'UPDATE followers SET seeded = seed_through, mark = CASE WHEN mark < ? THEN ? ELSE mark END WHERE id = ?',
      since,
      since,
      id,
    );
  return next;
}

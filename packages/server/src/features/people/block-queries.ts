/**
 * Queries on blocks between users.
 *
 * @module
 */
import { change, insertNew, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';

/** Maximum users that one user may block. */
export const MAX_BLOCKED = 5000;

const NEW_BLOCK: Insert = {
  table: 'blocks',
  columns: { user: 'int', other: 'int' },
  onConflict: { key: ['user', 'other'] },
};

/** Sets or lifts a block, and raises the version of their direct conversation if there is one. Idempotent. */
export function* setBlock(user: number, other: number, blocked: boolean): Query<void> {
  const isChange = blocked
    ? yield* insertNew(NEW_BLOCK, user, other)
    : (yield* change('DELETE FROM blocks WHERE "user" = ? AND other = ?', user, other)) > 0;
  if (!isChange) return;
  // Makes earlier authorisations stale; see Append.version.
  yield* change(
    `UPDATE conversations SET version = version + 1 WHERE kind = 'direct' AND user_a = ? AND user_b = ?`,
    Math.min(user, other),
    Math.max(user, other),
  );
}

/** Users blocked by `user`, by id. */
export function* blocks(user: number, after: number, limit: number): Query<readonly number[]> {
  const found = yield* rows<{ readonly other: number }>(
    'SELECT other FROM blocks WHERE "user" = ? AND other > ? ORDER BY other LIMIT ?',
    user,
    after,
    limit,
  );
  return found.map(({ other }) => other);
}

/** Those of `others` who block `user`, or whom `user` blocks. */
export function* blockedAmong(user: number, others: readonly number[]): Query<readonly number[]> {
  if (others.length === 0) return [];
  const found = yield* rows<{ readonly other: number }>(
    `SELECT other FROM blocks WHERE "user" = ? AND other IN (?)
     UNION SELECT "user" FROM blocks WHERE other = ? AND "user" IN (?)`,
    user,
    others,
    user,
    others,
  );
  return found.map(({ other }) => other);
}

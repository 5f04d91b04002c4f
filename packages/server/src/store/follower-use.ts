/**
 * For queries that add a user to a follower of the log that nobody may use so far (Follower.usedBy).
 *
 * @module
 */
import { lockedRows } from './sql/sql.ts';
import type { Query } from './sql/sql.ts';

/**
 * Called in the transaction that adds the user, before it does: whoever moves the positions of a follower that nobody uses
 * does so before it, or not at all. Returns the follower's id; undefined: it has no row yet.
 */
export function* lockUse(follower: string): Query<number | undefined> {
  const [found] = yield* lockedRows<{ readonly id: number }>(
    'SELECT id FROM followers WHERE name = ?',
    follower,
  );
  return found?.id;
}

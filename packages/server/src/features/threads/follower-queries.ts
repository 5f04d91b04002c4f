/**
 * Queries on who follows which thread, and how far they have read in it.
 *
 * @module
 */
import { change, insertAll, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import { isVisibleTo, threadAt } from './queries.ts';
import type { FollowedThread, FollowerChange } from './records.ts';

const COLUMNS = { thread: 'int', user: 'int', follows: 'int', read_seq: 'int' } as const;
const TABLE = { table: 'thread_followers', columns: COLUMNS };
const KEY = ['thread', 'user'];
/** Who has stopped to follow is not made to again. */
const NEW: Insert = { ...TABLE, onConflict: { key: KEY } };
const READ: Insert = { ...TABLE, onConflict: { key: KEY, set: { read_seq: 'higher' } } };
const FOLLOW: Insert = { ...TABLE, onConflict: { key: KEY, set: { follows: 'new', read_seq: 'higher' } } };

/** Users who follow the thread unless they have said that they do not want to. */
export function* addFollowers(thread: number, users: readonly number[]): Query<void> {
  const sorted = [...new Set(users)].filter((user) => user > 0).sort((a, b) => a - b);
  yield* insertAll(
    NEW,
    sorted.map((user) => [thread, user, 1, 0]),
  );
}

/** Whoever says something follows the thread, and has read what came before. */
export function* noteReply(thread: number, user: number, seq: number): Query<void> {
  yield* insertAll(FOLLOW, [[thread, user, 1, seq]]);
}

/** `unchanged`: they have read further already. `missing`: no thread that they may see. */
export function* changeFollower({
  user,
  conversation,
  root,
  follow,
  read,
}: FollowerChange): Query<'changed' | 'missing'> {
  const thread = (yield* isVisibleTo(conversation, root, user))
    ? yield* threadAt(conversation, root)
    : undefined;
  if (thread === undefined) return 'missing';
  const values = [thread.id, user, follow === true ? 1 : 0, Math.min(read, thread.lastSeq)];
  yield* insertAll(follow === undefined ? READ : FOLLOW, [values]);
  return 'changed';
}

/** Threads that a user follows, by the time of the last message in them, newest first, below a place in this order. */
export function* followedThreads(
  user: number,
  below: Pick<FollowedThread, 'id' | 'lastAt'>,
  limit: number,
): Query<readonly FollowedThread[]> {
  const found = yield* rows<FollowedThread>(
    `SELECT t.id, t.conversation, t.root, t.last_at AS "lastAt"
     FROM thread_followers f JOIN threads t ON t.id = f.thread
     WHERE f."user" = ? AND f.follows = 1 AND (t.last_at < ? OR (t.last_at = ? AND t.id < ?))
     ORDER BY t.last_at DESC, t.id DESC LIMIT ?`,
    user,
    below.lastAt,
    below.lastAt,
    below.id,
    limit,
  );
  return found.map((each) => ({ ...each }));
}

/** Threads of which something is kept about a user. */
export type KeptThread = Pick<FollowedThread, 'id' | 'conversation' | 'root'> & {
  readonly follows: number;
  readonly read: number;
};

/** The same by id, with those that the user has only read in. */
export function* followedBy(user: number, after: number, limit: number): Query<readonly KeptThread[]> {
  const found = yield* rows<KeptThread>(
    `SELECT t.id, t.conversation, t.root, f.follows, f.read_seq AS "read"
     FROM thread_followers f JOIN threads t ON t.id = f.thread
     WHERE f."user" = ? AND f.thread > ? ORDER BY f.thread LIMIT ?`,
    user,
    after,
    limit,
  );
  return found.map((each) => ({ ...each }));
}

export function* eraseFollower(user: number): Query<void> {
  yield* change('DELETE FROM thread_followers WHERE "user" = ?', user);
}

/** Removes threads of which all messages have expired, at most `limit` of those that end before `time` (Unix ms). */
export function* removeExpired(time: number, limit: number): Query<number> {
  const found = yield* rows<{ readonly id: number }>(
    `SELECT t.id FROM threads t JOIN conversations c ON c.id = t.conversation
     WHERE t.last_at < ? AND t.last_seq < c.kept_from ORDER BY t.last_at, t.id LIMIT ?`,
    time,
    limit,
  );
  const ids = found.map(({ id }) => id);
  if (ids.length === 0) return 0;
  yield* change('DELETE FROM thread_messages WHERE thread IN (?)', ids);
  yield* change('DELETE FROM thread_followers WHERE thread IN (?)', ids);
  yield* change('DELETE FROM threads WHERE id IN (?)', ids);
  return ids.length;
}

/**
 * Who is mentioned in which message.
 *
 * @module
 */
import type { Interval } from './intervals.ts';
import { change, insertAll, row, rows } from '../sql/sql.ts';
import type { Insert, Query } from '../sql/sql.ts';

/** In the place of a user: everybody who may read the message. */
export const EVERYBODY = 0;

interface MentioningMessage {
  readonly conversation: number;
  readonly seq: number;
  readonly sender: number;
}

export type MentionRow = readonly [user: number, conversation: number, seq: number, sender: number];

const MENTION: Insert = {
  table: 'mentions',
  columns: { user: 'int', conversation: 'int', seq: 'int', sender: 'int' },
  onConflict: { key: ['user', 'conversation', 'seq'], set: { sender: 'new' } },
};

export function* insertMentions(mentions: readonly MentionRow[]): Query<void> {
  yield* insertAll(MENTION, mentions);
}

/**
 * Replaces the mentions of a message, as when it was edited or taken back. `users`: none, or {@link EVERYBODY} among them.
 * Runs in the transaction of the change.
 */
export function* setMentions(
  { conversation, seq, sender }: MentioningMessage,
  users: readonly number[],
): Query<void> {
  yield* change('DELETE FROM mentions WHERE conversation = ? AND seq = ?', conversation, seq);
  yield* insertMentions([...new Set(users)].map((user) => [user, conversation, seq, sender] as const));
}

/** Adds mentions to a message, unless it was recalled. Idempotent. */
export function* addMentions(
  { conversation, seq, sender }: MentioningMessage,
  users: readonly number[],
): Query<void> {
  const recalled = yield* row(
    'SELECT 1 AS found FROM recalls WHERE conversation = ? AND seq = ?',
    conversation,
    seq,
  );
  if (recalled !== undefined) return;
  yield* insertMentions(users.map((user) => [user, conversation, seq, sender] as const));
}

/** Deletes mentions of a user, at most `limit`. Returns how many. */
export function* removeMentions(user: number, limit: number): Query<number> {
  const found = yield* rows<{ readonly id: number }>(
    'SELECT id FROM mentions WHERE "user" = ? LIMIT ?',
    user,
    limit,
  );
  if (found.length === 0) return 0;
  return yield* change(
    'DELETE FROM mentions WHERE id IN (?)',
    found.map(({ id }) => id),
  );
}

/** Ids of some current members of a group, at most `limit`. */
export function* memberIds(conversation: number, limit: number): Query<readonly number[]> {
  const found = yield* rows<{ readonly user: number }>(
    'SELECT "user" FROM members WHERE conversation = ? AND left_seq IS NULL ORDER BY "user" LIMIT ?',
    conversation,
    limit,
  );
  return found.map(({ user }) => user);
}

/** How many messages of others in a span of seqs mention a user. */
export function* mentionsIn(conversation: number, user: number, { from, to }: Interval): Query<number> {
  const found = yield* row<{ readonly n: number }>(
    `SELECT COUNT(DISTINCT seq) AS n FROM mentions
     WHERE conversation = ? AND "user" IN (?) AND seq BETWEEN ? AND ? AND sender <> ?`,
    conversation,
    [EVERYBODY, user],
    from,
    to,
    user,
  );
  return found?.n ?? 0;
}

/** The first message of others in a span of seqs that mentions a user. Undefined if there is none. */
export function* firstMention(
  conversation: number,
  user: number,
  { from, to }: Interval,
): Query<number | undefined> {
  const found = yield* row<{ readonly seq: number | null }>(
    `SELECT MIN(seq) AS seq FROM mentions
     WHERE conversation = ? AND "user" IN (?) AND seq BETWEEN ? AND ? AND sender <> ?`,
    conversation,
    [EVERYBODY, user],
    from,
    to,
    user,
  );
  return found?.seq ?? undefined;
}

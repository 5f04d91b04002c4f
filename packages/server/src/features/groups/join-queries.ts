/**
 * Who asks to join a group, and who is banned from it.
 *
 * @module
 */
import { change, insertAll, insertNew, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';

export interface JoinRecord {
  readonly id: number;
  readonly conversation: number;
  readonly user: number;
  readonly time: number;
  readonly text: string;
}

const NEW_JOIN: Insert = {
  table: 'joins',
  columns: { conversation: 'int', user: 'int', time: 'int', text: 'text' },
  onConflict: { key: ['conversation', 'user'] },
};

/** Somebody asks to join. A repeat keeps what was asked first. `full`: they wait for the answer of `most` groups. */
export function* askToJoin(
  { conversation, user, time, text }: Omit<JoinRecord, 'id'>,
  most: number,
): Query<JoinRecord | 'full'> {
  const known = yield* joinOf(conversation, user);
  if (known !== undefined) return known;
  if ((yield* joinsOfUser(user, 0, most)).length >= most) return 'full';
  yield* insertNew(NEW_JOIN, conversation, user, time, text);
  const made = yield* joinOf(conversation, user);
  if (made === undefined) throw new Error('what was asked did not come back');
  return made;
}

const JOIN_COLUMNS = 'id, conversation, "user", time, text';

export function* joinOf(conversation: number, user: number): Query<JoinRecord | undefined> {
  const found = yield* row<JoinRecord>(
    `SELECT ${JOIN_COLUMNS} FROM joins WHERE conversation = ? AND "user" = ?`,
    conversation,
    user,
  );
  return found === undefined ? undefined : { ...found };
}

/** Who asks to join a group, by id. */
export function* joins(conversation: number, after: number, limit: number): Query<readonly JoinRecord[]> {
  const found = yield* rows<JoinRecord>(
    `SELECT ${JOIN_COLUMNS} FROM joins WHERE conversation = ? AND id > ? ORDER BY id LIMIT ?`,
    conversation,
    after,
    limit,
  );
  return found.map((each) => ({ ...each }));
}

/** What a user has asked, by id. */
export function* joinsOfUser(user: number, after: number, limit: number): Query<readonly JoinRecord[]> {
  const found = yield* rows<JoinRecord>(
    `SELECT ${JOIN_COLUMNS} FROM joins WHERE "user" = ? AND id > ? ORDER BY id LIMIT ?`,
    user,
    after,
    limit,
  );
  return found.map((each) => ({ ...each }));
}

/** Returns how many of these users asked. */
export function* forgetJoins(conversation: number, users: readonly number[]): Query<number> {
  if (users.length === 0) return 0;
  return yield* change('DELETE FROM joins WHERE conversation = ? AND "user" IN (?)', conversation, users);
}

/** An admin, with their inbox. */
export interface Manager {
  readonly user: number;
  readonly inbox: number;
}

/** The owner and admins of a group, at most `limit`. */
export function* managers(conversation: number, limit: number): Query<readonly Manager[]> {
  const found = yield* rows<Manager>(
    `SELECT m."user", u.inbox FROM members m JOIN users u ON u.id = m."user"
     WHERE m.conversation = ? AND m.role IN ('owner', 'admin') AND m.left_seq IS NULL AND u.disabled = 0
     ORDER BY m.role DESC, m."user" LIMIT ?`,
    conversation,
    limit,
  );
  return found.map((each) => ({ ...each }));
}

export interface BanRecord {
  readonly user: number;
  readonly by: number;
  readonly time: number;
  readonly reason: string;
}

const BAN: Insert = {
  table: 'bans',
  columns: { conversation: 'int', user: 'int', banned_by: 'int', time: 'int', reason: 'text' },
  onConflict: { key: ['conversation', 'user'], set: { banned_by: 'new', time: 'new', reason: 'new' } },
};

export function* ban(conversation: number, { user, by, time, reason }: BanRecord): Query<void> {
  yield* insertAll(BAN, [[conversation, user, by, time, reason]]);
}

/** Whether a group has at least so many bans. */
export function* hasBans(conversation: number, count: number): Query<boolean> {
  const found = yield* row(
    'SELECT "user" FROM bans WHERE conversation = ? ORDER BY "user" LIMIT 1 OFFSET ?',
    conversation,
    count - 1,
  );
  return found !== undefined;
}

/** Idempotent. */
export function* unban(conversation: number, user: number): Query<void> {
  yield* change('DELETE FROM bans WHERE conversation = ? AND "user" = ?', conversation, user);
}

const BAN_COLUMNS = '"user", banned_by AS "by", time, reason';

/** Those of these users who are banned, by id. */
export function* bannedAmong(conversation: number, users: readonly number[]): Query<readonly BanRecord[]> {
  if (users.length === 0) return [];
  const found = yield* rows<BanRecord>(
    `SELECT ${BAN_COLUMNS} FROM bans WHERE conversation = ? AND "user" IN (?) ORDER BY "user"`,
    conversation,
    users,
  );
  return found.map((each) => ({ ...each }));
}

/** Who is banned, by id. */
export function* bans(conversation: number, after: number, limit: number): Query<readonly BanRecord[]> {
  const found = yield* rows<BanRecord>(
    `SELECT ${BAN_COLUMNS} FROM bans WHERE conversation = ? AND "user" > ? ORDER BY "user" LIMIT ?`,
    conversation,
    after,
    limit,
  );
  return found.map((each) => ({ ...each }));
}

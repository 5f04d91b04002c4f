/**
 * What users let others do. Who has no row lets everybody do everything.
 *
 * @module
 */
import { change, insertAll, lockedRows, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';

/** What somebody lets others do, by what it is. */
export interface PrivacyRecord {
  readonly user: number;
  readonly add: Level;
  readonly find: Level;
  readonly online: Level;
  readonly write: Level;
}

export type Level = 'everyone' | 'nobody' | 'contacts';

/** By the number in the database. A program of an earlier version takes the last one for the first. */
const LEVELS: readonly Level[] = ['everyone', 'nobody', 'contacts'];

interface PrivacyRow {
  readonly user: number;
  readonly no_adding: number;
  readonly no_finding: number;
  readonly no_seeing: number;
  readonly no_writing: number;
}

/** The settings of those of `users` who have any. */
export function* privacyOf(users: readonly number[]): Query<readonly PrivacyRecord[]> {
  if (users.length === 0) return [];
  const found = yield* rows<PrivacyRow>(
    'SELECT "user", no_adding, no_finding, no_seeing, no_writing FROM privacy WHERE "user" IN (?)',
    users,
  );
  return found.map((each) => ({
    user: each.user,
    add: levelOf(each.no_adding),
    find: levelOf(each.no_finding),
    online: levelOf(each.no_seeing),
    write: levelOf(each.no_writing),
  }));
}

/** What a later version has added lets nobody do it. */
function levelOf(stored: number): Level {
  return LEVELS[stored] ?? 'nobody';
}

const PRIVACY: Insert = {
  table: 'privacy',
  columns: { user: 'int', no_adding: 'int', no_finding: 'int', no_seeing: 'int', no_writing: 'int' },
  onConflict: {
    key: ['user'],
    set: { no_adding: 'new', no_finding: 'new', no_seeing: 'new', no_writing: 'new' },
  },
};

/** Sets what a user lets others do. */
export function* setPrivacy({ user, add, find, online, write }: PrivacyRecord): Query<void> {
  const levels = [add, find, online, write].map((level) => LEVELS.indexOf(level));
  yield* insertAll(PRIVACY, [[user, ...levels]]);
}

/** Messages of a direct conversation that are looked at, newest first: see AUDIENCE_CONTACTS in posthorn.proto. */
const RECENT = 200;

/** Whether `other` is a contact of `user`, in the sense of AUDIENCE_CONTACTS in posthorn.proto. */
export function* isContact(user: number, other: number): Query<boolean> {
  const accepted = yield* row(
    'SELECT 1 AS found FROM contacts WHERE "user" = ? AND other = ? AND state = 2',
    user,
    other,
  );
  if (accepted !== undefined) return true;
  const direct = yield* row<{ readonly id: number; readonly head: number }>(
    `SELECT id, head FROM conversations WHERE kind = 'direct' AND user_a = ? AND user_b = ?`,
    Math.min(user, other),
    Math.max(user, other),
  );
  const written =
    direct &&
    (yield* row(
      'SELECT 1 AS found FROM messages WHERE conversation = ? AND seq > ? AND sender = ? LIMIT 1',
      direct.id,
      direct.head - RECENT,
      user,
    ));
  if (written !== undefined) return true;
  const shared = yield* row(
    `SELECT 1 AS found FROM members m JOIN members o ON o.conversation = m.conversation AND o."user" = ?
     JOIN conversations c ON c.id = m.conversation
     WHERE m."user" = ? AND m.left_seq IS NULL AND o.left_seq IS NULL AND c.kind = 'group' LIMIT 1`,
    user,
    other,
  );
  return shared !== undefined;
}

/**
 * Raises the versions of some direct conversations of a user, by id, so that nothing is written that was authorised before.
 * Returns the last of them; 0: there are no more.
 */
export function* outdateDirects(user: number, after: number, limit: number): Query<number> {
  const found = yield* lockedRows<{ readonly id: number }>(
    `SELECT id FROM conversations WHERE kind = 'direct' AND id > ?
     AND id IN (SELECT conversation FROM members WHERE "user" = ?) ORDER BY id LIMIT ?`,
    after,
    user,
    limit,
  );
  const ids = found.map(({ id }) => id);
  if (ids.length > 0) yield* change('UPDATE conversations SET version = version + 1 WHERE id IN (?)', ids);
  return ids.length < limit ? 0 : (ids.at(-1) ?? 0);
}

/** Deletes the settings and blocks of a user who writes to nobody any more. */
export function* erasePeople(user: number): Query<void> {
  yield* change('DELETE FROM privacy WHERE "user" = ?', user);
  yield* change('DELETE FROM blocks WHERE "user" = ?', user);
}

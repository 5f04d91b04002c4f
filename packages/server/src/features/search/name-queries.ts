/**
 * By which keys people are found; see analyser/name-keys.ts.
 *
 * @module
 */
import { getMeta, setMeta } from '../../store/sql/meta.ts';
import { change, insertAll, LAST_CODE_POINT, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';

const KEY: Insert = {
  table: 'name_keys',
  columns: { name_key: 'text', user: 'int' },
  onConflict: { key: ['name_key', 'user'] },
};

/** Somebody who is called so. `isWhole`: not only a beginning. */
export interface Called {
  readonly user: number;
  readonly isWhole: boolean;
}

/** Rows that are looked at: somebody may have many keys that begin so. */
const ROWS_EACH = 8;

/** Users of whom a key begins so, those first of whom it is one; each once. */
export function* usersByNameKey(key: string, limit: number): Query<readonly Called[]> {
  const found = yield* rows<{ readonly name_key: string; readonly user: number }>(
    'SELECT name_key, "user" FROM name_keys WHERE name_key >= ? AND name_key < ? ORDER BY name_key, "user" LIMIT ?',
    key,
    key + LAST_CODE_POINT,
    limit * ROWS_EACH,
  );
  const users = new Map<number, boolean>();
  for (const each of found) users.set(each.user, users.get(each.user) === true || each.name_key === key);
  return Array.from(users, ([user, isWhole]) => ({ user, isWhole }))
    .sort((a, b) => Number(b.isWhole) - Number(a.isWhole))
    .slice(0, limit);
}

/** Users who have to get other keys, from `renamed`. */
export interface Renamed {
  readonly id: number;
  readonly user: number;
  readonly name: string;
  readonly displayName: string;
  readonly erased: boolean;
}

interface RenamedRow {
  readonly id: number;
  readonly user: number;
  readonly name: string | null;
  readonly display_name: string | null;
  readonly erased: number | null;
}

export function* renamedUsers(limit: number): Query<readonly Renamed[]> {
  const found = yield* rows<RenamedRow>(
    `SELECT r.id, r."user", u.name, u.display_name, u.erased FROM renamed r LEFT JOIN users u ON u.id = r."user"
     ORDER BY r.id LIMIT ?`,
    limit,
  );
  return found.map(toRenamed);
}

/** All users by id, for those who were there before. */
export function* usersAfter(after: number, limit: number): Query<readonly Renamed[]> {
  const found = yield* rows<RenamedRow>(
    'SELECT 0 AS id, id AS "user", name, display_name, erased FROM users WHERE id > ? ORDER BY id LIMIT ?',
    after,
    limit,
  );
  return found.map(toRenamed);
}

function toRenamed({ id, user, name, display_name, erased }: RenamedRow): Renamed {
  return { id, user, name: name ?? '', displayName: display_name ?? '', erased: erased !== 0 };
}

export interface NewKeys {
  readonly user: number;
  readonly keys: readonly string[];
}

/** Replaces the keys of these users, and forgets that they had to be replaced. */
export function* writeNameKeys(named: readonly NewKeys[], done: readonly number[]): Query<void> {
  if (named.length > 0) {
    yield* change(
      'DELETE FROM name_keys WHERE "user" IN (?)',
      named.map(({ user }) => user),
    );
  }
  yield* insertAll(
    KEY,
    named.flatMap(({ user, keys }) => keys.map((key) => [key, user])),
  );
  if (done.length > 0) yield* change('DELETE FROM renamed WHERE id IN (?)', done);
}

/** Which version of the keys all users have; undefined: not all have any. */
export function* namedVersion(): Query<string | undefined> {
  return yield* getMeta('named');
}

export function* setNamedVersion(version: string): Query<void> {
  yield* setMeta('named', version);
}

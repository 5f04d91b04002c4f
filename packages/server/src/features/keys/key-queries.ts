/**
 * Queries on server keys.
 *
 * @module
 */
import { trace } from '../../store/audit.ts';
import type { Origin } from '../../store/audit.ts';
import { change, insertAll, insertForId, lockedRows, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import type { FoundKey, KeyRecord, ListedKey, NewKey } from './key-records.ts';

interface KeyRow {
  readonly id: number;
  readonly name: string;
  readonly scopes: string;
  readonly created_by: number;
  readonly created_at: number;
  readonly last_used_at: number;
  readonly expires_at: number;
  readonly requests_per_second: number;
}

const COLUMNS = 'id, name, scopes, created_by, created_at, last_used_at, expires_at, requests_per_second';

const NEW_KEY: Insert = {
  table: 'server_keys',
  columns: {
    name: 'text',
    scopes: 'text',
    created_by: 'int',
    created_at: 'int',
    expires_at: 'int',
    requests_per_second: 'int',
  },
};

const NEW_SECRET: Insert = {
  table: 'server_key_secrets',
  columns: { hash: 'bytes', server_key: 'int', until: 'int' },
};

export type CreateOutcome =
  | { readonly status: 'made'; readonly id: number }
  /** Another one has this name. */
  | { readonly status: 'taken' }
  | { readonly status: 'full' };

/** `most`: how many keys there may be. */
export function* createKey(
  key: NewKey,
  { hash, most }: { readonly hash: Uint8Array; readonly most: number },
  origin: Origin,
): Query<CreateOutcome> {
  // One at a time, for the name and the count.
  yield* lockedRows("SELECT value FROM meta WHERE name = 'epoch'");
  const names = yield* rows<{ readonly name: string }>('SELECT name FROM server_keys');
  if (names.some(({ name }) => name === key.name)) return { status: 'taken' };
  if (names.length >= most) return { status: 'full' };
  const { name, scopes, createdBy, createdAt, expiresAt, requestsPerSecond } = key;
  const id = yield* insertForId(NEW_KEY, name, scopes, createdBy, createdAt, expiresAt, requestsPerSecond);
  yield* insertAll(NEW_SECRET, [[hash, id, 0]]);
  yield* trace(origin, 0, { key: id, name, scopes });
  return { status: 'made', id };
}

/** The key of a secret with this hash, whether or not it has expired. Undefined: there is none, or it was revoked. */
export function* keyBySecret(hash: Uint8Array): Query<FoundKey | undefined> {
  const found = yield* row<KeyRow & { readonly until: number }>(
    `SELECT ${COLUMNS}, until FROM server_key_secrets JOIN server_keys ON server_keys.id = server_key WHERE hash = ?`,
    hash,
  );
  return found === undefined ? undefined : { key: toKey(found), until: found.until };
}

/** All keys, or one, by id. */
export function* serverKeys(only: number): Query<readonly ListedKey[]> {
  const found = yield* rows<KeyRow & { readonly overlap_until: number | null }>(
    `SELECT ${COLUMNS}, (SELECT MAX(until) FROM server_key_secrets WHERE server_key = server_keys.id) AS overlap_until
     FROM server_keys WHERE id = ? OR ? = 0 ORDER BY id`,
    only,
    only,
  );
  return found.map((each) => ({ ...toKey(each), overlapUntil: each.overlap_until ?? 0 }));
}

/** Gives a key another secret; the one before is good until then. False: there is no such key. */
export function* rotateKey(
  id: number,
  { hash, until }: { readonly hash: Uint8Array; readonly until: number },
  origin: Origin,
): Query<boolean> {
  const [key] = yield* lockedRows<{ readonly name: string }>('SELECT name FROM server_keys WHERE id = ?', id);
  if (key === undefined) return false;
  // What was good for a while yet is one too many.
  yield* change(
    'DELETE FROM server_key_secrets WHERE server_key = ? AND (until > 0 OR ? <= ?)',
    id,
    until,
    origin.time,
  );
  yield* change('UPDATE server_key_secrets SET until = ? WHERE server_key = ?', until, id);
  yield* insertAll(NEW_SECRET, [[hash, id, 0]]);
  yield* trace(origin, 0, { key: id, name: key.name, until });
  return true;
}

/** False: there is no such key. */
export function* revokeKey(id: number, origin: Origin): Query<boolean> {
  const [key] = yield* lockedRows<{ readonly name: string }>('SELECT name FROM server_keys WHERE id = ?', id);
  if (key === undefined) return false;
  yield* change('DELETE FROM server_key_secrets WHERE server_key = ?', id);
  yield* change('DELETE FROM server_keys WHERE id = ?', id);
  yield* trace(origin, 0, { key: id, name: key.name });
  return true;
}

/** Never moves it back. */
export function* touchKey(id: number, time: number): Query<void> {
  yield* change('UPDATE server_keys SET last_used_at = ? WHERE id = ? AND last_used_at < ?', time, id, time);
}

/** The keys that this user has made. */
export function* keysMadeBy(user: number): Query<readonly KeyRecord[]> {
  const found = yield* rows<KeyRow>(
    `SELECT ${COLUMNS} FROM server_keys WHERE created_by = ? ORDER BY id`,
    user,
  );
  return found.map(toKey);
}

/** The owner of a group. Undefined: it has none, or is no group. */
export function* groupOwner(conversation: number): Query<number | undefined> {
  const found = yield* row<{ readonly user: number }>(
    `SELECT "user" FROM members WHERE conversation = ? AND left_seq IS NULL AND role = 'owner' LIMIT 1`,
    conversation,
  );
  return found?.user;
}

function toKey(found: KeyRow): KeyRecord {
  return {
    id: found.id,
    name: found.name,
    scopes: found.scopes,
    createdBy: found.created_by,
    createdAt: found.created_at,
    lastUsedAt: found.last_used_at,
    expiresAt: found.expires_at,
    requestsPerSecond: found.requests_per_second,
  };
}

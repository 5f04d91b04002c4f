/**
 * Queries on subscriptions, and on the server's key pair.
 *
 * @module
 */
import type { SealedPlace } from '../../store/sealing/place.ts';
import { change, insertAll, insertNew, lockedRows, OvertakenError, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import { lockUse } from '../../store/follower-use.ts';
import type { Subscription } from './records.ts';
import type { VapidKeys } from './vapid.ts';

const KEYS: Insert = {
  table: 'push_keys',
  columns: { name: 'text', public_key: 'text', private_key: 'text' },
  onConflict: { key: ['name'] },
};

export const KEY_NAME = 'vapid';

export const PRIVATE_KEYS: SealedPlace = {
  table: 'push_keys',
  columns: ['private_key'],
  type: 'text',
  key: 'name',
  boundTo: ['name', 'public_key'],
};

const SUBSCRIPTION: Insert = {
  table: 'push_subscriptions',
  columns: {
    session: 'int',
    user: 'int',
    endpoint: 'text',
    place: 'text',
    p256dh: 'text',
    auth: 'text',
    created_at: 'int',
  },
};

const COLUMNS = 'session, "user", endpoint, p256dh, auth, created_at AS "createdAt"';

/** The key pair that there is, as it is stored. If there is none yet, it is `made` from now on, for all nodes. */
export function* keepPushKeys(made: VapidKeys): Query<VapidKeys> {
  const found = yield* row<VapidKeys>(
    'SELECT public_key AS "publicKey", private_key AS "privateKey" FROM push_keys WHERE name = ?',
    KEY_NAME,
  );
  if (found !== undefined) return { ...found };
  if (yield* insertNew(KEYS, KEY_NAME, made.publicKey, made.privateKey)) return made;
  throw new OvertakenError('another node has just made the keys');
}

/**
 * In the place of an earlier one of the session, and of any other at the same browser. `place`: a hash of the endpoint. False:
 * the user has `most` others.
 */
export function* subscribe(made: Subscription, place: string, most: number): Query<boolean> {
  const { session, user, endpoint, p256dh, auth, createdAt } = made;
  yield* lockUse('push');
  // Serialises the subscriptions of a user.
  yield* lockedRows('SELECT id FROM users WHERE id = ?', user);
  const count = yield* row<{ readonly n: number }>(
    'SELECT COUNT(*) AS n FROM push_subscriptions WHERE "user" = ? AND session <> ? AND place <> ?',
    user,
    session,
    place,
  );
  if ((count?.n ?? 0) >= most) return false;
  const earlier = yield* rows<{ readonly session: number }>(
    'SELECT session FROM push_subscriptions WHERE session = ? OR place = ?',
    session,
    place,
  );
  yield* remove(earlier.map((each) => each.session));
  yield* insertAll(SUBSCRIPTION, [[session, user, endpoint, place, p256dh, auth, createdAt]]);
  return true;
}

export function* unsubscribe(session: number): Query<void> {
  yield* remove([session]);
}

/** By session, of those that have not ended at `now` (Unix ms). */
export function* subscriptionsOf(user: number, now: number): Query<readonly Subscription[]> {
  const found = yield* rows<Subscription>(
    `SELECT ${COLUMNS} FROM push_subscriptions
     WHERE "user" = ? AND session IN (SELECT id FROM sessions WHERE expires_at > ?) ORDER BY session`,
    user,
    now,
  );
  return found.map((each) => ({ ...each }));
}

export function* eraseSubscriptions(user: number): Query<void> {
  const found = yield* rows<{ readonly session: number }>(
    'SELECT session FROM push_subscriptions WHERE "user" = ?',
    user,
  );
  yield* remove(found.map(({ session }) => session));
}

/** Removes subscriptions whose sessions have ended, of sessions above `after`. Returns where to go on; 0: at the start. */
export function* removeDead(after: number, limit: number, now: number): Query<number> {
  const found = yield* rows<{ readonly session: number; readonly alive: number | null }>(
    `SELECT p.session, s.id AS alive FROM push_subscriptions p
     LEFT JOIN sessions s ON s.id = p.session AND s.expires_at > ?
     WHERE p.session > ? ORDER BY p.session LIMIT ?`,
    now,
    after,
    limit,
  );
  yield* remove(found.filter(({ alive }) => alive === null).map(({ session }) => session));
  return found.length < limit ? 0 : (found.at(-1)?.session ?? 0);
}

function* remove(sessions: readonly number[]): Query<void> {
  if (sessions.length === 0) return;
  yield* change('DELETE FROM push_notices WHERE session IN (?)', sessions);
  yield* change('DELETE FROM push_subscriptions WHERE session IN (?)', sessions);
}

/**
 * Queries on sessions.
 *
 * @module
 */
import { endWireSessions } from './wire-session-queries.ts';
import type { EndedLogins } from './wire-session-queries.ts';
import type { UserRecord } from './user-records.ts';
import type { DeviceClass } from '@posthorn/protocol';
import type { NewSession, SessionRecord } from './session-records.ts';
import { keyHash } from '../../store/key-hash.ts';
import { trace } from '../../store/audit.ts';
import type { Origin } from '../../store/audit.ts';
import { toUserRecord, USER_COLUMNS } from './user-queries.ts';
import type { UserRow } from './user-queries.ts';
import {
  change,
  insertForId,
  insertNew,
  lockedRows,
  OvertakenError,
  row,
  rows,
} from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';

/** When sessions expire that end only when somebody ends them: those of bots. */
export const NEVER = Number.MAX_SAFE_INTEGER;

interface SessionRow {
  readonly id: number;
  readonly user: number;
  readonly device_id: string;
  readonly device_class: DeviceClass;
  readonly label: string;
  readonly created_at: number;
  readonly last_used_at: number;
  readonly expires_at: number;
  readonly ends_at: number;
}

const COLUMNS = 'id, "user", device_id, device_class, label, created_at, last_used_at, expires_at, ends_at';

const NEW_SESSION: Insert = {
  table: 'sessions',
  columns: {
    user: 'int',
    device_id: 'text',
    device_class: 'text',
    label: 'text',
    created_at: 'int',
    last_used_at: 'int',
    expires_at: 'int',
    ends_at: 'int',
    way: 'text',
    sid: 'text',
    sid_key: 'text',
    token_hash: 'bytes',
  },
};

/** Replaces an earlier session of the same (user, deviceId). Returns the new id and the replaced one. */
export function* createSession(
  session: NewSession,
  origin?: Origin,
): Query<{ readonly id: number; readonly replaced: number | undefined }> {
  const { user, deviceId, deviceClass, label, createdAt, expiresAt, tokenHash } = session;
  const { endsAt = 0, way = '', sid = '' } = session;
  // Serialises the logins of a user: two of one device at once would both replace the same earlier session.
  yield* lockedRows('SELECT id FROM users WHERE id = ?', user);
  const earlier = yield* row<{ readonly id: number }>(
    'SELECT id FROM sessions WHERE "user" = ? AND device_id = ?',
    user,
    deviceId,
  );
  if (earlier !== undefined) yield* change('DELETE FROM sessions WHERE id = ?', earlier.id);
  const id = yield* insertForId(
    NEW_SESSION,
    user,
    deviceId,
    deviceClass,
    label,
    createdAt,
    createdAt,
    expiresAt,
    endsAt,
    way,
    sid,
    sidKey(way, sid),
    tokenHash,
  );
  yield* trace(origin, user, {
    session: id,
    device: deviceClass,
    ...(way !== '' && { way }),
    ...(earlier !== undefined && { replaced: earlier.id }),
  });
  return { id, replaced: earlier?.id };
}

/** Aliases for column names that the users table has too. */
interface OwnedSessionRow extends UserRow, Omit<SessionRow, 'id' | 'user' | 'created_at'> {
  readonly session_id: number;
  readonly begun_at: number;
}

/** The session and its user, even if expired. Undefined if unknown or revoked. */
export function* sessionByToken(
  tokenHash: Uint8Array,
): Query<{ readonly session: SessionRecord; readonly user: UserRecord } | undefined> {
  const found = yield* row<OwnedSessionRow>(
    `SELECT ${USER_COLUMNS}, session_id, begun_at, device_id, device_class, label, last_used_at, expires_at,
       ends_at
     FROM (SELECT id AS session_id, "user", created_at AS begun_at, device_id, device_class, label, last_used_at,
       expires_at, ends_at FROM sessions WHERE token_hash = ?) AS session JOIN users ON users.id = session."user"`,
    tokenHash,
  );
  if (found === undefined) return undefined;
  const session = { ...found, id: found.session_id, user: found.id, created_at: found.begun_at };
  return { session: toSession(session), user: toUserRecord(found) };
}

/** The sessions of a user, by id. */
export function* sessionsOf(user: number): Query<readonly SessionRecord[]> {
  const found = yield* rows<SessionRow>(`SELECT ${COLUMNS} FROM sessions WHERE "user" = ? ORDER BY id`, user);
  return found.map(toSession);
}

/** Marks a session as used and extends it. */
export function* touchSession(id: number, lastUsedAt: number, expiresAt: number): Query<void> {
  yield* change(
    'UPDATE sessions SET last_used_at = ?, expires_at = ? WHERE id = ?',
    lastUsedAt,
    expiresAt,
    id,
  );
}

/**
 * Revokes one session of a user, or all but `except`, and what clients of other wires have kept with them. Returns the ids that
 * were revoked.
 */
export function* revokeSessions(user: number, which: EndedLogins, origin?: Origin): Query<readonly number[]> {
  const sessions = yield* sessionsOf(user);
  const ids = sessions
    .map(({ id }) => id)
    .filter((id) => ('session' in which ? id === which.session : id !== which.except));
  const revoked: number[] = [];
  for (const id of ids) {
    if ((yield* change('DELETE FROM sessions WHERE id = ?', id)) > 0) revoked.push(id);
  }
  yield* endWireSessions(user, which);
  if (revoked.length > 0) yield* trace(origin, user, { ended: revoked.join(' ') });
  return revoked;
}

/** Revokes the oldest sessions that began before or at this time, at most `limit` of them. */
export function* endSessionsBegunBefore(
  createdAt: number,
  limit: number,
  origin?: Origin,
): Query<readonly { readonly id: number; readonly user: number }[]> {
  // Ids rise with time, so no index on created_at is needed.
  const oldest = yield* rows<SessionRow>(
    `SELECT ${COLUMNS} FROM sessions WHERE expires_at < ? ORDER BY id LIMIT ?`,
    NEVER,
    limit,
  );
  const old = oldest.filter(({ created_at: begunAt }) => begunAt <= createdAt);
  return yield* revoke(old, { isLeaving: true, origin });
}

/** Revokes the sessions that have ends of their own which have come, at most `limit` of them. */
export function* endSessionsAtEnd(
  now: number,
  limit: number,
  origin?: Origin,
): Query<readonly { readonly id: number; readonly user: number }[]> {
  const over = yield* rows<SessionRow>(
    `SELECT ${COLUMNS} FROM sessions WHERE ends_at > 0 AND ends_at <= ? ORDER BY ends_at, id LIMIT ?`,
    now,
    limit,
  );
  return yield* revoke(over, { isLeaving: true, origin });
}

/** Revokes the sessions of a user that came by a way; with `sid` those of one session there alone. Returns their ids. */
export function* revokeSessionsOfWay(
  user: number,
  { way, sid }: { readonly way: string; readonly sid: string | undefined },
  origin?: Origin,
): Query<readonly number[]> {
  const found = yield* rows<SessionRow & { readonly sid: string }>(
    `SELECT ${COLUMNS}, sid FROM sessions WHERE "user" = ? AND way = ? ORDER BY id`,
    user,
    way,
  );
  const meant = found.filter((each) => sid === undefined || each.sid === sid);
  const ended = yield* revoke(meant, { isLeaving: false, origin });
  return ended.map(({ id }) => id);
}

/** Whose sessions rest on this session of a way, by the sessions that have a key; see {@link keySessions}. */
export function* usersOfSid(way: string, sid: string): Query<readonly number[]> {
  if (sid === '') return [];
  const found = yield* rows<{ readonly user: number }>(
    'SELECT DISTINCT "user" FROM sessions WHERE sid_key = ?',
    sidKey(way, sid),
  );
  return found.map(({ user }) => user);
}

/** Gives their keys to sessions that older programs have made, at most `limit` of them. Returns whether there may be more. */
export function* keySessions(limit: number): Query<boolean> {
  const found = yield* rows<{ readonly id: number; readonly way: string; readonly sid: string }>(
    'SELECT id, way, sid FROM sessions WHERE sid_key IS NULL LIMIT ?',
    limit,
  );
  const [withSid, others] = [found.filter(({ sid }) => sid !== ''), found.filter(({ sid }) => sid === '')];
  for (const { id, way, sid } of withSid)
    yield* change('UPDATE sessions SET sid_key = ? WHERE id = ?', sidKey(way, sid), id);
  if (others.length > 0)
    yield* change(
      "UPDATE sessions SET sid_key = '' WHERE id IN (?)",
      others.map(({ id }) => id),
    );
  return found.length === limit;
}

function sidKey(way: string, sid: string): string {
  return sid === '' ? '' : keyHash(way, sid);
}

/** Who has sessions by a way, in order of their ids. */
export function* usersOfWay(
  way: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Query<readonly number[]> {
  const found = yield* rows<{ readonly user: number }>(
    'SELECT DISTINCT "user" FROM sessions WHERE way = ? AND "user" > ? ORDER BY "user" LIMIT ?',
    way,
    after,
    limit,
  );
  return found.map(({ user }) => user);
}

/** And what clients of other wires have kept with them. `isLeaving`: see EndedLogins. */
function* revoke(
  sessions: readonly Pick<SessionRow, 'id' | 'user'>[],
  { isLeaving, origin }: { readonly isLeaving: boolean; readonly origin: Origin | undefined },
): Query<readonly { readonly id: number; readonly user: number }[]> {
  const ended: { readonly id: number; readonly user: number }[] = [];
  for (const { id, user } of sessions) {
    if ((yield* change('DELETE FROM sessions WHERE id = ?', id)) === 0) continue;
    ended.push({ id, user });
    yield* endWireSessions(user, { session: id, isLeaving });
    yield* trace(origin, user, { ended: String(id) });
  }
  return ended;
}

const NEW_FENCE: Insert = {
  table: 'fences',
  columns: { slot: 'text', fence: 'int' },
  onConflict: { key: ['slot'] },
};

/**
 * Returns the next fencing number of a login slot, which rises with each call, also across restarts. The login policy
 * names slots, e.g. "7/mobile".
 */
export function* nextFence(slot: string): Query<number> {
  const isThere = (yield* change('UPDATE fences SET fence = fence + 1 WHERE slot = ?', slot)) > 0;
  if (!isThere) {
    if (yield* insertNew(NEW_FENCE, slot, 1)) return 1;
    throw new OvertakenError('the slot was taken a moment ago');
  }
  const found = yield* row<{ readonly fence: number }>('SELECT fence FROM fences WHERE slot = ?', slot);
  if (found === undefined) throw new Error('the fence did not come back');
  return found.fence;
}

/** Deletes the login slots of a user who does not log in any more. */
export function* forgetFences(user: number): Query<void> {
  // Slots are called `user/…`, and `0` comes after `/`.
  yield* change('DELETE FROM fences WHERE slot >= ? AND slot < ?', `${user}/`, `${user}0`);
}

function toSession(found: SessionRow): SessionRecord {
  return {
    id: found.id,
    user: found.user,
    deviceId: found.device_id,
    deviceClass: found.device_class,
    label: found.label,
    createdAt: found.created_at,
    lastUsedAt: found.last_used_at,
    expiresAt: found.expires_at,
    endsAt: found.ends_at,
  };
}

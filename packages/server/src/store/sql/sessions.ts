/**
 * Logins of devices.
 *
 * @module
 */
import type { UserRecord } from '../accounts.ts';
import type { DeviceClass, NewSession, SessionRecord } from '../sessions.ts';
import { usersByIds } from './accounts.ts';
import { change, row, rows } from './sql.ts';
import type { Query } from './sql.ts';

interface SessionRow {
  readonly id: number;
  readonly user: number;
  readonly device_id: string;
  readonly device_class: DeviceClass;
  readonly label: string;
  readonly created_at: number;
  readonly last_used_at: number;
  readonly expires_at: number;
}

const COLUMNS = 'id, user, device_id, device_class, label, created_at, last_used_at, expires_at';

/** SessionStore.create. */
export function* createSession(
  session: NewSession,
): Query<{ readonly id: number; readonly replaced: number | undefined }> {
  const { user, deviceId, deviceClass, label, createdAt, expiresAt, tokenHash } = session;
  const earlier = yield* row<{ readonly id: number }>(
    'SELECT id FROM sessions WHERE user = ? AND device_id = ?',
    user,
    deviceId,
  );
  if (earlier !== undefined) yield* change('DELETE FROM sessions WHERE id = ?', earlier.id);
  const made = yield* row<{ readonly id: number }>(
    `INSERT INTO sessions
       (user, device_id, device_class, label, created_at, last_used_at, expires_at, token_hash)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
    user,
    deviceId,
    deviceClass,
    label,
    createdAt,
    createdAt,
    expiresAt,
    tokenHash,
  );
  if (made === undefined) throw new Error('the new session did not come back');
  return { id: made.id, replaced: earlier?.id };
}

/** SessionStore.byToken. */
export function* sessionByToken(
  tokenHash: Uint8Array,
): Query<{ readonly session: SessionRecord; readonly user: UserRecord } | undefined> {
  const found = yield* row<SessionRow>(`SELECT ${COLUMNS} FROM sessions WHERE token_hash = ?`, tokenHash);
  if (found === undefined) return undefined;
  const [user] = yield* usersByIds([found.user]);
  return user === undefined ? undefined : { session: toSession(found), user };
}

/** SessionStore.of. */
export function* sessionsOf(user: number): Query<readonly SessionRecord[]> {
  const found = yield* rows<SessionRow>(`SELECT ${COLUMNS} FROM sessions WHERE user = ? ORDER BY id`, user);
  return found.map(toSession);
}

/** SessionStore.touch. */
export function* touchSession(id: number, lastUsedAt: number, expiresAt: number): Query<void> {
  yield* change(
    'UPDATE sessions SET last_used_at = ?, expires_at = ? WHERE id = ?',
    lastUsedAt,
    expiresAt,
    id,
  );
}

/** SessionStore.revoke. */
export function* revokeSessions(
  user: number,
  which: { readonly session: number } | { readonly except: number | undefined },
): Query<readonly number[]> {
  const sessions = yield* sessionsOf(user);
  const ids = sessions
    .map(({ id }) => id)
    .filter((id) => ('session' in which ? id === which.session : id !== which.except));
  for (const id of ids) yield* change('DELETE FROM sessions WHERE id = ?', id);
  return ids;
}

/** SessionStore.nextFence. */
export function* nextFence(slot: string): Query<number> {
  const found = yield* row<{ readonly fence: number }>(
    'INSERT INTO fences (slot, fence) VALUES (?, 1) ON CONFLICT (slot) DO UPDATE SET fence = fence + 1 RETURNING fence',
    slot,
  );
  if (found === undefined) throw new Error('the fence did not come back');
  return found.fence;
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
  };
}

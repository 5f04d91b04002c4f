/**
 * Queries on sessions of other wires.
 *
 * @module
 */
import { change, insertNew, lockedRows, OvertakenError, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import type { Saving, SessionName, SessionSummary, Taking } from './records.ts';
import { endWill, eraseWills, keepWill, succeed } from './will-queries.ts';

/** Of one user, besides those that only have a will. */
const MAX_SESSIONS = 100;
/** Sessions of one user that are kept for their wills alone. */
const MAX_ALONE = 1000;
/** While its client is connected, a session is kept for this long without a sign of it. Gateways save more often. */
const CONNECTED_MS = 86_400_000;
/** A login that was replaced a moment ago has a successor that is about to take the session. */
const REPLACED_MS = 600_000;

/** Whether the connection of a session has a will; `alone`: and the session ends with it. */
const WILL = { none: 0, kept: 1, alone: 2 } as const;

interface SessionRow {
  readonly owner: string;
  readonly will: number;
  readonly version: number;
  readonly state: Uint8Array;
  readonly expires_at: number;
}

const NEW_SESSION: Insert = {
  table: 'wire_sessions',
  columns: {
    user: 'int',
    name: 'text',
    owner: 'text',
    version: 'int',
    state: 'bytes',
    login: 'int',
    held_by: 'int',
    will: 'int',
    used_at: 'int',
    expires_at: 'int',
  },
  onConflict: { key: ['user', 'name'] },
};

const EMPTY = new Uint8Array(0);

/** Returns what is kept: empty if there is nothing. `full`: the user has too many. */
export function* takeSession(taking: Taking): Query<Uint8Array | 'full'> {
  const { user, owner, discard, expirySeconds, login, heldBy, time, will } = taking;
  const found = yield* lockedSession(taking);
  if (found === undefined) return yield* madeSession(taking);
  if (found.owner === owner) return found.state;
  const isGone = discard || found.will === WILL.alone || found.expires_at <= time;
  if (found.will !== WILL.none) yield* succeed({ user, owner: found.owner }, { goesOn: !isGone, time });
  if (will !== undefined) yield* keepWill(taking, will);
  if (isGone && isUnkept(taking)) {
    yield* change('DELETE FROM wire_sessions WHERE "user" = ? AND name = ?', user, nameOf(taking));
    return EMPTY;
  }
  const state = isGone ? EMPTY : found.state;
  yield* change(
    `UPDATE wire_sessions SET owner = ?, version = 0, state = ?, login = ?, held_by = ?, will = ?, used_at = ?, expires_at = ?
     WHERE "user" = ? AND name = ?`,
    owner,
    state,
    login,
    heldBy,
    willOf(taking, isGone),
    time,
    expiryOf(expirySeconds, time, true),
    user,
    nameOf(taking),
  );
  return state;
}

function* madeSession(taking: Taking): Query<Uint8Array | 'full'> {
  const { user, owner, expirySeconds, login, heldBy, time, will } = taking;
  if (isUnkept(taking)) return EMPTY;
  const isAlone = expirySeconds === 0;
  const there = yield* row<{ readonly count: number }>(
    `SELECT COUNT(*) AS count FROM wire_sessions WHERE "user" = ? AND expires_at > ? AND will ${isAlone ? '=' : '<'} ?`,
    user,
    time,
    WILL.alone,
  );
  if ((there?.count ?? 0) >= (isAlone ? MAX_ALONE : MAX_SESSIONS)) return 'full';
  const expiresAt = expiryOf(expirySeconds, time, true);
  const isNew = yield* insertNew(
    NEW_SESSION,
    user,
    nameOf(taking),
    owner,
    0,
    EMPTY,
    login,
    heldBy,
    willOf(taking, true),
    time,
    expiresAt,
  );
  if (!isNew) throw new OvertakenError('another connection has just made the session');
  if (will !== undefined) yield* keepWill(taking, will);
  return EMPTY;
}

function isUnkept({ expirySeconds, will }: Taking): boolean {
  return expirySeconds === 0 && will === undefined;
}

function willOf({ will, expirySeconds }: Taking, isNew: boolean): number {
  if (will === undefined) return WILL.none;
  return isNew && expirySeconds === 0 ? WILL.alone : WILL.kept;
}

/** Returns false if the session is another connection's. */
export function* saveSession(saving: Saving): Query<boolean> {
  const { user, owner, version, state, expirySeconds, isOver, time } = saving;
  const found = yield* lockedSession(saving);
  // A will is its connection's own, whoever has the session now.
  if (isOver && (found?.owner !== owner || found.will !== WILL.none)) yield* endWill(saving);
  if (found?.owner !== owner) return false;
  if (found.version >= version) return true;
  if (isOver && expirySeconds === 0) {
    yield* change('DELETE FROM wire_sessions WHERE "user" = ? AND name = ?', user, nameOf(saving));
    return true;
  }
  yield* change(
    `UPDATE wire_sessions SET version = ?, state = ?, used_at = ?, expires_at = ? WHERE "user" = ? AND name = ?`,
    version,
    state,
    time,
    expiryOf(expirySeconds, time, !isOver),
    user,
    nameOf(saving),
  );
  return true;
}

function* lockedSession(session: SessionName): Query<SessionRow | undefined> {
  const [found] = yield* lockedRows<SessionRow>(
    'SELECT owner, will, version, state, expires_at FROM wire_sessions WHERE "user" = ? AND name = ?',
    session.user,
    nameOf(session),
  );
  return found;
}

function nameOf({ wire, client }: SessionName): string {
  return `${wire}/${client}`;
}

function expiryOf(expirySeconds: number, time: number, isConnected: boolean): number {
  return time + Math.max(expirySeconds * 1000, isConnected ? CONNECTED_MS : 0);
}

export function* wireSessionsOf(user: number): Query<readonly SessionSummary[]> {
  const found = yield* rows<{
    readonly name: string;
    readonly bytes: number;
    readonly used_at: number;
    readonly expires_at: number;
  }>(
    `SELECT name, LENGTH(state) AS bytes, used_at, expires_at FROM wire_sessions WHERE "user" = ? ORDER BY name`,
    user,
  );
  return found.map(({ name, bytes, used_at: usedAt, expires_at: expiresAt }) => {
    const slash = name.indexOf('/');
    return { wire: name.slice(0, slash), client: name.slice(slash + 1), bytes, usedAt, expiresAt };
  });
}

export function* eraseWireSessions(user: number): Query<void> {
  yield* change('DELETE FROM wire_sessions WHERE "user" = ?', user);
  yield* eraseWills(user);
}

interface Place {
  readonly user: number;
  readonly name: string;
}

/** Removes some that have expired. Returns whether there may be more. */
export function* removeExpired(now: number, limit: number): Query<boolean> {
  const found = yield* rows<Place>(
    `SELECT "user", name FROM wire_sessions WHERE expires_at <= ? ORDER BY expires_at, "user", name LIMIT ?`,
    now,
    limit,
  );
  for (const { user, name } of found)
    yield* change(
      'DELETE FROM wire_sessions WHERE "user" = ? AND name = ? AND expires_at <= ?',
      user,
      name,
      now,
    );
  return found.length === limit;
}

/** Removes those whose logins have ended, of users above `after`. Returns where to go on; 0: at the start. */
export function* removeLoggedOut(after: number, limit: number, now: number): Query<number> {
  const found = yield* rows<Place & { readonly login: number; readonly alive: number | null }>(
    `SELECT w."user", w.name, w.login, s.id AS alive FROM wire_sessions w
     LEFT JOIN sessions s ON s.id = w.login
     WHERE w."user" > ? AND w.login > 0 AND w.used_at <= ? ORDER BY w."user", w.name LIMIT ?`,
    after,
    now - REPLACED_MS,
    limit,
  );
  for (const { user, name, login, alive } of found)
    if (alive === null)
      yield* change(
        'DELETE FROM wire_sessions WHERE "user" = ? AND name = ? AND login = ?',
        user,
        name,
        login,
      );
  // A user has fewer than a page, so the next one begins with the last user of this one.
  return found.length < limit ? 0 : (found.at(-1)?.user ?? 1) - 1;
}

/**
 * Queries on wills. Each belongs to the connection that owns a session, and is said once that connection is lost: its gateway
 * says so, or is gone itself.
 *
 * @module
 */
import type { Due, DuePage } from '../../store/due.ts';
import { change, erasing, insertNew, lockedRows, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import type { NewWill, Saving, WillName, WillRecord } from './records.ts';

const NEW_WILL: Insert = {
  table: 'wire_wills',
  columns: { user: 'int', owner: 'text', node: 'text', delay_ms: 'int', due: 'int', message: 'bytes' },
  onConflict: { key: ['user', 'owner'] },
};

const CONNECTED = 0;

export function* keepWill({ user, owner }: WillName, { node, delayMs, message }: NewWill): Query<void> {
  yield* insertNew(NEW_WILL, user, owner, node, delayMs, CONNECTED, message);
}

/**
 * Another connection has taken the session. A will whose delay is not over is not said if the session goes on
 * [MQTT-3.1.3-9]; others are due, also if the session has ended before their time (§3.1.2.5).
 */
export function* succeed(
  { user, owner }: WillName,
  { goesOn, time }: { readonly goesOn: boolean; readonly time: number },
): Query<void> {
  if (goesOn) {
    yield* erasing(
      'DELETE FROM wire_wills WHERE "user" = ? AND owner = ? AND delay_ms > 0 AND (due = ? OR due > ?)',
      user,
      owner,
      CONNECTED,
      time,
    );
  }
  yield* change(
    `UPDATE wire_wills SET node = '', due = ? WHERE "user" = ? AND owner = ? AND (due = ? OR due > ?)`,
    time,
    user,
    owner,
    CONNECTED,
    time,
  );
}

/** The connection has ended. A repeat changes nothing. */
export function* endWill({ user, owner, isLost, expirySeconds, time }: Saving): Query<void> {
  if (!isLost) {
    yield* erasing(
      'DELETE FROM wire_wills WHERE "user" = ? AND owner = ? AND due = ?',
      user,
      owner,
      CONNECTED,
    );
    return;
  }
  const longestMs = expirySeconds * 1000;
  yield* change(
    `UPDATE wire_wills SET node = '', due = ? + CASE WHEN delay_ms < ? THEN delay_ms ELSE ? END
     WHERE "user" = ? AND owner = ? AND due = ?`,
    time,
    longestMs,
    longestMs,
    user,
    owner,
    CONNECTED,
  );
}

/** The next node behind `after` whose connections have wills. Undefined: there is none. */
export function* nextNodeWithWills(after: string): Query<string | undefined> {
  const found = yield* row<{ readonly node: string | null }>(
    'SELECT MIN(node) AS node FROM wire_wills WHERE node > ?',
    after,
  );
  return found?.node ?? undefined;
}

/** A node is gone, with its connections, since that time. Returns whether there may be more of them. */
export function* loseNode(node: string, since: number, limit: number): Query<boolean> {
  const found = yield* lockedRows<{ readonly id: number }>(
    'SELECT id FROM wire_wills WHERE node = ? ORDER BY due, id LIMIT ?',
    node,
    limit,
  );
  yield* makeDue(
    found.map(({ id }) => id),
    since,
  );
  return found.length === limit;
}

/**
 * The same for wills whose sessions have ended, behind `after`: nobody has told what became of their connections. Returns where to go
 * on; 0: at the start.
 */
export function* loseForgotten(after: number, limit: number, time: number): Query<number> {
  const found = yield* rows<{ readonly id: number; readonly due: number; readonly held: string | null }>(
    `SELECT w.id, w.due, s.owner AS held FROM wire_wills w
     LEFT JOIN wire_sessions s ON s."user" = w."user" AND s.owner = w.owner
     WHERE w.id > ? ORDER BY w.id LIMIT ?`,
    after,
    limit,
  );
  const forgotten = found.filter(({ due, held }) => due === CONNECTED && held === null);
  yield* makeDue(
    forgotten.map(({ id }) => id),
    time,
  );
  return found.length < limit ? 0 : (found.at(-1)?.id ?? 0);
}

function* makeDue(ids: readonly number[], since: number): Query<void> {
  if (ids.length === 0) return;
  yield* change(
    `UPDATE wire_wills SET node = '', due = ? + delay_ms WHERE id IN (?) AND due = ?`,
    since,
    ids,
    CONNECTED,
  );
}

/** What is due; see DueWork.find. */
export function* dueWills({ now, after, limit }: DuePage): Query<readonly Due[]> {
  const found = yield* rows<Due>(
    `SELECT id, due FROM wire_wills WHERE node = '' AND due <= ? AND (due, id) > (?, ?) ORDER BY due, id LIMIT ?`,
    now,
    after.due,
    after.id,
    limit,
  );
  return found.map(({ id, due }) => ({ id, due }));
}

/** That of a connection, if it is due. */
export function* dueWillOf({ user, owner }: WillName, now: number): Query<readonly Due[]> {
  const found = yield* rows<Due>(
    `SELECT id, due FROM wire_wills WHERE "user" = ? AND owner = ? AND node = '' AND due <= ?`,
    user,
    owner,
    now,
  );
  return found.map(({ id, due }) => ({ id, due }));
}

export function* willsById(ids: readonly number[]): Query<readonly WillRecord[]> {
  const found = yield* rows<WillRecord>(
    'SELECT id, "user", message FROM wire_wills WHERE id IN (?) ORDER BY id',
    ids,
  );
  return found.map(({ id, user, message }) => ({ id, user, message }));
}

/** They were said, or never will be. */
export function* removeWills(ids: readonly number[]): Query<void> {
  yield* erasing('DELETE FROM wire_wills WHERE id IN (?)', ids);
}

export function* willsOf(user: number): Query<readonly WillRecord[]> {
  const found = yield* rows<WillRecord>(
    'SELECT id, "user", message FROM wire_wills WHERE "user" = ? ORDER BY id',
    user,
  );
  return found.map((each) => ({ ...each }));
}

export function* eraseWills(user: number): Query<void> {
  yield* erasing('DELETE FROM wire_wills WHERE "user" = ?', user);
}

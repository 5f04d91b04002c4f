/**
 * Queries on messages that are to be sent later. A message is taken before it is sent: from then on it cannot be changed
 * or cancelled, whoever sends it, until it is sure that it was not written.
 *
 * @module
 */
import type { Due, DuePage } from '../../store/due.ts';
import { whyNotAttached } from '../../store/files/attach.ts';
import type { AttachedFile } from '../../store/files/attach.ts';
import { hold, placeOfScheduled, release } from '../../store/files/uses.ts';
import type { Refusal } from '../../store/log/records.ts';
import { forbid } from '../../store/log/forbid.ts';
import { change, erasing, insertNew, lockedRows, OvertakenError, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import type {
  MadeScheduled,
  NewScheduled,
  ScheduledChange,
  ScheduledRecord,
  Settled,
  TakenRecord,
  WaitingScheduled,
} from './records.ts';

const COLUMNS = 'id, "user", conversation, client_id AS "clientId", content, due, failed, wanted, waiting';
/** Whoever has taken a message for so long has died: the outcome of an append is known sooner. */
const LONGEST_TURN_MS = 60_000;

const NEW: Insert = {
  table: 'scheduled',
  columns: { user: 'int', conversation: 'int', client_id: 'text', content: 'bytes', due: 'int' },
  onConflict: { key: ['user', 'client_id'] },
};

/**
 * `full`: the user has `most` of them. `known`: the user has scheduled this before, and it is not sent yet. `conflict`: the
 * same client id was given to another message. `refused`: the user may not attach these files.
 */
export type ScheduleOutcome =
  | { readonly status: 'made' | 'known'; readonly record: ScheduledRecord }
  | { readonly status: 'full' }
  | { readonly status: 'conflict' }
  | { readonly status: 'refused'; readonly refusal: Refusal };

export function* createScheduled(made: MadeScheduled, most: number): Query<ScheduleOutcome> {
  const { user, conversation, clientId, content, due, files = [] } = made;
  const known = yield* scheduledAs(user, clientId);
  if (known !== undefined) return earlierOutcome(known, made);
  const count = yield* row<{ readonly n: number }>(
    'SELECT COUNT(*) AS n FROM scheduled WHERE "user" = ?',
    user,
  );
  if ((count?.n ?? 0) >= most) return { status: 'full' };
  const refusal = files.length === 0 ? undefined : yield* whyNotAttached(user, files);
  if (refusal !== undefined) return { status: 'refused', refusal };
  const isNew = yield* insertNew(NEW, user, conversation, clientId, content, due);
  const record = yield* scheduledAs(user, clientId);
  if (record === undefined) throw new OvertakenError('another one under this client id was just sent');
  if (!isNew) return earlierOutcome(record, made);
  if (files.length > 0) yield* hold(idsOf(files), placeOfScheduled(record.id));
  return { status: 'made', record };
}

type ScheduledRow = ScheduledRecord & { readonly changed: number };

function earlierOutcome({ changed, ...record }: ScheduledRow, made: NewScheduled): ScheduleOutcome {
  const isSame =
    record.conversation === made.conversation &&
    (changed === 1 || Buffer.compare(record.content, made.content) === 0);
  return isSame ? { status: 'known', record } : { status: 'conflict' };
}

function* scheduledAs(user: number, clientId: string): Query<ScheduledRow | undefined> {
  return yield* row<ScheduledRow>(
    `SELECT ${COLUMNS}, changed FROM scheduled WHERE "user" = ? AND client_id = ?`,
    user,
    clientId,
  );
}

/** What a user has scheduled, by id. */
export function* scheduledOf(user: number, after: number, limit: number): Query<readonly ScheduledRecord[]> {
  const found = yield* rows<ScheduledRecord>(
    `SELECT ${COLUMNS} FROM scheduled WHERE "user" = ? AND id > ? ORDER BY id LIMIT ?`,
    user,
    after,
    limit,
  );
  return found.map((each) => ({ ...each }));
}

/** `taken`: it is being sent. */
export type ChangeOutcome = 'changed' | 'missing' | 'taken' | 'failed' | Refusal;

/** Changes what a user has scheduled. */
export function* changeScheduled(user: number, id: number, changed: ScheduledChange): Query<ChangeOutcome> {
  const found = yield* lockedOf(user, id);
  if (found === undefined) return 'missing';
  if (found.taken === 1) return 'taken';
  if (found.failed > 0) return 'failed';
  const { due } = changed;
  const refusal = yield* sayInstead(user, id, changed);
  if (refusal !== undefined) return refusal;
  yield* change('UPDATE scheduled SET changed = 1 WHERE id = ?', id);
  if (due !== undefined)
    yield* change('UPDATE scheduled SET due = ?, wanted = 0, waiting = 0 WHERE id = ?', due, id);
  return 'changed';
}

function* sayInstead(
  user: number,
  id: number,
  { content, files = [] }: ScheduledChange,
): Query<Refusal | undefined> {
  if (content === undefined) return undefined;
  const refusal = files.length === 0 ? undefined : yield* whyNotAttached(user, files);
  if (refusal !== undefined) return refusal;
  yield* releaseScheduled([id]);
  if (files.length > 0) yield* hold(idsOf(files), placeOfScheduled(id));
  yield* change('UPDATE scheduled SET content = ? WHERE id = ?', content, id);
  return undefined;
}

function idsOf(files: readonly AttachedFile[]): readonly string[] {
  return files.map(({ id }) => id);
}

/** These refer to no files any more. There must be some. */
function* releaseScheduled(ids: readonly number[]): Query<void> {
  yield* release(placeOfScheduled(0).conversation, ids);
}

/** Takes off the list what a user has scheduled. It is never sent, even if it is scheduled again. `now`: Unix ms. */
export function* cancelScheduled(user: number, id: number, now: number): Query<ChangeOutcome> {
  const found = yield* lockedOf(user, id);
  if (found === undefined) return 'missing';
  if (found.taken === 1) return 'taken';
  const { conversation, clientId, content } = found;
  yield* forbid([{ conversation, sender: user, clientId, time: now, content }]);
  yield* releaseScheduled([id]);
  yield* erasing('DELETE FROM scheduled WHERE id = ?', id);
  return 'changed';
}

function* lockedOf(
  user: number,
  id: number,
): Query<(ScheduledRecord & { readonly taken: number }) | undefined> {
  const [found] = yield* lockedRows<ScheduledRecord & { readonly taken: number }>(
    `SELECT ${COLUMNS}, taken FROM scheduled WHERE id = ? AND "user" = ?`,
    id,
    user,
  );
  return found;
}

/** What is due; see DueWork.find. */
export function* dueScheduled({ now, after, limit }: DuePage): Query<readonly Due[]> {
  const found = yield* rows<Due>(
    `SELECT id, due FROM scheduled WHERE failed = 0 AND due <= ? AND (due, id) > (?, ?) ORDER BY due, id LIMIT ?`,
    now,
    after.due,
    after.id,
    limit,
  );
  return found.map(({ id, due }) => ({ id, due }));
}

/** Takes those of them that are still due at `now` (Unix ms), and those that were taken before. */
export function* takeScheduled(ids: readonly number[], now: number): Query<readonly TakenRecord[]> {
  const found = yield* lockedRows<ScheduledRecord & { readonly taken: number; readonly turn: number }>(
    `SELECT ${COLUMNS}, taken, turn FROM scheduled WHERE id IN (?) AND failed = 0 AND due <= ? ORDER BY id`,
    ids,
    now,
  );
  if (found.length > 0) {
    yield* change(
      'UPDATE scheduled SET taken = 1, turn = CASE WHEN turn < ? THEN ? ELSE turn + 1 END WHERE id IN (?)',
      now,
      now,
      found.map(({ id }) => id),
    );
  }
  return found.map(({ taken, turn, ...record }) => ({
    ...record,
    turn: Math.max(now, turn + 1),
    isAlone: taken === 0 || turn <= now - LONGEST_TURN_MS,
  }));
}

/** What was sent goes; what was refused stays for its user to see. */
export function* settleScheduled({ sent, failed, waiting }: Settled): Query<void> {
  if (sent.length > 0) {
    yield* releaseScheduled(sent);
    yield* change('DELETE FROM scheduled WHERE id IN (?)', sent);
  }
  for (const { id, code } of failed) {
    yield* change('UPDATE scheduled SET taken = 0, failed = ? WHERE id = ?', code, id);
  }
  for (const each of waiting) yield* letWait(each);
}

/**
 * Whoever sends it alone knows that it is not written, so its user may change it again. If others may be sending it, they
 * settle it.
 */
function* letWait({ id, code, turn, isAlone, due }: WaitingScheduled): Query<void> {
  yield* change(
    `UPDATE scheduled SET taken = ?, waiting = ?, wanted = CASE WHEN wanted = 0 THEN due ELSE wanted END
     WHERE id = ? AND turn = ?`,
    isAlone ? 0 : 1,
    code,
    id,
    turn,
  );
  yield* change('UPDATE scheduled SET due = ? WHERE id = ? AND turn = ?', due, id, turn);
}

/** Removes all that a user has scheduled. */
export function* eraseScheduled(user: number): Query<void> {
  const found = yield* rows<{ readonly id: number }>('SELECT id FROM scheduled WHERE "user" = ?', user);
  if (found.length > 0) yield* releaseScheduled(found.map(({ id }) => id));
  yield* erasing(`DELETE FROM scheduled WHERE "user" = ?`, user);
}

/** Removes what could not be sent before this time (Unix ms), at most `limit`. Returns how many. */
export function* removeFailedBefore(time: number, limit: number): Query<number> {
  const found = yield* rows<{ readonly id: number }>(
    'SELECT id FROM scheduled WHERE failed > 0 AND due < ? ORDER BY id LIMIT ?',
    time,
    limit,
  );
  const ids = found.map(({ id }) => id);
  if (ids.length === 0) return 0;
  yield* releaseScheduled(ids);
  return yield* change('DELETE FROM scheduled WHERE id IN (?)', ids);
}

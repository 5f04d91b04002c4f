/**
 * Queries on what browsers are to show, and when it is looked at.
 *
 * @module
 */
import { change, lockedRows, row, rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';
import type { DueNotice, NoticeKey, Outcome } from './records.ts';

/** Nothing to do until something happens. */
export const IDLE: number = Number.MAX_SAFE_INTEGER;

const COLUMNS = `n.session, n.conversation, n."user", n.wanted, n.tries, n.patience,
  (SELECT p.endpoint FROM push_subscriptions p WHERE p.session = n.session) AS endpoint`;

/** Whether anything is due at `now` (Unix ms). */
export function* dueNotices(now: number, limit: number): Query<readonly NoticeKey[]> {
  const found = yield* rows<NoticeKey>(
    'SELECT session, conversation FROM push_notices WHERE due <= ? ORDER BY due LIMIT ?',
    now,
    limit,
  );
  return found.map((each) => ({ ...each }));
}

/** Takes some of what is due. Whoever dies with it leaves it to others, at `until` (Unix ms). */
export function* takeDue(
  keys: readonly NoticeKey[],
  now: number,
  until: number,
): Query<readonly DueNotice[]> {
  const taken: DueNotice[] = [];
  const sorted = [...keys].sort(byKey);
  for (const { session, conversation } of sorted) {
    const [found] = yield* lockedRows<DueNotice & { readonly endpoint: string | null }>(
      `SELECT ${COLUMNS} FROM push_notices n WHERE n.session = ? AND n.conversation = ? AND n.due <= ?`,
      session,
      conversation,
      now,
    );
    if (found === undefined) continue;
    yield* change(
      'UPDATE push_notices SET due = ? WHERE session = ? AND conversation = ?',
      until,
      session,
      conversation,
    );
    taken.push({ ...found, endpoint: found.endpoint ?? '' });
  }
  return taken;
}

export interface Delay extends NoticeKey {
  /** Unix ms. */
  readonly due: number;
  readonly tries: number;
  readonly patience: number;
}

/** Looks at it again later, unless something has happened in the meantime. `until`: as it was taken. */
export function* putOff({ session, conversation, due, tries, patience }: Delay, until: number): Query<void> {
  yield* change(
    `UPDATE push_notices SET tries = ?, patience = ?, due = CASE WHEN due = ? THEN ? ELSE due END
     WHERE session = ? AND conversation = ?`,
    tries,
    patience,
    until,
    due,
    session,
    conversation,
  );
}

/** What came of it. `until`: as it was taken. */
export function* settle(outcome: Outcome, until: number): Query<void> {
  const { session, conversation, shown, closed, quiet } = outcome;
  // What was said in the meantime is looked at next.
  yield* change(
    `UPDATE push_notices SET tries = 0, patience = 0, shown = ${shown === undefined ? 'shown' : '?'},
       due = CASE WHEN due = ? THEN ? ELSE due END
     WHERE session = ? AND conversation = ?`,
    ...(shown === undefined ? [] : [shown]),
    until,
    IDLE,
    session,
    conversation,
  );
  if (shown !== undefined && shown > 0) yield* lookAgainIfRead(session, conversation, shown);
  if (closed.length > 0)
    yield* change(
      'UPDATE push_notices SET shown = 0 WHERE session = ? AND conversation IN (?)',
      session,
      closed,
    );
  if (quiet !== undefined)
    yield* change(
      'UPDATE push_subscriptions SET quiet_since = ?, quiet_pushes = ? WHERE session = ?',
      quiet.since,
      quiet.pushes,
      session,
    );
}

/** Whoever has read it while it was told has found nothing to take back. */
function* lookAgainIfRead(session: number, conversation: number, shown: number): Query<void> {
  const read = yield* row<{ readonly seq: number }>(
    `SELECT r.read_seq AS seq FROM push_notices n
     JOIN readers r ON r.conversation = n.conversation AND r."user" = n."user" AND r.read_seq >= ?
     WHERE n.session = ? AND n.conversation = ?`,
    shown,
    session,
    conversation,
  );
  if (read === undefined) return;
  yield* change(
    'UPDATE push_notices SET due = 0 WHERE session = ? AND conversation = ?',
    session,
    conversation,
  );
}

/** The order in which rows are locked, so that two processes cannot deadlock. */
export function byKey(a: NoticeKey, b: NoticeKey): number {
  return a.session - b.session || a.conversation - b.conversation;
}

/**
 * Reports of abuse.
 *
 * @module
 */
import { trace } from '../../store/audit.ts';
import type { Origin } from '../../store/audit.ts';
import { change, erasing, insertNew, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';

export interface ReportRecord {
  readonly id: number;
  readonly reporter: number;
  readonly user: number;
  /** 0, like seq and sentAt: the user is reported, not a message. */
  readonly conversation: number;
  readonly seq: number;
  readonly sentAt: number;
  /** Canonical encoded Content. */
  readonly content: Uint8Array;
  readonly reason: string;
  readonly time: number;
  /** 0: open. */
  readonly settledAt: number;
  readonly settledBy: number;
  readonly resolution: string;
}

const NEW_REPORT: Insert = {
  table: 'reports',
  columns: {
    reporter: 'int',
    user: 'int',
    conversation: 'int',
    seq: 'int',
    sent_at: 'int',
    content: 'bytes',
    reason: 'text',
    time: 'int',
  },
  onConflict: { key: ['reporter', 'user', 'conversation', 'seq'] },
};

/** `known`: the reporter has reported the same before. `full`: `most` of the reporter's are open. */
export function* createReport(
  report: Omit<ReportRecord, 'id' | 'settledAt' | 'settledBy' | 'resolution'>,
  most: number,
): Query<'made' | 'known' | 'full'> {
  if ((yield* openReportsOf(report.reporter, most)) >= most) return 'full';
  const { reporter, user, conversation, seq, sentAt, content, reason, time } = report;
  const values = [reporter, user, conversation, seq, sentAt, content, reason, time];
  return (yield* insertNew(NEW_REPORT, ...values)) ? 'made' : 'known';
}

/** How many reports of a user are open, up to `most`. */
function* openReportsOf(reporter: number, most: number): Query<number> {
  const found = yield* row<{ readonly n: number }>(
    'SELECT COUNT(*) AS n FROM (SELECT 1 FROM reports WHERE reporter = ? AND settled_at = 0 LIMIT ?) AS found',
    reporter,
    most,
  );
  return found?.n ?? 0;
}

const COLUMNS = `id, reporter, "user", conversation, seq, sent_at AS "sentAt", content, reason, time,
  settled_at AS "settledAt", settled_by AS "settledBy", resolution`;

/** Open or settled reports, by id. */
export function* reports(isSettled: boolean, after: number, limit: number): Query<readonly ReportRecord[]> {
  const found = yield* rows<ReportRecord>(
    `SELECT ${COLUMNS} FROM reports WHERE ${isSettled ? 'settled_at > 0' : 'settled_at = 0'} AND id > ? ORDER BY id LIMIT ?`,
    after,
    limit,
  );
  return found.map((each) => ({ ...each }));
}

/** The reports that a user has made, by id. */
export function* reportsBy(reporter: number, after: number, limit: number): Query<readonly ReportRecord[]> {
  const found = yield* rows<ReportRecord>(
    `SELECT ${COLUMNS} FROM reports WHERE reporter = ? AND id > ? ORDER BY id LIMIT ?`,
    reporter,
    after,
    limit,
  );
  return found.map((each) => ({ ...each }));
}

/**
 * Deletes what a user has written into reports, and with `words` the copies of their direct messages in reports that are
 * settled. An open one keeps its copy until it is settled.
 */
export function* eraseReports(user: number, words: boolean): Query<void> {
  yield* change(`UPDATE reports SET reason = '' WHERE reporter = ?`, user);
  if (words) yield* eraseCopies(user);
}

/** Deletes the copies of a message that is gone, in reports that are settled. */
export function* eraseCopiesOf(conversation: number, seq: number): Query<void> {
  yield* erasing(
    'UPDATE reports SET content = ? WHERE conversation = ? AND seq = ? AND settled_at > 0',
    new Uint8Array(0),
    conversation,
    seq,
  );
}

function* eraseCopies(user: number): Query<void> {
  yield* erasing(
    `UPDATE reports SET content = ? WHERE "user" = ? AND settled_at > 0
     AND conversation IN (SELECT id FROM conversations WHERE kind = 'direct')`,
    new Uint8Array(0),
    user,
  );
}

/** Removes reports that were settled before this time, at most `limit`. Returns how many. */
export function* removeSettledBefore(time: number, limit: number): Query<number> {
  const found = yield* rows<{ readonly id: number }>(
    'SELECT id FROM reports WHERE settled_at > 0 AND settled_at < ? ORDER BY settled_at LIMIT ?',
    time,
    limit,
  );
  const ids = found.map(({ id }) => id);
  return ids.length === 0 ? 0 : yield* change('DELETE FROM reports WHERE id IN (?)', ids);
}

/** False: there is no such report. The last one to settle it counts. */
export function* settleReport(
  id: number,
  { by, at, resolution }: { readonly by: number; readonly at: number; readonly resolution: string },
  origin?: Origin,
): Query<boolean> {
  const settled = yield* change(
    'UPDATE reports SET settled_at = ?, settled_by = ?, resolution = ? WHERE id = ?',
    at,
    by,
    resolution,
    id,
  );
  if (settled === 0) return false;
  const erased = yield* row<{ readonly user: number }>(
    'SELECT r."user" FROM reports r JOIN erasures e ON e."user" = r."user" WHERE r.id = ? AND e.words = 1',
    id,
  );
  if (erased !== undefined) yield* eraseCopies(erased.user);
  const gone = yield* row<{ readonly conversation: number; readonly seq: number }>(
    `SELECT r.conversation, r.seq FROM reports r JOIN recalls g ON g.conversation = r.conversation AND g.seq = r.seq
     WHERE r.id = ?`,
    id,
  );
  if (gone !== undefined) yield* eraseCopiesOf(gone.conversation, gone.seq);
  yield* trace(origin, 0, { report: id });
  return true;
}

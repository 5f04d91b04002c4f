/**
 * Reads the audit, and removes what is too old.
 *
 * @module
 */
import { appendRecords } from '../../store/audit.ts';
import type { AuditRecord, Details, NewAuditRecord } from '../../store/audit.ts';
import { change, row, rows } from '../../store/sql/sql.ts';
import type { Query, Value } from '../../store/sql/sql.ts';

export interface AuditFilter {
  /** Only records with a higher id. */
  readonly after: number;
  /** Only records with a lower id; 0: all. */
  readonly before: number;
  /** Empty, 0: any. */
  readonly event: string;
  readonly user: number;
  readonly address: string;
  readonly since: number;
  readonly until: number;
  readonly key: number;
}

/** Filters nothing. */
export const ANY: AuditFilter = {
  after: 0,
  before: 0,
  event: '',
  user: 0,
  address: '',
  since: 0,
  until: 0,
  key: 0,
};

export interface AuditPage {
  /** Newest first. */
  readonly records: readonly AuditRecord[];
  /** `before` of the next page; 0: this is the last one. */
  readonly next: number;
}

interface AuditRow extends Omit<AuditRecord, 'details'> {
  readonly details: string;
}

/** Rows that one page looks at, whatever the filter leaves of them. */
const MAX_LOOKED_AT = 10_000;

export function* auditRecords(filter: AuditFilter, limit: number): Query<AuditPage> {
  const newest = yield* row<{ readonly id: number | null }>('SELECT MAX(id) AS id FROM audit');
  const before = Math.min(filter.before || Infinity, (newest?.id ?? 0) + 1);
  const after = Math.max(filter.after, before - MAX_LOOKED_AT - 1);
  const { conditions, values } = conditionsOf(filter);
  const found = yield* rows<AuditRow>(
    `SELECT id, time, since, event, code, actor, session, "user", address, count, details, server_key AS "key"
     FROM audit WHERE id > ? AND id < ?${conditions} ORDER BY id DESC LIMIT ?`,
    after,
    before,
    ...values,
    limit,
  );
  const records = found.map((each) => ({ ...each, details: JSON.parse(each.details) as Details }));
  const last = found.length === limit ? found.at(-1)?.id : undefined;
  const isEnd = last === undefined && (after <= filter.after || after <= 0);
  return { records, next: isEnd ? 0 : (last ?? after + 1) };
}

function conditionsOf({ event, user, address, since, until, key }: AuditFilter): {
  readonly conditions: string;
  readonly values: readonly Value[];
} {
  const given: readonly (readonly [condition: string, values: readonly Value[], isGiven: boolean])[] = [
    ['event = ?', [event], event !== ''],
    ['(actor = ? OR "user" = ?)', [user, user], user > 0],
    ['address = ?', [address], address !== ''],
    ['time >= ?', [since], since > 0],
    ['time <= ?', [until], until > 0],
    ['server_key = ?', [key], key > 0],
  ];
  const active = given.filter(([, , isGiven]) => isGiven);
  return {
    conditions: active.map(([condition]) => ` AND ${condition}`).join(''),
    values: active.flatMap(([, values]) => values),
  };
}

/** Adds records of what changed nothing. */
export function* addRecords(records: readonly NewAuditRecord[]): Query<void> {
  yield* appendRecords(records);
}

/** Removes the oldest records if they are from before this time, at most `limit`. Returns how many. */
export function* removeRecordsBefore(time: number, limit: number): Query<number> {
  // Ids rise with time, so no index on it is needed.
  const oldest = yield* rows<{ readonly id: number; readonly time: number }>(
    'SELECT id, time FROM audit ORDER BY id LIMIT ?',
    limit,
  );
  const newer = oldest.findIndex((each) => each.time >= time);
  const last = (newer < 0 ? oldest : oldest.slice(0, newer)).at(-1);
  return last === undefined ? 0 : yield* change('DELETE FROM audit WHERE id <= ?', last.id);
}

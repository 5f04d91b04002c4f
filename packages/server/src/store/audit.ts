/**
 * The audit: a table to which a write appends what it has changed, in its own transaction. So no committed change lacks
 * its record, and no record tells of a change that was not committed. Nothing changes a record; only the retention
 * removes old ones.
 *
 * @module
 */
import { insertAll } from './sql/sql.ts';
import type { Insert, Query } from './sql/sql.ts';
import { emptyText, id, int, keyText, table, zero } from './table.ts';
import type { Table } from './table.ts';

/** Who does something, by what, and from where. */
export interface Origin {
  /** The name of the request, or of what the server does by itself. */
  readonly event: string;
  /** Unix ms. */
  readonly time: number;
  /** The user who is logged in; 0: nobody, or the server itself. */
  readonly actor: number;
  /** Their session, or 0. */
  readonly session: number;
  /** Remote address without port; empty: the server itself. */
  readonly address: string;
  /** The server key with which it is done. Undefined, 0: none. */
  readonly key?: number;
}

/** Never texts of messages, passwords, tokens, or other secrets. */
export type Details = Readonly<Record<string, string | number | boolean>>;

export interface NewAuditRecord extends Origin {
  /** Why it was refused: the name of an error code. Empty: it was done. */
  readonly code: string;
  /** The account it is about, or 0. */
  readonly user: number;
  /** How often it happened, from `since` to `time`. */
  readonly count: number;
  readonly since: number;
  readonly details: Details;
}

export interface AuditRecord extends NewAuditRecord {
  readonly id: number;
  readonly key: number;
}

/** since: time of the first of `count` events; time: of the last. details: JSON. */
export const AUDIT: Table = table({
  name: 'audit',
  columns: {
    id,
    time: int,
    since: int,
    event: keyText(64),
    code: keyText(32),
    actor: int,
    session: zero,
    user: zero,
    address: keyText(64),
    count: { ...int, default: 1 },
    details: emptyText,
    server_key: zero,
  },
});

const NEW_RECORDS: Insert = {
  table: 'audit',
  columns: {
    time: 'int',
    since: 'int',
    event: 'text',
    code: 'text',
    actor: 'int',
    session: 'int',
    user: 'int',
    address: 'text',
    count: 'int',
    details: 'text',
    server_key: 'int',
  },
};

/** Whether a program with a server key does it. */
export function isByKey(origin: Origin | undefined): boolean {
  return (origin?.key ?? 0) !== 0;
}

export function* appendRecords(records: readonly NewAuditRecord[]): Query<void> {
  yield* insertAll(
    NEW_RECORDS,
    records.map(({ time, since, event, code, actor, session, user, address, count, details, key = 0 }) => [
      time,
      since,
      event,
      code,
      actor,
      session,
      user,
      // An IPv6 address with a zone may be longer than the column.
      address.slice(0, 64),
      count,
      JSON.stringify(details),
      key,
    ]),
  );
}

/** Records what this transaction changes about a user; 0: about nobody. Without an origin it records nothing. */
export function* trace(origin: Origin | undefined, user: number, details: Details = {}): Query<void> {
  if (origin === undefined) return;
  yield* appendRecords([{ ...origin, code: '', user, count: 1, since: origin.time, details }]);
}

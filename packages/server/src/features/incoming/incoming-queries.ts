/**
 * Queries on incoming webhooks.
 *
 * @module
 */
import { trace } from '../../store/audit.ts';
import type { Origin } from '../../store/audit.ts';
import { change, insertForId, lockedRows, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import type { IncomingChanges, IncomingRecord, NewIncoming } from './incoming-records.ts';

interface IncomingRow {
  readonly id: number;
  readonly conversation: number;
  readonly name: string;
  readonly avatar_url: string;
  readonly fixed_name: number;
  readonly per_minute: number;
  readonly created_by: number;
  readonly created_at: number;
  readonly last_used_at: number;
  readonly disabled: number;
  /** Of whoever has made its key; null: there is no such account. */
  readonly maker_disabled: number | null;
}

const FOUND = `SELECT i.id, i.conversation, i.name, i.avatar_url, i.fixed_name, i.per_minute, i.created_by, i.created_at,
  i.last_used_at, i.disabled, u.disabled AS maker_disabled
  FROM incoming_webhooks i LEFT JOIN users u ON u.id = i.created_by`;

const NEW_INCOMING: Insert = {
  table: 'incoming_webhooks',
  columns: {
    conversation: 'int',
    hash: 'bytes',
    name: 'text',
    avatar_url: 'text',
    fixed_name: 'int',
    per_minute: 'int',
    created_by: 'int',
    created_at: 'int',
  },
};

/** The id. Undefined: the group has `most` already. */
export function* createIncoming(
  made: NewIncoming,
  { hash, most }: { readonly hash: Uint8Array; readonly most: number },
  origin: Origin,
): Query<number | undefined> {
  const { conversation, name, avatarUrl, fixedName, perMinute, createdBy, createdAt } = made;
  // One at a time in a group, for the count.
  yield* lockedRows('SELECT head FROM conversations WHERE id = ?', conversation);
  if ((yield* incomingOf(conversation)).length >= most) return undefined;
  const id = yield* insertForId(
    NEW_INCOMING,
    conversation,
    hash,
    name,
    avatarUrl,
    Number(fixedName),
    perMinute,
    createdBy,
    createdAt,
  );
  yield* trace(origin, 0, { incoming: id, conversation, name });
  return id;
}

/** The one with this key. */
export function* incomingByKey(hash: Uint8Array): Query<IncomingRecord | undefined> {
  const found = yield* row<IncomingRow>(`${FOUND} WHERE i.hash = ?`, hash);
  return found === undefined ? undefined : toIncoming(found);
}

/** Those of a group, by id. */
export function* incomingOf(conversation: number): Query<readonly IncomingRecord[]> {
  const found = yield* rows<IncomingRow>(`${FOUND} WHERE i.conversation = ? ORDER BY i.id`, conversation);
  return found.map(toIncoming);
}

/** Those whose key this user has made. */
export function* incomingMadeBy(user: number): Query<readonly IncomingRecord[]> {
  const found = yield* rows<IncomingRow>(`${FOUND} WHERE i.created_by = ? ORDER BY i.id`, user);
  return found.map(toIncoming);
}

/** Names one of a group. */
export interface Which {
  readonly conversation: number;
  readonly incoming: number;
}

/** False: the group has no such one. */
export function* changeIncoming(which: Which, changes: IncomingChanges, origin: Origin): Query<boolean> {
  const found = yield* locked(which);
  if (found === undefined) return false;
  const { name = found.name, avatarUrl = found.avatarUrl, perMinute = found.perMinute } = changes;
  const { fixedName = found.fixedName, disabled = found.disabled } = changes;
  yield* change(
    `UPDATE incoming_webhooks SET name = ?, avatar_url = ?, fixed_name = ?, per_minute = ?, disabled = ?
     WHERE id = ?`,
    name,
    avatarUrl,
    Number(fixedName),
    perMinute,
    Number(disabled),
    found.id,
  );
  yield* trace(origin, 0, { ...which, name, disabled });
  return true;
}

/** Gives it another key, of which `maker` is the maker. False: the group has no such one. */
export function* rotateIncoming(
  which: Which,
  { hash, maker }: { readonly hash: Uint8Array; readonly maker: number },
  origin: Origin,
): Query<boolean> {
  const found = yield* locked(which);
  if (found === undefined) return false;
  yield* change('UPDATE incoming_webhooks SET hash = ?, created_by = ? WHERE id = ?', hash, maker, found.id);
  yield* trace(origin, 0, { ...which, name: found.name });
  return true;
}

/** False: the group has no such one. */
export function* removeIncoming(which: Which, origin: Origin): Query<boolean> {
  const found = yield* locked(which);
  if (found === undefined) return false;
  yield* change('DELETE FROM incoming_webhooks WHERE id = ?', found.id);
  yield* trace(origin, 0, { ...which, name: found.name });
  return true;
}

/** Never moves it back. */
export function* touchIncoming(id: number, time: number): Query<void> {
  yield* change(
    'UPDATE incoming_webhooks SET last_used_at = ? WHERE id = ? AND last_used_at < ?',
    time,
    id,
    time,
  );
}

function* locked({ conversation, incoming }: Which): Query<IncomingRecord | undefined> {
  const text = 'SELECT id FROM incoming_webhooks WHERE conversation = ? AND id = ?';
  if ((yield* lockedRows(text, conversation, incoming)).length === 0) return undefined;
  const found = yield* row<IncomingRow>(`${FOUND} WHERE i.id = ?`, incoming);
  return found === undefined ? undefined : toIncoming(found);
}

function toIncoming(found: IncomingRow): IncomingRecord {
  return {
    id: found.id,
    conversation: found.conversation,
    name: found.name,
    avatarUrl: found.avatar_url,
    fixedName: found.fixed_name === 1,
    perMinute: found.per_minute,
    createdBy: found.created_by,
    createdAt: found.created_at,
    lastUsedAt: found.last_used_at,
    disabled: found.disabled === 1,
    orphaned: found.maker_disabled !== 0,
  };
}

/**
 * Who has read a message.
 *
 * @module
 */
import { isVisible } from '../../store/log/intervals.ts';
import type { StoredMessage } from '../../store/log/log.ts';
import { visibleTo } from '../../store/log/reading.ts';
import { row, rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';

/** A message that readers are counted of. */
export interface ReadMessage {
  readonly conversation: number;
  readonly seq: number;
  /** Not counted; 0: nobody. */
  readonly sender: number;
}

/** A page of a count. */
export interface ReaderCount {
  readonly members: number;
  readonly readers: number;
  /** Highest user id of the page. */
  readonly last: number;
}

/** A message that `reader` may see, as it was sent. Undefined if there is none. */
export function* visibleMessage(
  conversation: number,
  seq: number,
  reader: number,
): Query<Pick<StoredMessage, 'sender' | 'content'> | undefined> {
  const visible = yield* visibleTo(conversation, reader);
  if (visible === undefined || !isVisible(visible.intervals, seq)) return undefined;
  const found = yield* row<Pick<StoredMessage, 'sender' | 'content'>>(
    'SELECT sender, content FROM messages WHERE conversation = ? AND seq = ?',
    conversation,
    seq,
  );
  return found && { sender: found.sender, content: found.content };
}

/** Counts members of a group, by user id. */
export function* countMembers(
  { conversation, seq, sender }: ReadMessage,
  after: number,
  limit: number,
): Query<ReaderCount> {
  return yield* counted(
    `SELECT m."user", r."user" AS reader FROM members m LEFT JOIN readers r
       ON r.conversation = m.conversation AND r."user" = m."user" AND r.read_seq >= ?
     WHERE m.conversation = ? AND m."user" > ? AND m."user" <> ? AND m.left_seq IS NULL AND m.joined_seq <= ?
     ORDER BY m."user" LIMIT ?`,
    [seq, conversation, after, sender, seq, limit],
  );
}

/** Counts those who have read anything in a room, by user id. */
export function* countVisitors(
  { conversation, seq, sender }: ReadMessage,
  after: number,
  limit: number,
): Query<ReaderCount> {
  return yield* counted(
    `SELECT "user", CASE WHEN read_seq >= ? THEN 1 END AS reader FROM readers
     WHERE conversation = ? AND "user" > ? AND "user" <> ? ORDER BY "user" LIMIT ?`,
    [seq, conversation, after, sender, limit],
  );
}

function* counted(page: string, values: readonly number[]): Query<ReaderCount> {
  const found = yield* row<ReaderCount>(
    `SELECT COUNT(*) AS members, COUNT(reader) AS readers, COALESCE(MAX("user"), 0) AS last FROM (${page}) AS page`,
    ...values,
  );
  return { members: 0, readers: 0, last: 0, ...found };
}

/** Members of a group who have read the message, by id. */
export function* readersAmong(
  { conversation, seq, sender }: ReadMessage,
  limit: number,
): Query<readonly number[]> {
  const found = yield* rows<{ readonly user: number }>(
    `SELECT m."user" FROM members m JOIN readers r
       ON r.conversation = m.conversation AND r."user" = m."user" AND r.read_seq >= ?
     WHERE m.conversation = ? AND m."user" <> ? AND m.left_seq IS NULL AND m.joined_seq <= ?
     ORDER BY m."user" LIMIT ?`,
    seq,
    conversation,
    sender,
    seq,
    limit,
  );
  return found.map(({ user }) => user);
}

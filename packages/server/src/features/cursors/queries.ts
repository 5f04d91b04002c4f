/**
 * Read and delivered cursors.
 *
 * @module
 */
import { visibleHead } from '../../store/log/intervals.ts';
import type { CursorMove, CursorRecord } from './records.ts';
import { intervalsFrom, MEMBER_COLUMNS } from '../../store/log/members.ts';
import type { Extent, MemberRow } from '../../store/log/members.ts';
import { insertAll, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';

interface ReaderRow {
  readonly conversation: number;
  readonly user: number;
  readonly read_seq: number;
  readonly delivered_seq: number;
}

/** Moves per lookup statement. */
const MAX_MOVES = 1000;

/**
 * Raises cursors. Ignores moves in conversations that the user cannot see. Returns the cursors that changed, with their
 * new values.
 */
export function* moveCursors(moves: readonly CursorMove[]): Query<readonly CursorRecord[]> {
  const changed: CursorRecord[] = [];
  for (let at = 0; at < moves.length; at += MAX_MOVES) {
    changed.push(...(yield* moveSome(moves.slice(at, at + MAX_MOVES))));
  }
  return changed;
}

const READER: Insert = {
  table: 'readers',
  columns: { conversation: 'int', user: 'int', read_seq: 'int', delivered_seq: 'int' },
  // Another process may have raised the cursor since it was read.
  onConflict: { key: ['conversation', 'user'], set: { read_seq: 'higher', delivered_seq: 'higher' } },
};

function* moveSome(moves: readonly CursorMove[]): Query<readonly CursorRecord[]> {
  const heads = yield* headsFor(moves);
  const now = yield* cursorsOf(moves);
  const changed: CursorRecord[] = [];
  for (const { user, conversation, ...move } of moves) {
    const key = keyOf(conversation, user);
    const head = heads.get(key);
    if (head === undefined) continue;
    const before = now.get(key) ?? { read: 0, delivered: 0 };
    const read = Math.max(before.read, Math.min(move.read, head));
    const delivered = Math.max(before.delivered, Math.min(move.delivered, head));
    if (read === before.read && delivered === before.delivered) continue;
    const record = { user, conversation, read, delivered };
    now.set(key, record);
    changed.push(record);
  }
  const latest = new Map(changed.map((record) => [keyOf(record.conversation, record.user), record]));
  // Sorted by key, so that two processes cannot deadlock.
  const sorted = [...latest.values()].sort((a, b) => a.conversation - b.conversation || a.user - b.user);
  yield* insertAll(
    READER,
    sorted.map(({ conversation, user, read, delivered }) => [conversation, user, read, delivered]),
  );
  return changed;
}

type Key = `${number} ${number}`;

function keyOf(conversation: number, user: number): Key {
  return `${conversation} ${user}`;
}

function pairsOf(moves: readonly CursorMove[]): readonly (readonly [number, number])[] {
  return moves.map(({ conversation, user }) => [conversation, user]);
}

/** The highest seq that each user may see. Has no entry for users who may see nothing. */
function* headsFor(moves: readonly CursorMove[]): Query<ReadonlyMap<Key, number>> {
  const ids = [...new Set(moves.map(({ conversation }) => conversation))];
  const found = yield* rows<Extent & { readonly id: number }>(
    'SELECT id, kind, head, kept_from FROM conversations WHERE id IN (?)',
    ids,
  );
  const conversations = new Map(found.map((each) => [each.id, each]));
  const memberRows = yield* rows<MemberRow & { readonly conversation: number }>(
    `SELECT conversation, ${MEMBER_COLUMNS} FROM members WHERE (conversation, "user") IN (?)`,
    pairsOf(moves),
  );
  const members = new Map(memberRows.map((each) => [keyOf(each.conversation, each.user), each]));
  const heads = new Map<Key, number>();
  for (const { conversation, user } of moves) {
    const key = keyOf(conversation, user);
    const record = conversations.get(conversation);
    const intervals = record === undefined ? undefined : intervalsFrom(record, members.get(key));
    if (intervals !== undefined) heads.set(key, visibleHead(intervals));
  }
  return heads;
}

interface Cursor {
  readonly read: number;
  readonly delivered: number;
}

function* cursorsOf(moves: readonly CursorMove[]): Query<Map<Key, Cursor>> {
  const found = yield* rows<ReaderRow>(
    'SELECT conversation, "user", read_seq, delivered_seq FROM readers WHERE (conversation, "user") IN (?)',
    pairsOf(moves),
  );
  return new Map(
    found.map((each) => [
      keyOf(each.conversation, each.user),
      { read: each.read_seq, delivered: each.delivered_seq },
    ]),
  );
}

/** Cursors of a conversation, by user id. Whoever has said something in a direct conversation has read up to it. */
export function* cursors(
  conversation: number,
  afterUser: number,
  limit: number,
): Query<readonly CursorRecord[]> {
  const found = yield* rows<Omit<ReaderRow, 'conversation'>>(
    `SELECT "user", MAX(read_seq) AS read_seq, MAX(delivered_seq) AS delivered_seq FROM (
       SELECT * FROM (SELECT "user", read_seq, delivered_seq FROM readers
         WHERE conversation = ? AND "user" > ? AND (read_seq > 0 OR delivered_seq > 0) ORDER BY "user" LIMIT ?) AS readers
       UNION ALL SELECT user_a, sent_a, 0 FROM conversations WHERE id = ? AND kind = 'direct' AND sent_a > 0
       UNION ALL SELECT user_b, sent_b, 0 FROM conversations WHERE id = ? AND kind = 'direct' AND sent_b > 0) AS own
     WHERE "user" > ? GROUP BY "user" ORDER BY "user" LIMIT ?`,
    conversation,
    afterUser,
    limit,
    conversation,
    conversation,
    afterUser,
    limit,
  );
  return found.map((each) => ({
    user: each.user,
    conversation,
    read: each.read_seq,
    delivered: each.delivered_seq,
  }));
}

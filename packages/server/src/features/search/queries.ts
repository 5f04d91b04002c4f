/**
 * What the search needs of the log: what somebody may see, messages as they see them, and how far the index has come.
 *
 * @module
 */
import { isVisible } from '../../store/log/intervals.ts';
import type { Interval } from '../../store/log/intervals.ts';
import type { StoredMessage } from '../../store/log/log.ts';
import { intervalsFrom } from '../../store/log/members.ts';
import type { Extent } from '../../store/log/members.ts';
import { messagesAt, usersOf } from '../../store/log/reading.ts';
import { row, rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';

/** A conversation as far as a reader may see it. */
export interface Searched {
  readonly conversation: number;
  readonly kind: Extent['kind'];
  readonly title: string;
  /** The other user of a direct conversation; 0: it is none. */
  readonly peer: number;
  readonly intervals: readonly Interval[];
  /** Has left: what came later, edits too, is not for them. */
  readonly hasLeft: boolean;
}

interface SearchedRow extends Extent {
  readonly id: number;
  readonly title: string;
  readonly user_a: number | null;
  readonly user_b: number | null;
  readonly joined_seq: number | null;
  readonly left_seq: number | null;
  readonly left_title: string | null;
  readonly past: string | null;
  readonly hidden: number | null;
}

const COLUMNS = `c.id, c.kind, c.title, c.head, c.kept_from, c.user_a, c.user_b,
  m.joined_seq, m.left_seq, m.left_title, m.past, m.hidden`;

/** Conversations that are searched; somebody who is in more searches those with the lowest ids. */
const MAX_SEARCHED = 20_000;

/** All conversations that a user is or was in, but those taken off their list, and all rooms. */
export function* searched(user: number): Query<readonly Searched[]> {
  const found = yield* rows<SearchedRow>(
    `SELECT ${COLUMNS} FROM members m JOIN conversations c ON c.id = m.conversation
     WHERE m."user" = ? AND (m.hidden = 0 OR m.left_seq IS NULL) AND c.kind <> 'room' LIMIT ?`,
    user,
    MAX_SEARCHED,
  );
  const rooms = yield* rows<SearchedRow>(
    `SELECT ${COLUMNS} FROM conversations c LEFT JOIN members m ON m.conversation = c.id AND m."user" = ?
     WHERE c.kind = 'room'`,
    user,
  );
  return [...found, ...rooms].flatMap((each) => searchedFrom(each, user) ?? []);
}

/** These of them, also those that were taken off the list. */
export function* searchedAmong(user: number, conversations: readonly number[]): Query<readonly Searched[]> {
  if (conversations.length === 0) return [];
  const found = yield* rows<SearchedRow>(
    `SELECT ${COLUMNS} FROM conversations c LEFT JOIN members m ON m.conversation = c.id AND m."user" = ?
     WHERE c.id IN (?)`,
    user,
    conversations,
  );
  return found.flatMap((each) => searchedFrom(each, user) ?? []);
}

function searchedFrom(found: SearchedRow, user: number): Searched | undefined {
  const { id, kind, title, joined_seq, left_seq, past } = found;
  const member = joined_seq === null ? undefined : { joined_seq, left_seq, past: past ?? '' };
  const intervals = intervalsFrom(found, member);
  if (intervals === undefined) return undefined;
  const hasLeft = kind !== 'room' && left_seq !== null;
  const peer = kind === 'direct' ? (usersOf(found).find((other) => other !== user) ?? user) : 0;
  return {
    conversation: id,
    kind,
    title: hasLeft ? (found.left_title ?? '') : title,
    peer,
    intervals,
    hasLeft,
  };
}

/** The direct conversation of two users; 0: there is none. */
export function* directOf(a: number, b: number): Query<number> {
  const found = yield* row<{ readonly id: number }>(
    `SELECT id FROM conversations WHERE kind = 'direct' AND user_a = ? AND user_b = ?`,
    Math.min(a, b),
    Math.max(a, b),
  );
  return found?.id ?? 0;
}

export type Place = readonly [conversation: number, seq: number];

/** The messages at these places, as a reader sees them now. Those that they may not see, or have hidden, are left out. */
export function* foundAt(reader: number, places: readonly Place[]): Query<readonly StoredMessage[]> {
  const conversations = [...new Set(places.map(([conversation]) => conversation))];
  const readable = new Map(
    (yield* searchedAmong(reader, conversations)).map((each) => [each.conversation, each]),
  );
  const visible = places.filter(([conversation, seq]) =>
    isVisible(readable.get(conversation)?.intervals ?? [], seq),
  );
  if (visible.length === 0) return [];
  const hidden = yield* rows<{ readonly name: string }>(
    `SELECT name FROM mine WHERE "user" = ? AND name IN (?) AND value <> ''`,
    reader,
    visible.map(hideKey),
  );
  const names = new Set(hidden.map(({ name }) => name));
  return yield* messagesAt(
    visible.filter((place) => !names.has(hideKey(place))),
    reader,
  );
}

/** See docs/protocol.md, Personal space. */
function hideKey([conversation, seq]: Place): string {
  return `hide/${conversation}/${seq}`;
}

/** Messages as they are now, whoever may read them. */
export function* messagesNow(places: readonly Place[]): Query<readonly StoredMessage[]> {
  return yield* messagesAt(places, 0);
}

/** Conversations of which something has expired, by id, and the first seq that is kept. */
export function* expiredPlaces(after: number, limit: number): Query<readonly Place[]> {
  const found = yield* rows<{ readonly id: number; readonly kept_from: number }>(
    'SELECT id, kept_from FROM conversations WHERE id > ? AND kept_from > 1 ORDER BY id LIMIT ?',
    after,
    limit,
  );
  return found.map(({ id, kept_from: keptFrom }) => [id, keptFrom]);
}

/** What a user has said in direct conversations, by place. */
export function* saidInDirects(user: number, after: Place, limit: number): Query<readonly Place[]> {
  const found = yield* rows<{ readonly conversation: number; readonly seq: number }>(
    `SELECT s.conversation, s.seq FROM members m
     JOIN conversations c ON c.id = m.conversation AND c.kind = 'direct'
     JOIN messages s ON s.conversation = c.id AND s.sender = ?
     WHERE m."user" = ? AND (s.conversation, s.seq) > (?, ?) ORDER BY s.conversation, s.seq LIMIT ?`,
    user,
    user,
    after[0],
    after[1],
    limit,
  );
  return found.map(({ conversation, seq }) => [conversation, seq]);
}

/** How far a follower has come, as far as it is written: entries of the log, and those of them that it has handled. */
export function* followed(name: string): Query<{ readonly total: number; readonly handled: number }> {
  const found = yield* row<{ readonly total: number; readonly handled: number }>(
    `SELECT COALESCE(SUM(c.head), 0) AS total,
       COALESCE(SUM(CASE WHEN p.seq < c.head THEN p.seq WHEN p.seq IS NULL THEN 0 ELSE c.head END), 0) AS handled
     FROM conversations c LEFT JOIN follower_positions p
       ON p.follower = (SELECT id FROM followers WHERE name = ?) AND p.conversation = c.id`,
    name,
  );
  return { total: found?.total ?? 0, handled: found?.handled ?? 0 };
}

/** The written positions of a follower, by conversation. */
export function* positionsAfter(name: string, after: number, limit: number): Query<readonly Place[]> {
  const found = yield* rows<{ readonly conversation: number; readonly seq: number }>(
    `SELECT conversation, seq FROM follower_positions
     WHERE follower = (SELECT id FROM followers WHERE name = ?) AND conversation > ? ORDER BY conversation LIMIT ?`,
    name,
    after,
    limit,
  );
  return found.map(({ conversation, seq }) => [conversation, seq]);
}

/**
 * All that decides whether a browser is told of a conversation, read at one moment.
 *
 * @module
 */
import { decodeContent } from '@posthorn/protocol';
import { unreadOf } from '../../store/log/counts.ts';
import type { Place, Unread } from '../../store/log/counts.ts';
import { spansAbove } from '../../store/log/intervals.ts';
import type { Interval } from '../../store/log/intervals.ts';
import { visibleTo } from '../../store/log/reading.ts';
import { row, rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';
import { levelKey } from './listening-queries.ts';
import type { Candidate, NoticeKey, Situation, Subscription } from './records.ts';

/** The newest messages of which one is shown. */
const MAX_CANDIDATES = 20;
/** Conversations that one browser shows something of. */
const MAX_OTHERS = 200;

export const CONTENT_KEY = 'push/content';
export const QUIET_KEY = 'quiet';
export const CONTACTS_KEY = 'push/contacts';

interface SubscriptionRow extends Subscription {
  readonly quietSince: number;
  readonly quietPushes: number;
  readonly alive: number | null;
  readonly disabled: number;
  readonly busyUntil: number;
}

interface PlaceRow extends Place {
  readonly title: string;
  readonly vanishAfter: number;
  readonly muted: number;
  readonly mutedUntil: number;
  readonly readSeq: number;
}

interface NoticeRow {
  readonly shown: number;
  readonly recalled: number | null;
  /** Of what is shown. */
  readonly sender: number | null;
}

/** Undefined: there is no such subscription or conversation. `tags`: Contents.uncounted. `now`: Unix ms. */
export function* situation(
  { session, conversation }: NoticeKey,
  wanted: number,
  tags: readonly Uint8Array[],
  now: number,
): Query<Situation | undefined> {
  const found = yield* subscriptionRow(session, now);
  if (found === undefined) return undefined;
  const { quietSince, quietPushes, alive, disabled, busyUntil, ...subscription } = found;
  const { user } = subscription;
  const place = yield* placeRow(conversation, user);
  const notice = yield* row<NoticeRow>(
    `SELECT n.shown, r.seq AS recalled, m.sender FROM push_notices n
     LEFT JOIN recalls r ON r.conversation = n.conversation AND r.seq = n.shown
     LEFT JOIN messages m ON m.conversation = n.conversation AND m.seq = n.shown
     WHERE n.session = ? AND n.conversation = ?`,
    session,
    conversation,
  );
  if (place === undefined || notice === undefined) return undefined;
  const intervals = (yield* visibleTo(conversation, user))?.intervals ?? [];
  const { read, unread } = yield* readingOf(place, { user, intervals }, tags);
  const after = Math.max(read, notice.shown);
  const messages = yield* candidates({ conversation, user, intervals, after, wanted });
  const senders = [...new Set(messages.map(({ sender }) => sender))];
  const requests = place.kind === 'inbox' ? yield* requestsTo(user) : {};
  return {
    subscription,
    isAlive: alive !== null && disabled === 0,
    busyUntil,
    kind: place.kind,
    title: place.title,
    vanishes: place.vanishAfter > 0,
    muted: place.muted === 1,
    mutedUntil: place.mutedUntil,
    read,
    unread,
    shown: notice.shown,
    isShownOver: isOver(place, notice, requests),
    entries: yield* entriesOf(user, conversation, senders),
    messages,
    people: yield* peopleOf(senders),
    requests,
    blocked: yield* blockedBy(user, senders),
    others: yield* othersOf({ session, conversation }, user),
    quietSince,
    quietPushes,
  };
}

function isOver(
  { kind }: PlaceRow,
  { recalled, sender }: NoticeRow,
  requests: Situation['requests'],
): boolean {
  return recalled !== null || (kind === 'inbox' && sender !== null && requests[sender] === undefined);
}

/** Requests of which a push tells how many there are. */
const MAX_REQUESTS = 100;
/** State in the table `contacts`: the other one has asked. */
const ASKING = 1;

function* requestsTo(user: number): Query<Situation['requests']> {
  const found = yield* rows<{ readonly other: number; readonly text: string }>(
    'SELECT other, text FROM contacts WHERE "user" = ? AND state = ? ORDER BY other LIMIT ?',
    user,
    ASKING,
    MAX_REQUESTS,
  );
  return Object.fromEntries(found.map(({ other, text }) => [other, text]));
}

function* subscriptionRow(session: number, now: number): Query<SubscriptionRow | undefined> {
  const found = yield* row<SubscriptionRow>(
    `SELECT p.session, p."user", p.endpoint, p.p256dh, p.auth, p.created_at AS "createdAt",
       p.quiet_since AS "quietSince", p.quiet_pushes AS "quietPushes", s.id AS alive, u.disabled,
       u.busy_until AS "busyUntil"
     FROM push_subscriptions p JOIN users u ON u.id = p."user"
       LEFT JOIN sessions s ON s.id = p.session AND s.expires_at > ?
     WHERE p.session = ?`,
    now,
    session,
  );
  return found && { ...found };
}

function* placeRow(conversation: number, user: number): Query<PlaceRow | undefined> {
  return yield* row<PlaceRow>(
    `SELECT c.id, c.kind, c.title, c.vanish_after AS "vanishAfter", c.counted_through, c.uncounted, COALESCE(r.muted, 0) AS muted,
       COALESCE(r.muted_until, 0) AS "mutedUntil", ${READ} AS "readSeq"
     FROM conversations c LEFT JOIN readers r ON r.conversation = c.id AND r."user" = ? WHERE c.id = ?`,
    user,
    user,
    user,
    user,
    user,
    conversation,
  );
}

const SENT = 'CASE WHEN c.user_a = ? THEN c.sent_a WHEN c.user_b = ? THEN c.sent_b ELSE 0 END';
/** By the cursor, or by one's own last message in a direct conversation. Takes the user four times. */
const READ = `CASE WHEN COALESCE(r.read_seq, 0) > ${SENT} THEN r.read_seq ELSE ${SENT} END`;

function* readingOf(
  place: PlaceRow,
  { user, intervals }: { readonly user: number; readonly intervals: readonly Interval[] },
  tags: readonly Uint8Array[],
): Query<Unread> {
  return yield* unreadOf(place, { user, read: place.readSeq, intervals }, tags);
}

interface Span {
  readonly conversation: number;
  readonly user: number;
  readonly intervals: readonly Interval[];
  readonly after: number;
  readonly wanted: number;
}

interface MessageRow {
  readonly seq: number;
  readonly sender: number;
  readonly time: number;
  readonly content: Uint8Array;
  readonly edited: Uint8Array | null;
  readonly recalled: number | null;
  readonly named: number;
}

function* candidates({ conversation, user, intervals, after, wanted }: Span): Query<readonly Candidate[]> {
  const found: MessageRow[] = [];
  for (const { from, to } of spansAbove(intervals, after, Number.MAX_SAFE_INTEGER).toReversed()) {
    const some = yield* rows<MessageRow>(
      `SELECT m.seq, m.sender, m.time, m.content, s.content AS edited, r.seq AS recalled,
         (SELECT COUNT(*) FROM mentions k
           WHERE k.conversation = m.conversation AND k.seq = m.seq AND k."user" IN (0, ?)) AS named
       FROM messages m LEFT JOIN states s ON s.conversation = m.conversation AND s.seq = m.seq
         LEFT JOIN recalls r ON r.conversation = m.conversation AND r.seq = m.seq
       WHERE m.conversation = ? AND m.seq BETWEEN ? AND ? ORDER BY m.seq DESC LIMIT ?`,
      user,
      conversation,
      from,
      Math.min(to, wanted),
      MAX_CANDIDATES - found.length,
    );
    found.push(...some);
    if (found.length >= MAX_CANDIDATES) break;
  }
  const followed = yield* followedAmong(conversation, user, found);
  return found.map(({ seq, sender, time, content, edited, recalled, named }) => ({
    seq,
    sender,
    time,
    content: edited === null || edited.length === 0 ? content : edited,
    isRecalled: recalled !== null || content.length === 0,
    mentions: named > 0 && sender !== user,
    isFollowed: followed.has(threadOf(content)),
  }));
}

function threadOf(content: Uint8Array): number {
  return content.length === 0 ? 0 : decodeContent(content).thread;
}

/** Threads of these messages that the user follows. */
function* followedAmong(
  conversation: number,
  user: number,
  found: readonly MessageRow[],
): Query<ReadonlySet<number>> {
  const roots = [...new Set(found.map(({ content }) => threadOf(content)))].filter((root) => root > 0);
  if (roots.length === 0) return new Set();
  const followed = yield* rows<{ readonly root: number }>(
    `SELECT t.root FROM threads t JOIN thread_followers f ON f.thread = t.id AND f."user" = ? AND f.follows = 1
     WHERE t.conversation = ? AND t.root IN (?)`,
    user,
    conversation,
    roots,
  );
  return new Set(followed.map(({ root }) => root));
}

function* entriesOf(
  user: number,
  conversation: number,
  senders: readonly number[],
): Query<Readonly<Record<string, string>>> {
  const names = [
    CONTENT_KEY,
    CONTACTS_KEY,
    QUIET_KEY,
    levelKey(conversation),
    `archive/${conversation}`,
    ...senders.map((sender) => `contact/${sender}`),
  ];
  const found = yield* rows<{ readonly name: string; readonly value: string }>(
    'SELECT name, value FROM mine WHERE "user" = ? AND name IN (?)',
    user,
    names,
  );
  return Object.fromEntries(found.map(({ name, value }) => [name, value]));
}

function* peopleOf(users: readonly number[]): Query<Situation['people']> {
  if (users.length === 0) return {};
  const found = yield* rows<{ readonly id: number; readonly name: string; readonly display_name: string }>(
    'SELECT id, name, display_name FROM users WHERE id IN (?)',
    users,
  );
  return Object.fromEntries(
    found.map(({ id, name, display_name: shown }) => [id, { name, shown: shown === '' ? name : shown }]),
  );
}

function* blockedBy(user: number, others: readonly number[]): Query<readonly number[]> {
  if (others.length === 0) return [];
  const found = yield* rows<{ readonly other: number }>(
    'SELECT other FROM blocks WHERE "user" = ? AND other IN (?)',
    user,
    others,
  );
  return found.map(({ other }) => other);
}

interface OtherRow extends Omit<Situation['others'][number], 'isShownRecalled'> {
  readonly recalled: number | null;
}

function* othersOf({ session, conversation }: NoticeKey, user: number): Query<Situation['others']> {
  const found = yield* rows<OtherRow>(
    `SELECT n.conversation, n.shown, ${READ} AS "read",
       (SELECT t.seq FROM recalls t WHERE t.conversation = n.conversation AND t.seq = n.shown) AS recalled
     FROM push_notices n JOIN conversations c ON c.id = n.conversation
       LEFT JOIN readers r ON r.conversation = n.conversation AND r."user" = ?
     WHERE n.session = ? AND n.conversation <> ? AND n.shown > 0 ORDER BY n.conversation LIMIT ?`,
    user,
    user,
    user,
    user,
    user,
    session,
    conversation,
    MAX_OTHERS,
  );
  return found.map(({ recalled, ...each }) => ({ ...each, isShownRecalled: recalled !== null }));
}

/**
 * Conversations as one user sees them.
 *
 * @module
 */
import type { ConversationView } from './records.ts';
import type { Interval } from '../../store/log/intervals.ts';
import { isVisible, visibleFirst, visibleHead } from '../../store/log/intervals.ts';
import { CONVERSATION_COLUMNS } from '../../store/log/conversations.ts';
import type { ConversationRow } from '../../store/log/conversations.ts';
import { settingsFrom } from '../../store/log/group-settings.ts';
import { intervalsFrom, memberRow } from '../../store/log/members.ts';
import type { MemberRow } from '../../store/log/members.ts';
import { messageAt, usersOf } from '../../store/log/reading.ts';
import { change, row, rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';

const MAX_UNREAD = 100;
/** Unread messages that are looked at, newest first: what does not count must not make a list slow. */
const MAX_LOOKED_AT = 2000;

/** A user's conversations including left ones, and all rooms, by id. */
export function* views(
  user: number,
  after: number,
  limit: number,
  uncounted: readonly Uint8Array[] = [],
): Query<readonly ConversationView[]> {
  const found = yield* rows<{ readonly id: number }>(
    `SELECT conversation AS id FROM members
     WHERE "user" = ? AND conversation > ? AND (hidden = 0 OR left_seq IS NULL)
     UNION ALL SELECT id FROM conversations WHERE kind = 'room' AND id > ?
     ORDER BY id LIMIT ?`,
    user,
    after,
    after,
    limit,
  );
  const shown: ConversationView[] = [];
  for (const { id } of found) {
    const each = yield* view(user, id, uncounted);
    if (each !== undefined) shown.push(each);
  }
  return shown;
}

/** One conversation as the user sees it. Undefined if the user may not know that it exists. */
export function* view(
  user: number,
  id: number,
  uncounted: readonly Uint8Array[] = [],
): Query<ConversationView | undefined> {
  const found = yield* row<ConversationRow>(
    `SELECT ${CONVERSATION_COLUMNS} FROM conversations WHERE id = ?`,
    id,
  );
  if (found === undefined) return undefined;
  const member = yield* memberRow(id, user);
  if (member !== undefined && member.left_seq !== null && member.hidden === 1) return undefined;
  const intervals = intervalsFrom(found, member);
  return intervals === undefined ? undefined : yield* toView(found, user, { member, intervals, uncounted });
}

interface ReaderRow {
  readonly read_seq: number;
  readonly delivered_seq: number;
  readonly muted: number;
  readonly muted_until: number;
}

function* toView(
  conversation: ConversationRow,
  user: number,
  {
    member,
    intervals,
    uncounted,
  }: {
    readonly member: MemberRow | undefined;
    readonly intervals: readonly Interval[];
    readonly uncounted: readonly Uint8Array[];
  },
): Query<ConversationView> {
  const { id, kind, title, member_count: memberCount } = conversation;
  const reader = (yield* row<ReaderRow>(
    'SELECT read_seq, delivered_seq, muted, muted_until FROM readers WHERE conversation = ? AND "user" = ?',
    id,
    user,
  )) ?? { read_seq: 0, delivered_seq: 0, muted: 0, muted_until: 0 };
  const isIn = member !== undefined && member.left_seq === null;
  const hasLeft = member !== undefined && member.left_seq !== null;
  const head = visibleHead(intervals);
  const { read_seq: read, delivered_seq: delivered } = reader;
  return {
    id,
    kind,
    title: hasLeft ? member.left_title : title,
    head,
    first: visibleFirst(intervals),
    role: kind === 'group' && isIn ? member.role : undefined,
    left: hasLeft,
    peer: kind === 'direct' ? (usersOf(conversation).find((other) => other !== user) ?? user) : 0,
    memberCount: hasLeft ? 0 : memberCount,
    read,
    delivered,
    unread: yield* countUnread(id, user, { read, intervals, uncounted }),
    mutedUntil: reader.muted === 0 ? 0 : reader.muted_until || Infinity,
    silenced: isIn && member.silenced === 1,
    lastMessage: !isVisible(intervals, head) ? undefined : yield* messageAt(id, head, user),
    settings: kind === 'group' && isIn ? settingsFrom(conversation.settings, memberCount) : undefined,
    noPreviews: conversation.no_previews === 1,
  };
}

function* countUnread(
  conversation: number,
  user: number,
  {
    read,
    intervals,
    uncounted,
  }: {
    readonly read: number;
    readonly intervals: readonly Interval[];
    readonly uncounted: readonly Uint8Array[];
  },
): Query<number> {
  let unread = 0;
  let left = MAX_LOOKED_AT;
  // Content of a kind that does not count begins with the tag of its field.
  const counts = uncounted.map(() => ' AND substr(content, 1, 1) <> ?').join('');
  for (const { from, to } of intervals.toReversed()) {
    const first = Math.max(from, read + 1, to - left + 1);
    if (to < first || unread >= MAX_UNREAD) continue;
    left -= to - first + 1;
    const found = yield* row<{ readonly n: number }>(
      `SELECT COUNT(*) AS n FROM (
         SELECT 1 FROM messages WHERE conversation = ? AND seq BETWEEN ? AND ? AND sender <> ?${counts} LIMIT ?) AS found`,
      conversation,
      first,
      to,
      user,
      ...uncounted,
      MAX_UNREAD - unread,
    );
    unread += found?.n ?? 0;
  }
  return unread;
}

/** Takes a conversation off the list of a user who has left it; false: they have not. */
export function* forget(user: number, conversation: number): Query<boolean> {
  const hidden = yield* change(
    'UPDATE members SET hidden = 1 WHERE conversation = ? AND "user" = ? AND left_seq IS NOT NULL',
    conversation,
    user,
  );
  return hidden > 0;
}

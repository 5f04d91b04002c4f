/**
 * Conversations as one user sees them.
 *
 * @module
 */
import type { ConversationView } from './records.ts';
import { lastCounted, unreadOf } from '../../store/log/counts.ts';
import type { Unread } from '../../store/log/counts.ts';
import type { Interval } from '../../store/log/intervals.ts';
import { isVisible, spansAbove, visibleFirst, visibleHead } from '../../store/log/intervals.ts';
import { settingsFrom } from '../../store/log/group-settings.ts';
import { intervalsFrom } from '../../store/log/members.ts';
import { messagesAt, usersOf } from '../../store/log/reading.ts';
import { change, rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';
import { activeIds } from './activity-queries.ts';
import type { ActivityCursor } from './activity-queries.ts';
import { viewRows } from './view-row-queries.ts';
import type { ViewRow } from './view-row-queries.ts';

/** How the encoded content of kinds that do not count begins; see Contents. */
type Tags = readonly Uint8Array[];

/** A user's conversations including left ones, and all rooms, by id. */
export function* views(
  user: number,
  after: number,
  limit: number,
  tags: Tags = [],
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
  return yield* viewsOf(
    user,
    found.map(({ id }) => id),
    tags,
  );
}

/** A page of the same, by last activity, newest first. `next`: the cursor of the next page; undefined: there is none. */
export interface ActivePage {
  readonly views: readonly ConversationView[];
  /** Where the page would end behind each of them. */
  readonly cursors: readonly ActivityCursor[];
  readonly next: ActivityCursor | undefined;
}

export function* activeViews(
  user: number,
  before: ActivityCursor | undefined,
  limit: number,
  tags: Tags = [],
): Query<ActivePage> {
  const found = yield* activeIds(user, before, limit);
  const shown = yield* viewsOf(
    user,
    found.map(({ id }) => id),
    tags,
  );
  return { views: shown, cursors: found, next: found.length < limit ? undefined : found.at(-1) };
}

/** One conversation as the user sees it. Undefined if the user may not know that it exists. */
export function* view(user: number, id: number, tags: Tags = []): Query<ConversationView | undefined> {
  return (yield* viewsOf(user, [id], tags))[0];
}

interface Shown {
  readonly view: Omit<ConversationView, 'lastMessage'>;
  /** Seq of the last message that counts; 0: none. */
  readonly last: number;
}

function* viewsOf(user: number, ids: readonly number[], tags: Tags): Query<readonly ConversationView[]> {
  const found = yield* viewRows(user, ids);
  const shown: Shown[] = [];
  for (const id of ids) {
    const each = found.get(id);
    const intervals = each && visibleIn(each);
    if (each === undefined || intervals === undefined) continue;
    const { read, unread, mentions } = yield* unreadIn(each, user, { intervals, tags });
    const last = yield* lastIn(each, intervals, tags);
    shown.push({ view: { ...shownOf(each, user, intervals), read, unread, mentions }, last });
  }
  const messages = yield* messagesAt(
    shown.flatMap(({ view: { id }, last }) => (last === 0 ? [] : [[id, last] as const])),
    user,
  );
  const lastOf = new Map(messages.map((message) => [message.conversation, message]));
  return shown.map(({ view: each }) => ({ ...each, lastMessage: lastOf.get(each.id) }));
}

/** Undefined if the user may not know that the conversation exists. */
export function visibleIn(found: ViewRow): readonly Interval[] | undefined {
  const { joined_seq, left_seq, past, hidden } = found;
  if (joined_seq === null) return intervalsFrom(found, undefined);
  if (left_seq !== null && hidden === 1) return undefined;
  return intervalsFrom(found, { joined_seq, left_seq, past: past ?? '' });
}

function shownOf(
  found: ViewRow,
  user: number,
  intervals: readonly Interval[],
): Omit<ConversationView, 'lastMessage' | keyof Unread> {
  const { id, kind, title, member_count: memberCount, left_seq, role } = found;
  const hasLeft = left_seq !== null;
  const isIn = role !== null && !hasLeft;
  return {
    id,
    kind,
    title: hasLeft ? (found.left_title ?? '') : title,
    head: visibleHead(intervals),
    first: visibleFirst(intervals),
    role: kind === 'group' && isIn ? role : undefined,
    left: hasLeft,
    peer: kind === 'direct' ? (usersOf(found).find((other) => other !== user) ?? user) : 0,
    memberCount: hasLeft ? 0 : memberCount,
    delivered: found.delivered_seq,
    mutedUntil: found.muted === 0 ? 0 : found.muted_until || Infinity,
    silenced: isIn && found.silenced === 1,
    settings: kind === 'group' && isIn ? settingsFrom(found.settings, memberCount) : undefined,
    noPreviews: found.no_previews === 1,
    vanishAfterMs: found.vanish_after,
  };
}

/** What the row says is all, unless some of it is not counted yet, or an earlier stay is unread. */
function* unreadIn(
  found: ViewRow,
  user: number,
  { intervals, tags }: { readonly intervals: readonly Interval[]; readonly tags: Tags },
): Query<Unread> {
  const { read_seq: read, low, high, mentions } = found;
  const isPastUnread = spansAbove(intervals.slice(0, -1), read, 1).length > 0;
  if (high > found.counted_through || isPastUnread) {
    return yield* unreadOf(found, { user, read, intervals }, tags);
  }
  const unread = high <= low ? 0 : high - low - (found.n_high - found.n_low) - found.recalled;
  return { read, unread, mentions };
}

/** Seq of the last visible message that counts; 0: none. */
function* lastIn(found: ViewRow, intervals: readonly Interval[], tags: Tags): Query<number> {
  const { active_seq: active, counted_through: through, high } = found;
  if (high <= through) {
    if (isVisible(intervals, active)) return active;
    if (active < visibleFirst(intervals)) return 0;
  }
  return (yield* lastCounted(found, intervals, tags)) ?? 0;
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

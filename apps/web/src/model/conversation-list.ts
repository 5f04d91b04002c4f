/**
 * Which conversations the list shows, and in which order.
 *
 * @module
 */
import type { ConversationInfo } from '@posthorn/client/engine';
import { isLater } from './list-outgoing.ts';
import type { OnWay } from './list-outgoing.ts';
import { NOTHING_OWN } from './own.ts';
import type { Folder, Own } from './own.ts';

/** What is shown: a tab, the archive, or the id of a folder behind `folder/`. */
export type ListView = 'all' | 'unread' | 'mentions' | 'archive' | `folder/${string}`;

/** What the list needs of a conversation. */
export type ListedInfo = Pick<
  ConversationInfo,
  'id' | 'kind' | 'activeAt' | 'unread' | 'mentions' | 'lastMessage' | 'left' | 'head' | 'read'
>;

export interface ListInput {
  readonly conversations: ReadonlyMap<number, ListedInfo>;
  readonly own: ReadonlyMap<number, Own>;
  /** What this device sends there. */
  readonly onWay?: ReadonlyMap<number, OnWay>;
  readonly folders: readonly Folder[];
  readonly view: ListView;
  /** What is open stays in the view that it was opened from. */
  readonly current: number | undefined;
}

export interface ListCounts {
  /** Conversations with something unread. */
  readonly unread: number;
  /** Messages that mention the user. */
  readonly mentions: number;
  readonly archived: number;
}

/** Ids in the order in which they are shown: pinned ones by the user's order, then by activity. */
export function listed(input: ListInput): readonly number[] {
  const { conversations, own, onWay } = input;
  const isShown = chooser(input);
  const shown: ListedInfo[] = [];
  for (const info of conversations.values()) if (isShown(info)) shown.push(info);
  // Mostly nothing is.
  const isOnWay = onWay !== undefined && onWay.size > 0;
  const activeAt = (info: ListedInfo): number =>
    isOnWay ? activeAtOf(info, onWay.get(info.id)) : info.activeAt;
  const pinOf = ({ id }: ListedInfo): number => own.get(id)?.pin ?? -Infinity;
  shown.sort((a, b) => {
    const [first, second] = [pinOf(a), pinOf(b)];
    if (first !== second) return second - first;
    return activeAt(b) - activeAt(a) || b.id - a.id;
  });
  return shown.map(({ id }) => id);
}

/** When something was said, also by this device alone. Unix ms. */
export function activeAtOf({ activeAt }: Pick<ListedInfo, 'activeAt'>, onWay: OnWay | undefined): number {
  return onWay !== undefined && isLater(onWay, activeAt) ? Math.max(activeAt, onWay.time) : activeAt;
}

/** What the tabs say. Archived and muted conversations count only where they name the user. `now`: Unix ms. */
export function countsOf(
  { conversations, own }: Pick<ListInput, 'conversations' | 'own'>,
  now: number,
): ListCounts {
  let [unread, mentions, archived] = [0, 0, 0];
  for (const info of conversations.values()) {
    const mine = own.get(info.id) ?? NOTHING_OWN;
    if (isArchived(info, mine)) archived += 1;
    else if (isUnread(info, mine) && alerts(mine, now)) unread += 1;
    mentions += info.mentions;
  }
  return { unread, mentions, archived };
}

/** Unread by its messages, or because the user has marked it so. */
export function isUnread(info: ListedInfo, { isMarked }: Own): boolean {
  return info.unread > 0 || info.mentions > 0 || isMarked || hasNotices(info);
}

/** What happens in an inbox is told by events, which do not count as messages. */
function hasNotices({ kind, head, read }: ListedInfo): boolean {
  return kind === 'inbox' && head > read;
}

/** Whether what is said there alerts the user without naming them. */
export function alerts({ mutedUntil, level }: Own, now: number): boolean {
  return mutedUntil <= now && level === 'all';
}

/** What is archived comes back by a message that counts, and stays away if the user has muted it. */
export function isArchived({ lastMessage }: ListedInfo, { archivedThrough }: Own): boolean {
  return archivedThrough !== undefined && (lastMessage?.seq ?? 0) <= archivedThrough;
}

/** What is open stays where it is, so that reading it does not take it away. */
function chooser({ own, folders, view, current }: ListInput): (info: ListedInfo) => boolean {
  const ownOf = ({ id }: ListedInfo): Own => own.get(id) ?? NOTHING_OWN;
  const isKept = (info: ListedInfo): boolean => !isArchived(info, ownOf(info)) || info.id === current;
  switch (view) {
    case 'all':
      return isKept;
    case 'archive':
      return (info) => isArchived(info, ownOf(info));
    case 'unread':
      return (info) => (isUnread(info, ownOf(info)) && isKept(info)) || info.id === current;
    case 'mentions':
      return (info) => info.mentions > 0 || info.id === current;
    default: {
      const folder = folders.find(({ id }) => view === `folder/${id}`);
      const ids = new Set(folder?.conversations);
      return (info) => ids.has(info.id);
    }
  }
}

/** The value of `pin/ID` that puts a conversation above all that are pinned. */
export function topPin(own: ReadonlyMap<number, Own>): number {
  let top = 0;
  for (const { pin } of own.values()) if (pin !== undefined && pin > top) top = pin;
  return top + 1;
}

/** Messages that are unread where they alert, and those that mention the user anywhere. */
export function unreadTotal(
  conversations: ReadonlyMap<number, ListedInfo>,
  own: ReadonlyMap<number, Own>,
  now: number,
): number {
  let total = 0;
  for (const info of conversations.values()) {
    const mine = own.get(info.id) ?? NOTHING_OWN;
    const counts = alerts(mine, now) && !isArchived(info, mine);
    total += counts ? Math.max(info.unread, info.mentions) : info.mentions;
  }
  return total;
}

/** The badge at the end of a row. Undefined: none. `count` 0: a dot, for what is marked as unread. */
export interface RowBadge {
  readonly kind: 'unread' | 'quiet' | 'mention';
  readonly count: number;
}

/** As the server counts: messages that mention the user come first, then what is unread; quiet where it does not alert. */
export function badgeOf(info: ListedInfo, own: Own, now: number): RowBadge | undefined {
  if (info.mentions > 0) return { kind: 'mention', count: info.mentions };
  const kind = alerts(own, now) ? 'unread' : 'quiet';
  if (info.unread > 0) return { kind, count: info.unread };
  return own.isMarked || hasNotices(info) ? { kind, count: 0 } : undefined;
}

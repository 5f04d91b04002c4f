/**
 * Which conversations the list shows, in which order.
 *
 * @module
 */
import type { Folder } from './own.ts';
import type { ChatState, Room } from './state.ts';

/** Those at the top first, then by activity. */
export function listedRooms(state: ChatState): readonly Room[] {
  const isMeant = chooser(state);
  return state.rooms.filter(isMeant).sort(byPin);
}

/** What the list is called, unless it shows all. Safe to print. */
export function listTitle(state: ChatState): string | undefined {
  const { list } = state;
  switch (list) {
    case 'all':
      return undefined;
    case 'archived':
    case 'unread':
      return list;
    default:
      return folderOf(state)?.title;
  }
}

/** Unread by its messages, or because the user has marked it so. */
export function isUnread({ unread, own }: Room): boolean {
  return unread > 0 || own.isMarked;
}

export function isArchived({ own, counted }: Room): boolean {
  return own.archivedThrough !== undefined && counted <= own.archivedThrough;
}

/** Whether what is said there alerts the user. `now`: Unix ms. */
export function alerts({ own }: Room, now: number): boolean {
  return own.level === 'all' && own.mutedUntil <= now;
}

/** Undefined: the list shows none, or one that is gone; then it shows all. */
function folderOf({ list, folders }: ChatState): Folder | undefined {
  return folders.find(({ id }) => list === `folder/${id}`);
}

function chooser(state: ChatState): (room: Room) => boolean {
  const { list, openId } = state;
  switch (list) {
    case 'all':
      return (room) => !isArchived(room);
    case 'archived':
      return isArchived;
    case 'unread':
      // What one reads stays until one leaves it.
      return (room) => (isUnread(room) && !isArchived(room)) || room.id === openId;
    default: {
      const ids = folderOf(state)?.conversations;
      return (room) => !isArchived(room) && (ids?.includes(room.id) ?? true);
    }
  }
}

function byPin(a: Room, b: Room): number {
  const [first, second] = [a.own.pin ?? -Infinity, b.own.pin ?? -Infinity];
  return first === second ? 0 : second - first;
}

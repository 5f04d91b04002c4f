/**
 * What is unread in a conversation: as the server says, and counted on from there.
 *
 * @module
 */
import { entryTarget } from '@posthorn/client';
import type { Content, Conversation, Incoming } from '@posthorn/client';
import type { Room } from './state.ts';

/** Takes over what the server says. What is on the screen counts as read, even before the server knows. */
export function withConversation(room: Room, conversation: Conversation, isOpen: boolean): Room {
  const { title, kind, head, peer, read: ownRead, left: isLeft, lastMessage } = conversation;
  const unread = isOpen ? 0 : conversation.unread;
  const mentions = isOpen ? 0 : conversation.mentions;
  const activity = Math.max(room.activity, lastMessage?.time ?? 0);
  const counted = Math.max(room.counted, lastMessage?.seq ?? 0);
  return { ...room, title, kind, head, peer, ownRead, isLeft, unread, mentions, activity, counted };
}

/** Whether it may change what was unread before: what is recalled counts no more, an edit may name others. */
export function changesUnread({ kind }: Pick<Content, 'kind'>): boolean {
  return kind?.case === 'recall' || kind?.case === 'edit';
}

/**
 * Counts a message that has come, unless the server has counted it already. Whoever says something has read what came before
 * it: no receipt tells of that. `self`: the reader's id.
 */
export function withNews(room: Room, message: Incoming, self: number): Room {
  const { seq, time, isMine, content } = message;
  const { kind, thread } = content;
  if (kind?.case === 'event' || entryTarget(content) > 0) return { ...room, head: Math.max(room.head, seq) };
  const read = thread > 0 ? room : isMine ? withOwnRead(room, seq) : withOthersRead(room, seq);
  if (seq <= room.head) return read;
  return {
    ...read,
    head: seq,
    activity: thread > 0 ? room.activity : Math.max(room.activity, time),
    counted: thread > 0 ? room.counted : Math.max(room.counted, seq),
    unread: read.unread + (isMine || thread > 0 ? 0 : 1),
    mentions: read.mentions + (isMine || !isNaming(content, self) ? 0 : 1),
  };
}

/** A message has vanished: it counts no more. Later the server tells of it, and says how much is unread. */
export function withVanished(room: Room, { seq, isMine, content }: Incoming, self: number): Room {
  if (isMine || seq <= room.ownRead) return room;
  const fewer = (count: number, isCounted: boolean): number => Math.max(0, count - (isCounted ? 1 : 0));
  return {
    ...room,
    unread: fewer(room.unread, content.thread === 0),
    mentions: fewer(room.mentions, isNaming(content, self)),
  };
}

function isNaming({ mentions, mentionAll }: Content, self: number): boolean {
  return mentions.includes(self) || mentionAll !== 'unspecified';
}

function withOwnRead(room: Room, seq: number): Room {
  return seq <= room.ownRead ? room : { ...room, ownRead: seq, unread: 0, mentions: 0 };
}

/** In a room nobody is told who has read what. */
function withOthersRead(room: Room, seq: number): Room {
  if (room.kind === 'room') return room;
  return { ...room, read: Math.max(room.read, seq), delivered: Math.max(room.delivered, seq) };
}

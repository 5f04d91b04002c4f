/**
 * What is unread in a conversation: as the server says, and counted on from there.
 *
 * @module
 */
import { entryTarget } from '@posthorn/client';
import type { Conversation, Incoming } from '@posthorn/client';
import type { Room } from './state.ts';

/** Takes over what the server says. What is on the screen counts as read, even before the server knows. */
export function withConversation(room: Room, conversation: Conversation, isOpen: boolean): Room {
  const { title, kind, head, peer, read: ownRead, left: isLeft, muted: isMuted, lastMessage } = conversation;
  const unread = isOpen ? 0 : conversation.unread;
  const mentions = isOpen ? 0 : conversation.mentions;
  const activity = Math.max(room.activity, lastMessage?.time ?? 0);
  return { ...room, title, kind, head, peer, ownRead, isLeft, isMuted, unread, mentions, activity };
}

/** Counts a message that has come, unless the server has counted it already. `self`: the reader's id. */
export function withNews(room: Room, { seq, time, isMine, content }: Incoming, self: number): Room {
  const { kind, thread, mentions, mentionAll } = content;
  if (seq <= room.head) return room;
  const head = seq;
  if (kind?.case === 'event' || entryTarget(content) > 0) return { ...room, head };
  const isNaming = mentions.includes(self) || mentionAll !== 'unspecified';
  return {
    ...room,
    head,
    activity: thread > 0 ? room.activity : Math.max(room.activity, time),
    unread: room.unread + (isMine || thread > 0 ? 0 : 1),
    mentions: room.mentions + (isMine || !isNaming ? 0 : 1),
  };
}

/**
 * Types of events in the log.
 *
 * @module
 */
import { decodeContent } from '@posthorn/protocol';
import type { Content, EventKind } from '@posthorn/protocol';

/** Types of what is said in conversations. Others are registered with what happens outside (Feature.happenings). */
export const LOG_TYPES = [
  'message.created',
  'message.edited',
  'message.recalled',
  'reaction.changed',
  'pin.changed',
  'poll.voted',
  'poll.closed',
  'preview.added',
  'conversation.created',
  'conversation.member-added',
  'conversation.member-joined',
  'conversation.member-left',
  'conversation.member-removed',
  'conversation.member-banned',
  'conversation.member-muted',
  'conversation.member-unmuted',
  'conversation.role-changed',
  'conversation.renamed',
  'conversation.changed',
] as const;

type LogType = (typeof LOG_TYPES)[number];

/** Those without are in inboxes. */
const OF_EVENTS: Readonly<Record<EventKind, LogType | undefined>> = {
  created: 'conversation.created',
  added: 'conversation.member-added',
  joined: 'conversation.member-joined',
  left: 'conversation.member-left',
  removed: 'conversation.member-removed',
  banned: 'conversation.member-banned',
  muted: 'conversation.member-muted',
  unmuted: 'conversation.member-unmuted',
  'role-changed': 'conversation.role-changed',
  renamed: 'conversation.renamed',
  changed: 'conversation.changed',
  previews: 'conversation.changed',
  'no-previews': 'conversation.changed',
  vanishing: 'conversation.changed',
  'join-asked': undefined,
  'join-refused': undefined,
  'contact-asked': undefined,
  'contact-accepted': undefined,
  'contact-removed': undefined,
  unspecified: undefined,
};

/** Undefined: receivers are not told of it. It stays the same when words are erased. */
export function typeOf({ kind }: Content): LogType | undefined {
  switch (kind?.case) {
    case undefined:
    case 'custom':
    case 'poll':
    case 'erased':
    case 'recalled':
      return 'message.created';
    case 'edit':
      return 'message.edited';
    case 'recall':
      return 'message.recalled';
    case 'reaction':
      return 'reaction.changed';
    case 'pin':
      return 'pin.changed';
    case 'vote':
      return 'poll.voted';
    case 'closePoll':
      return 'poll.closed';
    case 'preview':
      return 'preview.added';
    case 'event':
      return OF_EVENTS[kind.value.kind];
  }
}

/** typeOf() of an encoded content. */
export function typeIn(content: Uint8Array): LogType | undefined {
  return isBareText(content) ? 'message.created' : typeOf(decodeContent(content));
}

const TEXT_KEY = 0x0a;
const LONGER = 0x80;

/** Whether there is nothing but a text of less than 16,384 bytes: most messages need not be decoded. */
function isBareText(content: Uint8Array): boolean {
  const [key, first = 0, second = 0] = content;
  if (key !== TEXT_KEY) return false;
  if (first < LONGER) return content.length === first + 2;
  return second < LONGER && content.length === (first & 0x7f) + second * LONGER + 3;
}

/**
 * What the user may do with a message.
 *
 * @module
 */
import type { Incoming } from '@posthorn/client';
import type { Conversation, User } from '@posthorn/protocol';
import { denialOf, rankOf } from './group-rights.ts';

export interface Rights {
  readonly reply: boolean;
  readonly react: boolean;
  readonly edit: boolean;
  readonly recall: boolean;
  readonly forward: boolean;
  readonly pin: boolean;
  readonly star: boolean;
  readonly copy: boolean;
  readonly link: boolean;
  readonly report: boolean;
  readonly thread: boolean;
  /** To be told of what is said in its thread, or not any more. */
  readonly follow: boolean;
  readonly closePoll: boolean;
  readonly readers: boolean;
}

/** What matters of a conversation for its messages. */
export type ChatInfo = Pick<Conversation, 'kind' | 'role' | 'left' | 'silenced' | 'settings' | 'memberCount'>;

/** Whether the user may say something here. */
export function mayWrite(place: ChatInfo): boolean {
  if (place.left || place.silenced || place.kind === 'inbox') return false;
  return place.kind !== 'group' || denialOf('write', place) === undefined;
}

export function rightsOf(message: Incoming, place: ChatInfo, me: User | undefined): Rights {
  const { kind } = message.content;
  const hasWords = kind === undefined || kind.case === 'poll' || kind.case === 'custom';
  const writes = mayWrite(place);
  const isManager = isAdmin(place, me);
  const { isMine } = message;
  const answers = writes && hasWords;
  return {
    reply: answers,
    react: answers,
    edit: writes && isMine && kind === undefined,
    recall: hasWords && !place.left && (isMine || (place.kind === 'group' && isManager)),
    forward: isForwardable(message),
    pin: answers && mayPin(place, me),
    star: hasWords,
    copy: hasWords,
    link: hasWords,
    report: hasWords && !isMine && message.sender !== 0,
    thread: answers && message.content.thread === 0,
    follow: hasThread(message),
    closePoll: writes && isOpenPoll(message) && (isMine || isManager),
    readers: hasWords && isMine && place.kind !== 'inbox',
  };
}

function hasThread({ state }: Incoming): boolean {
  return (state?.thread?.count ?? 0) > 0;
}

function isForwardable({ content: { kind }, state }: Incoming): boolean {
  const isSaid = kind === undefined || kind.case === 'poll';
  return isSaid && (state?.vanishesAt ?? 0) === 0;
}

function isOpenPoll({ content, state }: Incoming): boolean {
  return content.kind?.case === 'poll' && state?.poll?.closed !== true;
}

function mayPin(place: ChatInfo, me: User | undefined): boolean {
  if (place.kind === 'room') return me?.admin === true;
  return place.kind === 'group' ? denialOf('pin', place) === undefined : place.kind === 'direct';
}

function isAdmin({ kind, role }: ChatInfo, me: User | undefined): boolean {
  return kind === 'room' ? me?.admin === true : rankOf(role) >= rankOf('admin');
}

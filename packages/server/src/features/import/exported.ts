/**
 * Messages as records: with names of the source instead of numbers that mean something here alone.
 *
 * @module
 */
import { decodeContent, decodeState } from '@posthorn/protocol';
import type { Content, Event } from '@posthorn/protocol';
import { fileAt } from '@posthorn/protocol/words';
import { toJson } from '@posthorn/protocol/schema';
import type { Json } from '../../http/route.ts';
import type { ExportedMessage } from './export-queries.ts';

/** What the numbers of this server are called outside. */
export interface Names {
  readonly user: (id: number) => string;
  readonly file: (id: string) => string;
  /** False: it is gone. */
  readonly hasFile: (id: string) => boolean;
  /** The sender of another message of the conversation. Undefined: there is no such message. */
  readonly senderAt: (seq: number) => number | undefined;
}

/** A message as it was sent. */
export interface Said {
  readonly message: ExportedMessage;
  readonly content: Content;
}

/** Undefined for what has expired, what the server makes anew, and what nobody is to learn. */
export function saidIn(message: ExportedMessage): Said | undefined {
  if (message.content.length === 0) return undefined;
  const content = decodeContent(message.content);
  const { kind } = content;
  const isLeftOut = kind?.case === 'preview' || (kind?.case === 'vote' && kind.value.secret);
  return isLeftOut ? undefined : { message, content };
}

/** Seqs of the messages that one names. */
export function seqsIn({ content }: Said): readonly number[] {
  const { thread, replyTo } = content;
  return [thread, replyTo, targetOf(content)].filter((seq) => seq > 0);
}

/** Users that a message names. */
export function usersIn({ message, content }: Said): readonly number[] {
  const { kind, mentions, forward } = content;
  const named = kind?.case === 'edit' ? kind.value.mentions : kind?.case === 'event' ? kind.value.users : [];
  return [message.sender, forward?.user ?? 0, ...mentions, ...named].filter((user) => user > 0);
}

/** Files that a message has, or makes the picture of a group. */
export function filesIn({ content }: Said): readonly string[] {
  const picture = pictureIn(content);
  return [...content.attachments.map(({ id }) => id), ...(picture === undefined ? [] : [picture])];
}

function pictureIn({ kind }: Content): string | undefined {
  return kind?.case === 'event' ? fileAt(kind.value.settings?.pictureUrl ?? '') : undefined;
}

/** The record of a message. `conversation`: what that is called. */
export function messageRecord({ message, content }: Said, conversation: string, names: Names): Json {
  const { seq, sender, time, state } = message;
  const { kind, mentions, thread, replyTo, attachments, forward } = content;
  const target = targetOf(content);
  const key = (at: number): Json | undefined => keyOf(names, at);
  const named = kind?.case === 'edit' ? kind.value.mentions : mentions;
  const users = kind?.case === 'event' ? kind.value.users : [];
  const picture = pictureIn(content);
  return defined({
    type: 'message',
    conversation,
    id: String(seq),
    sender: sender === 0 ? '' : names.user(sender),
    time,
    content: contentJson(content),
    thread: key(thread),
    replyTo: key(replyTo),
    target: key(target),
    mentions: named.length > 0 ? named.map(names.user) : undefined,
    users: users.length > 0 ? users.map(names.user) : undefined,
    files:
      attachments.length > 0
        ? attachments.map(({ id, alt }) => ({ id: names.file(id), ...(alt !== '' && { alt }) }))
        : undefined,
    picture: picture !== undefined && names.hasFile(picture) ? names.file(picture) : undefined,
    forwardOf: forward !== undefined && forward.user > 0 ? names.user(forward.user) : undefined,
    tally: tallyOf(content, state),
  });
}

/** What a message is called. Undefined: there is none. */
export function keyOf({ user, senderAt }: Names, seq: number): Json | undefined {
  const sender = seq > 0 ? senderAt(seq) : undefined;
  return sender === undefined ? undefined : { sender: sender === 0 ? '' : user(sender), id: String(seq) };
}

/** Of an anonymous poll: who has chosen what stays secret. */
function tallyOf({ kind }: Content, state: Uint8Array | null): Json | undefined {
  if (kind?.case !== 'poll' || !kind.value.anonymous || state === null) return undefined;
  const { poll } = decodeState(state);
  return poll && { votes: poll.votes, voters: poll.voters };
}

function targetOf({ kind }: Content): number {
  return kind !== undefined && 'target' in kind.value ? kind.value.target : 0;
}

/** Without what the record says beside it. */
function contentJson(content: Content): Json {
  const bare: Content = {
    ...content,
    mentions: [],
    thread: 0,
    replyTo: 0,
    attachments: [],
    forward: content.forward && { ...content.forward, user: 0, conversation: 0, seq: 0 },
    kind: bareKind(content.kind),
    author: content.author && { ...content.author, incoming: 0 },
  };
  return pruned(toJson('Content', bare));
}

function bareKind(kind: Content['kind']): Content['kind'] {
  switch (kind?.case) {
    case 'edit':
      return { case: 'edit', value: { ...kind.value, target: 0, mentions: [] } };
    case 'event':
      return { case: 'event', value: bareEvent(kind.value) };
    case 'recalled':
      return { case: 'recalled', value: { by: 0 } };
    case 'recall':
      return { case: 'recall', value: { ...kind.value, target: 0 } };
    case 'reaction':
      return { case: 'reaction', value: { ...kind.value, target: 0 } };
    case 'pin':
      return { case: 'pin', value: { ...kind.value, target: 0 } };
    case 'vote':
      return { case: 'vote', value: { ...kind.value, target: 0 } };
    case 'closePoll':
      return { case: 'closePoll', value: { ...kind.value, target: 0 } };
    default:
      return kind;
  }
}

function bareEvent(event: Event): Event {
  const { pictureUrl, ...settings } = event.settings ?? {};
  const isFile = fileAt(pictureUrl ?? '') !== undefined;
  const bare = { ...event, users: [], conversation: 0 };
  return isFile ? { ...bare, settings: settings as Event['settings'] } : bare;
}

/** Without defaults. In the settings of a group an empty value says something. */
function pruned(json: Json): Json {
  const kept = Object.entries(json).flatMap(([name, value]): [string, unknown][] => {
    if (isDefault(value)) return [];
    if (name === 'settings' || !isObject(value)) return [[name, value]];
    return [[name, pruned(value)]];
  });
  return Object.fromEntries(kept);
}

function isDefault(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === '' || value === 0 || value === false || value === 'unspecified';
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function defined(json: Json): Json {
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));
}

/**
 * What a receiver gets: the same bytes for the same event, whenever it is built, unless something was erased meanwhile.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { decodeContent } from '@posthorn/protocol';
import type { Attachment, Author, Content, Forward } from '@posthorn/protocol';
import type { Contents } from '../../router/contents.ts';
import { notedIn } from '../../store/happenings.ts';
import { typeOf } from './event-types.ts';
import type { EntrySource, HappeningSource, StoredEvent } from './records.ts';

type Fields = Readonly<Record<string, unknown>>;

/** An event as a receiver is told of it. */
export interface ToldEvent {
  /** The same however often it is delivered. */
  readonly id: string;
  readonly position: number;
  readonly conversation: number;
  /** Empty: it happened in none. */
  readonly conversationKind: string;
  readonly seq: number;
  readonly type: string;
  /** Unix ms. */
  readonly time: number;
  readonly data: Fields;
}

/** What an event needs besides what is stored with it. */
export interface Telling {
  readonly contents: Contents;
  readonly names: ReadonlyMap<number, string>;
}

/** An event with its content decoded. */
export interface ReadEvent extends StoredEvent {
  /** Undefined: it has none, or it has expired. */
  readonly content: Content | undefined;
}

export function readEvent(event: StoredEvent): ReadEvent {
  const { source } = event;
  const isSaid = source.kind === 'entry' && source.content.length > 0;
  return { ...event, content: isSaid ? decodeContent(source.content) : undefined };
}

/** Ids of users whose names {@link tell} needs. */
export function usersIn({ source, content }: ReadEvent): readonly number[] {
  if (source.kind === 'happening') return [source.user];
  if (content === undefined) return [];
  const { kind } = content;
  return kind?.case === 'event' ? [source.sender, ...kind.value.users] : [source.sender];
}

/** Undefined: there is nothing to tell, because it has expired or concerns nobody else. */
export function tell(event: ReadEvent, telling: Telling): ToldEvent | undefined {
  const { source } = event;
  return source.kind === 'happening' ? happeningOf(event, source, telling) : entryOf(event, source, telling);
}

function happeningOf(
  { position, conversation, seq }: StoredEvent,
  { type, user, time, data }: HappeningSource,
  { names }: Telling,
): ToldEvent | undefined {
  const about = user === 0 ? {} : { user, name: names.get(user) ?? '' };
  const more = notedIn(data);
  if (more === undefined) return undefined;
  const id = idOf(0, seq, time);
  return { id, position, conversation, conversationKind: '', seq, type, time, data: { ...about, ...more } };
}

function entryOf(
  { position, conversation, seq, content }: ReadEvent,
  { sender, time, conversationKind }: EntrySource,
  { contents, names }: Telling,
): ToldEvent | undefined {
  if (content === undefined || conversationKind === 'inbox') return undefined;
  const type = typeOf(content);
  if (type === undefined) return undefined;
  const from = contents.hidesSender(content) ? 0 : sender;
  const data = {
    conversation,
    seq,
    from: names.get(from) ?? '',
    ...(type === 'message.created' || type === 'message.edited' ? { text: textOf(content) } : {}),
    sender: from,
    conversationKind,
    ...detailsOf(content, names),
  };
  const id = idOf(conversation, seq, time);
  return { id, position, conversation, conversationKind, seq, type, time, data };
}

/** Whatever positions become in a restored database, an event keeps its id, and another one has another. */
function idOf(conversation: number, seq: number, time: number): string {
  return `evt_${digest(`${conversation}/${seq}/${time}`)}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 24);
}

function textOf({ text, kind }: Content): string {
  if (kind?.case === 'edit') return kind.value.text;
  // What stands in the place of words that were erased says so in `data` instead.
  return kind?.case === 'erased' || kind?.case === 'recalled' ? '' : text;
}

function detailsOf(content: Content, names: ReadonlyMap<number, string>): Fields {
  return { ...commonOf(content), ...kindDetails(content, names) };
}

function commonOf(content: Content): Fields {
  const { replyTo, mentions, mentionAll, thread, forward, vanishAfterMs, attachments, author } = content;
  return {
    ...(replyTo > 0 && { replyTo }),
    ...(thread > 0 && { thread }),
    ...(mentions.length > 0 && { mentions }),
    ...(mentionAll !== 'unspecified' && { mentionAll }),
    ...(forward !== undefined && { forward: forwardOf(forward) }),
    ...(vanishAfterMs > 0 && { vanishAfterMs }),
    ...(attachments.length > 0 && { attachments: attachments.map(attachmentOf) }),
    ...(author !== undefined && { author: authorOf(author) }),
  };
}

function forwardOf({ user, conversation, seq, time }: Forward): Fields {
  return { user, conversation, seq, time };
}

function authorOf({ name, incoming }: Author): Fields {
  return { name, ...(incoming > 0 && { incoming }) };
}

/** What there is, not its bytes: GET /v1/files/ID has those. */
function attachmentOf({ id, name, type, bytes, width, height, durationMs, alt, voice }: Attachment): Fields {
  return {
    id,
    name,
    type,
    bytes,
    ...(width > 0 && { width, height }),
    ...(durationMs > 0 && { durationMs }),
    ...(alt !== '' && { alt }),
    ...(voice && { voice }),
  };
}

function kindDetails({ kind }: Content, names: ReadonlyMap<number, string>): Fields {
  switch (kind?.case) {
    case undefined:
      return { kind: 'text' };
    case 'custom':
      return {
        kind: 'custom',
        custom: { type: kind.value.type, data: Buffer.from(kind.value.data).toString('base64') },
      };
    case 'poll': {
      const { options, multiple, anonymous, closesAt } = kind.value;
      return { kind: 'poll', poll: { options, multiple, anonymous, ...(closesAt > 0 && { closesAt }) } };
    }
    case 'erased':
    case 'recalled':
      return { kind: kind.case };
    case 'edit': {
      const { target, mentions } = kind.value;
      return { target, ...(mentions.length > 0 && { mentions }) };
    }
    case 'recall':
    case 'closePoll':
      return { target: kind.value.target };
    case 'reaction':
      return { target: kind.value.target, emoji: kind.value.emoji, removed: kind.value.remove };
    case 'pin':
      return { target: kind.value.target, removed: kind.value.remove };
    case 'vote':
      // Choices of an anonymous poll were never written down with the voter.
      return { target: kind.value.target, choices: kind.value.choices };
    case 'preview': {
      const { target, url, title, description } = kind.value;
      return { target, url, title, description };
    }
    case 'event': {
      const { kind: change, users, title, role } = kind.value;
      return {
        change,
        ...(users.length > 0 && { users: users.map((id) => ({ id, name: names.get(id) ?? '' })) }),
        ...(title !== '' && { title }),
        ...(role !== 'unspecified' && { role }),
      };
    }
  }
}

/** A request to a receiver. */
export interface Body {
  readonly id: string;
  readonly bytes: Uint8Array;
  /** Not empty. */
  readonly events: readonly ToldEvent[];
}

export function single(event: ToldEvent): Body {
  return { id: event.id, bytes: encoded(messageOf(event)), events: [event] };
}

/** `events`: not empty. The body is an array, also of one. */
export function batch(events: readonly ToldEvent[]): Body {
  const items = events.map((event) => ({ id: event.id, position: event.position, ...messageOf(event) }));
  const id = `evb_${digest(events.map((event) => event.id).join(' '))}`;
  return { id, bytes: encoded(items), events };
}

function messageOf({ type, time, data }: ToldEvent): Fields {
  return { type, timestamp: new Date(time).toISOString(), data };
}

function encoded(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

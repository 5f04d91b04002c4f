/**
 * Decides what a browser is told. Pure: everything is in the situation.
 *
 * @module
 */
import type { Attachment, Content } from '@posthorn/protocol';
import { decodeContent } from '@posthorn/protocol';
import { isQuiet } from '@posthorn/protocol/quiet';
import { parse, plainText } from '@posthorn/markup';
import type { Contents } from '../../router/contents.ts';
import type { Closed, ContactPayload, Kind, MessagePayload, Payload } from './payload.ts';
import type { Candidate, Situation } from './records.ts';
import { levelKey } from './listening-queries.ts';
import { CONTACTS_KEY, CONTENT_KEY, QUIET_KEY } from './situation-queries.ts';

/** An older message is not told of any more: what one finds in the morning is in the conversation list. */
export const MAX_AGE_MS = 86_400_000;
/**
 * Browsers demand that each push shows something, and stop those who push too often without. What was read elsewhere is told so
 * often, and the rest with the next message.
 */
const QUIET_PUSHES_A_DAY = 10;
const DAY_MS = 86_400_000;
/** Stops a subscription after three pushes without a notification, so there it is always told with the next message. */
const STRICT_SERVICE = '.push.apple.com';

export type Decision =
  /** The subscription is of no use any more. */
  | { readonly do: 'forget' }
  | { readonly do: 'nothing' }
  | {
      readonly do: 'tell';
      readonly payload: Payload;
      /** How long it is of use. */
      readonly ttlMs: number;
      readonly isUrgent: boolean;
      /** What the browser shows then; 0: nothing. */
      readonly shown: number;
      readonly closed: readonly number[];
      readonly quiet?: { readonly since: number; readonly pushes: number };
    };

export interface Asked {
  readonly conversation: number;
  readonly contents: Contents;
  /** Unix ms. */
  readonly now: number;
}

export function decide(situation: Situation | undefined, asked: Asked): Decision {
  if (situation === undefined) return { do: 'nothing' };
  if (!situation.isAlive) return { do: 'forget' };
  const found = isSilent(situation, asked) ? undefined : newest(situation, asked);
  if (found !== undefined) return tell(situation, asked, found);
  const { shown, read, isShownOver } = situation;
  return shown > 0 && (read >= shown || isShownOver) ? takeBack(situation, asked) : { do: 'nothing' };
}

/** The user wants no alerts now, or none of this conversation. */
function isSilent(
  { entries, kind, muted, mutedUntil, busyUntil }: Situation,
  { conversation, now }: Asked,
): boolean {
  if (muted && (mutedUntil === 0 || mutedUntil > now)) return true;
  if (busyUntil > now || isQuiet(entries[QUIET_KEY] ?? '', now)) return true;
  if (kind === 'inbox' && json(entries[CONTACTS_KEY]) === 'none') return true;
  return contentOf(entries) === 'none' || levelOf(entries, conversation) === 'none';
}

interface Found {
  readonly message: Candidate;
  readonly content: Content;
}

function newest(situation: Situation, asked: Asked): Found | undefined {
  const { subscription, blocked, kind, entries, requests } = situation;
  const { conversation, contents, now } = asked;
  const through = archivedThrough(entries, conversation);
  for (const message of situation.messages) {
    const { sender, seq, time, isRecalled, mentions, isFollowed } = message;
    if (isRecalled || sender === subscription.user || blocked.includes(sender)) continue;
    if (time < now - MAX_AGE_MS || seq <= through) continue;
    const content = decodeContent(message.content);
    if (kind === 'inbox') {
      if (isRequest(content) && requests[sender] !== undefined) return { message, content };
      continue;
    }
    if (!isMessage(contents, content)) continue;
    if (content.thread > 0 && !isFollowed && !mentions) continue;
    if (levelOf(entries, conversation) === 'mentions' && !mentions && kind !== 'direct') continue;
    return { message, content };
  }
  return undefined;
}

/** Whether a content alerts anybody: it counts, in the conversation or in a thread of it. */
export function isMessage(contents: Contents, content: Content): boolean {
  return !contents.isEntry(content) && contents.counts({ ...content, thread: 0 });
}

/** Whether somebody asks to be a contact: an event in the inbox of the one who is asked, by the one who asks. */
export function isRequest({ kind }: Content): boolean {
  return kind?.case === 'event' && kind.value.kind === 'contact-asked';
}

/** Other conversations of which nothing is to be shown any more, and up to where. */
function closedOf({ others }: Situation): Closed {
  return others
    .filter(({ shown, read, isShownRecalled }) => read >= shown || isShownRecalled)
    .map(({ conversation, shown, read }) => [conversation, Math.max(shown, read)]);
}

function tell(situation: Situation, asked: Asked, { message, content }: Found): Decision {
  const { others, kind, unread, requests } = situation;
  const closed = closedOf(situation);
  const isDirect = kind === 'direct';
  const common = {
    conversation: asked.conversation,
    seq: message.seq,
    time: message.time,
    badge: others.length - closed.length + 1,
    read: closed,
  };
  const payload: Payload =
    kind === 'inbox'
      ? {
          type: 'contact',
          ...common,
          requests: Object.keys(requests).length,
          ...requestWords(situation, message.sender),
        }
      : {
          type: 'message',
          ...common,
          mention: message.mentions,
          unread,
          ...words(situation, asked, { message, content }),
        };
  const ttlMs = message.time + MAX_AGE_MS - asked.now;
  return {
    do: 'tell',
    payload,
    ttlMs,
    isUrgent: isDirect || message.mentions,
    shown: message.seq,
    closed: closed.map(([conversation]) => conversation),
  };
}

function requestWords(
  { entries, people, requests }: Situation,
  asker: number,
): Pick<ContactPayload, 'user' | 'sender' | 'body'> {
  const wanted = contentOf(entries);
  const asking = people[asker];
  if (wanted === 'new' || asking === undefined) return {};
  const who = { user: asking.name, sender: nameOf(entries, people, asker) };
  const body = requests[asker] ?? '';
  return wanted === 'sender' || body === '' ? who : { ...who, body };
}

type Words = Pick<MessagePayload, 'title' | 'sender' | 'kind' | 'body'>;

/** As much as the user wants on their screens. */
function words(
  { entries, kind, title, people, vanishes }: Situation,
  { contents }: Asked,
  { message, content }: Found,
): Words {
  const wanted = contentOf(entries);
  if (wanted === 'new') return {};
  const sender =
    content.author?.name ??
    (contents.hidesSender(content) ? undefined : nameOf(entries, people, message.sender));
  const who: Words = {
    ...(kind !== 'direct' && title !== '' && { title }),
    ...(sender !== undefined && { sender }),
  };
  // A notification would outlive them.
  const vanish = vanishes || content.vanishAfterMs > 0;
  if (wanted === 'sender' || vanish) return who;
  return { ...who, kind: kindOf(content), body: textOf(contents, content) };
}

function textOf(contents: Contents, content: Content): string {
  const { kind, text } = content;
  // The text of a poll is its question.
  const said = kind === undefined || kind.case === 'poll' ? text : contents.textOf(content);
  return plainText(parse(said), { hideSpoilers: true });
}

function kindOf({ kind, attachments }: Content): Kind {
  if (kind?.case === 'poll') return 'poll';
  const [first] = attachments;
  return first === undefined ? 'text' : kindOfFile(first);
}

function kindOfFile({ type, voice }: Attachment): Kind {
  if (voice) return 'voice';
  switch (type.split('/', 1)[0]) {
    case 'image':
      return 'picture';
    case 'video':
      return 'video';
    case 'audio':
      return 'audio';
    default:
      return 'file';
  }
}

function takeBack(situation: Situation, { conversation, now }: Asked): Decision {
  const { subscription, others, read, shown, quietSince, quietPushes } = situation;
  const isNewDay = now - quietSince >= DAY_MS;
  const pushes = (isNewDay ? 0 : quietPushes) + 1;
  const isStrict = URL.parse(subscription.endpoint)?.hostname.endsWith(STRICT_SERVICE) === true;
  if (isStrict || pushes > QUIET_PUSHES_A_DAY) return { do: 'nothing' };
  const closed = closedOf(situation);
  return {
    do: 'tell',
    payload: {
      type: 'read',
      conversation,
      badge: others.length - closed.length,
      read: [[conversation, Math.max(read, shown)], ...closed],
    },
    ttlMs: DAY_MS,
    isUrgent: false,
    shown: 0,
    closed: closed.map(([other]) => other),
    quiet: { since: isNewDay ? now : quietSince, pushes },
  };
}

type Entries = Situation['entries'];

/** What a push may show: see docs/protocol.md, Personal space. */
function contentOf(entries: Entries): 'all' | 'sender' | 'new' | 'none' {
  const value = json(entries[CONTENT_KEY]);
  return value === 'sender' || value === 'new' || value === 'none' ? value : 'all';
}

/** What alerts the user of a conversation; absent or unknown: all. */
export function levelIn(value: string | undefined): 'all' | 'mentions' | 'none' {
  const level = json(value);
  return level === 'mentions' || level === 'none' ? level : 'all';
}

function levelOf(entries: Entries, conversation: number): ReturnType<typeof levelIn> {
  return levelIn(entries[levelKey(conversation)]);
}

/** Up to which seq an archived conversation stays silent; without one it always does. */
function archivedThrough(entries: Entries, conversation: number): number {
  const value = json(entries[`archive/${conversation}`]);
  if (typeof value !== 'object' || value === null) return 0;
  const { through } = value as { readonly through?: unknown };
  return typeof through === 'number' ? through : Infinity;
}

/** What the user calls somebody, or what they call themselves. */
function nameOf(entries: Entries, people: Situation['people'], user: number): string {
  const value = json(entries[`contact/${user}`]);
  const remark = typeof value === 'object' && value !== null && 'remark' in value ? value.remark : '';
  return typeof remark === 'string' && remark !== '' ? remark : (people[user]?.shown ?? '');
}

/** Users write what they like. */
function json(value: string | undefined): unknown {
  if (value === undefined || value === '') return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/**
 * The names of topics, and filters of them. A topic is relative to the user who has logged in: `u/romeo` is what Romeo and
 * this user say to each other. So no wildcard can mean what is foreign: docs/adr/0046-name-topics-relative-to-the-user.md.
 *
 * @module
 */
import { LIMITS } from '@posthorn/protocol';
import { MqttError } from './error.ts';
import { REASON } from './reason-codes.ts';

/** A conversation as topics name it. */
export type Chat =
  | { readonly kind: 'direct'; readonly name: string }
  | { readonly kind: 'group'; readonly id: number }
  | { readonly kind: 'lobby' }
  | { readonly kind: 'inbox' };

/** What is published on topics below that of a chat. */
export type ChatPart = 'typing' | 'read' | 'delivered' | 'info' | 'pull';

export type Topic =
  | {
      readonly part: 'chat';
      readonly chat: Chat;
      readonly form: 'text' | 'json';
      /** Makes the publish idempotent. */
      readonly clientId?: string;
    }
  | { readonly part: ChatPart; readonly chat: Chat }
  | { readonly part: 'presence'; readonly name: string }
  /** The answers to a client's own requests. */
  | { readonly part: 'reply'; readonly path: string };

const PARTS: ReadonlySet<string> = new Set([
  'typing',
  'read',
  'delivered',
  'info',
  'pull',
] satisfies ChatPart[]);
const JSON_LEVEL = 'json';
const SHARED = '$share';
/** Folding takes long with them, and no name has them; see foldName(). */
const ENDLESS_MARKS = /[\p{M}\uFF9E\uFF9F]{65}/u;
/** More than any topic has: so no filter costs more to compare. */
const MAX_LEVELS = 8;
/** Of a filter below reply/, where a client chooses. All are kept with the session. */
const MAX_REPLY_CHARS = 512;

/** The topic of what is said in a chat, as text. */
export function topicOf(chat: Chat): string {
  switch (chat.kind) {
    case 'direct':
      return `u/${chat.name}`;
    case 'group':
      return `g/${chat.id}`;
    case 'lobby':
    case 'inbox':
      return chat.kind;
  }
}

/** Throws 0x90 for what names no topic. It says nothing about whether there is such a user or group. */
export function parseTopic(name: string): Topic {
  const levels = name.split('/');
  const [first = '', second = ''] = levels;
  if (first === 'reply' && levels.length > 1) return { part: 'reply', path: name };
  if (first === 'presence' && isName(second) && levels.length === 2)
    return { part: 'presence', name: second };
  const found = chatIn(levels);
  const topic = found === undefined ? undefined : topicIn(found.chat, levels.slice(found.length));
  if (topic !== undefined) return topic;
  throw new MqttError(
    REASON.topicNameInvalid,
    'there is no such topic: what is said goes to u/<name>, g/<number of a group> or lobby',
  );
}

function chatIn([first, second = '']: readonly string[]):
  | { readonly chat: Chat; readonly length: number }
  | undefined {
  switch (first) {
    case 'u':
      return isName(second) ? { chat: { kind: 'direct', name: second }, length: 2 } : undefined;
    case 'g':
      return isId(second) ? { chat: { kind: 'group', id: Number(second) }, length: 2 } : undefined;
    case 'lobby':
    case 'inbox':
      return { chat: { kind: first }, length: 1 };
    default:
      return undefined;
  }
}

/** `rest`: the levels below the chat. */
function topicIn(chat: Chat, rest: readonly string[]): Topic | undefined {
  const [part = ''] = rest;
  if (PARTS.has(part) && rest.length === 1) return { part: part as ChatPart, chat };
  const form = part === JSON_LEVEL ? 'json' : 'text';
  const [mark, clientId = '', ...more] = form === 'json' ? rest.slice(1) : rest;
  if (mark === undefined) return { part: 'chat', chat, form };
  if (mark !== 'm' || more.length > 0) return undefined;
  const bytes = Buffer.byteLength(clientId);
  if (bytes === 0 || bytes > LIMITS.maxClientIdBytes) {
    throw new MqttError(
      REASON.topicNameInvalid,
      `the client id after /m/ has 1 to ${LIMITS.maxClientIdBytes} bytes`,
    );
  }
  return { part: 'chat', chat, form, clientId };
}

function isName(name: string): boolean {
  return name !== '' && name.length <= LIMITS.maxNameChars * 2 && !ENDLESS_MARKS.test(name);
}

function isId(text: string): boolean {
  return /^[1-9]\d{0,15}$/.test(text) && Number.isSafeInteger(Number(text));
}

/** A filter that means topics of this server. */
export interface Filter {
  /** As the client has written it. */
  readonly text: string;
  /** Names are folded. */
  readonly levels: readonly string[];
}

/** A name, or the number of a group, in {@link SHAPES}. */
const ANY = '<any>';
const ID = '<id>';
const CHATS: readonly (readonly string[])[] = [['u', ANY], ['g', ID], ['lobby'], ['inbox']];
const PRESENCE: readonly string[] = ['presence', ANY];
/** What can be subscribed to. */
const SHAPES: readonly (readonly string[])[] = [
  ...CHATS.flatMap((chat) =>
    [[], [JSON_LEVEL], ['typing'], ['read'], ['delivered'], ['info']].map((rest) => [...chat, ...rest]),
  ),
  PRESENCE,
];

/**
 * Throws 0x8F for what is no filter, or can mean no topic of this server, and 0x9E for a shared subscription. It says nothing
 * about whether there is such a user or group.
 */
export function parseFilter(text: string): Filter {
  const levels = text.split('/');
  if (levels[0] === SHARED)
    throw new MqttError(REASON.sharedSubscriptionsNotSupported, 'subscriptions are not shared here');
  if (!hasWildcardsInPlace(levels)) {
    throw new MqttError(
      REASON.topicFilterInvalid,
      'in a filter, + and # stand between slashes alone, and # stands last',
    );
  }
  // A client chooses what lies below reply/, and how deep.
  const isReply = levels[0] === 'reply' && levels.length > 1 && text.length <= MAX_REPLY_CHARS;
  const isKnown = levels.length <= MAX_LEVELS && SHAPES.some((shape) => canMean(levels, shape));
  if (!isReply && !isKnown) {
    throw new MqttError(
      REASON.topicFilterInvalid,
      'this filter means nothing here: subscribe to u/<name>, g/<number of a group>, lobby, inbox, presence/<name> or reply/#, or to + and # in their place',
    );
  }
  return { text, levels: foldedIn(levels) };
}

/** Whether a filter can mean this part of any chat, or who is online. */
export function mayMean(
  { levels }: Pick<Filter, 'levels'>,
  part: Exclude<ChatPart, 'pull'> | 'presence',
): boolean {
  if (part === 'presence') return canMean(levels, PRESENCE);
  return CHATS.some((chat) => canMean(levels, [...chat, part]));
}

function hasWildcardsInPlace(levels: readonly string[]): boolean {
  const last = levels.length - 1;
  return levels.every((level, at) => (level === '#' && at === last) || level === '+' || !/[+#]/.test(level));
}

function canMean(levels: readonly string[], shape: readonly string[]): boolean {
  for (let at = 0; at < levels.length; at++) {
    const level = levels[at] ?? '';
    if (level === '#') return at <= shape.length;
    const wanted = shape[at];
    if (wanted === undefined) return false;
    if (level === '+' || level === wanted) continue;
    if (wanted === ANY ? !isName(level) : wanted !== ID || !isId(level)) return false;
  }
  return levels.length === shape.length;
}

/** A topic that was taken apart, to be compared with filters. */
export interface TopicLevels {
  readonly text: string;
  readonly levels: readonly string[];
  readonly spelled: readonly string[];
  /** Where JSON is named; -1: this is no topic of JSON. */
  readonly jsonAt: number;
}

export function levelsOf(text: string): TopicLevels {
  const spelled = text.split('/');
  const found = chatIn(spelled);
  const jsonAt = found !== undefined && spelled[found.length] === JSON_LEVEL ? found.length : -1;
  return { text, levels: foldedIn(spelled), spelled, jsonAt };
}

/**
 * Whether a filter means a topic (§4.7). Only a filter that names it means a topic of JSON: all others mean the same messages
 * as texts.
 */
export function matches(
  { levels: filter }: Pick<Filter, 'levels'>,
  { levels, jsonAt }: TopicLevels,
): boolean {
  for (let at = 0; at < filter.length; at++) {
    const level = filter[at];
    if (level === '#') return jsonAt < at && at <= levels.length;
    if (at >= levels.length) return false;
    if (level === '+' ? at === jsonAt : level !== levels[at]) return false;
  }
  return filter.length === levels.length;
}

/** A user's name to be compared: upper and lower case are the same, and so are forms of characters, as in foldName(). */
export function folded(name: string): string {
  return name.normalize('NFKC').toLowerCase().normalize('NFKC');
}

function foldedIn(levels: readonly string[]): readonly string[] {
  const [first, second] = levels;
  if (first === 'reply' || second === undefined || !isName(second)) return levels;
  return levels.with(1, folded(second));
}

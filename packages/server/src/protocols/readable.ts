/**
 * Messages as plain texts, for clients that show nothing else. Other content becomes words to be read after the name of the
 * sender, or nothing if nobody need see it.
 *
 * @module
 */
import { decodeContent } from '@posthorn/protocol';
import { describeEvent } from '@posthorn/protocol/words';
import type { Content, Event, Forward, MessageInit } from '@posthorn/protocol';
import type { Contents, LinkTo } from '../router/contents.ts';

/** What has to be looked up before a message can be read. */
export interface Mentions {
  /** Those to whom something happened, or who have said it first. */
  readonly users: readonly number[];
  /** The seq of a message of the same conversation that is quoted; 0: none. */
  readonly quoted: number;
}

export interface Lookups {
  /** Empty: there is no such user. */
  readonly nameOf: (user: number) => Promise<string>;
  /** What a message of the same conversation says now; empty: the reader may not see it. */
  readonly wordsOf: (seq: number) => Promise<string>;
}

/** What was looked up for {@link Mentions}. */
export interface Found {
  readonly nameOf: (user: number) => string;
  readonly quote: string;
}

/** How content reads. */
export interface Wording {
  /** How content reads that has no text. */
  readonly contents: Contents;
  /** Where files are to be had. */
  readonly linkTo: LinkTo;
}

const NONE: Mentions = { users: [], quoted: 0 };
/** Of the message that somebody pins. */
const MAX_QUOTED_CHARS = 80;

/**
 * Seqs of edits and recalls of messages on the same page of a log. Those read as they are now, so what changed them is not
 * told once more.
 */
export function foldedIn(page: readonly MessageInit[]): ReadonlySet<number> {
  if (page.length < 2) return new Set();
  const onPage = new Set(page.map(({ seq = 0 }) => seq));
  const folded = page.filter(({ content }) => {
    const { kind } = decodeContent(content ?? new Uint8Array(0));
    return (kind?.case === 'edit' || kind?.case === 'recall') && onPage.has(kind.value.target);
  });
  return new Set(folded.map(({ seq = 0 }) => seq));
}

export function mentionsIn({ text, kind, forward }: Content): Mentions {
  if (text === '' && kind?.case === 'event') return { users: kind.value.users, quoted: 0 };
  if (kind?.case === 'pin') return { users: [], quoted: kind.value.target };
  return forward === undefined || forward.user === 0 ? NONE : { users: [forward.user], quoted: 0 };
}

export async function lookedUp({ users, quoted }: Mentions, { nameOf, wordsOf }: Lookups): Promise<Found> {
  const names = new Map<number, string>();
  const naming = users.map(async (user) => void names.set(user, await nameOf(user)));
  const [quote] = await Promise.all([quoted === 0 ? '' : wordsOf(quoted), ...naming]);
  return { nameOf: (user) => names.get(user) ?? '', quote };
}

/** What a message says or does. Empty: nobody need see it. */
export function readableText(
  content: Content,
  sender: number,
  { contents, linkTo }: Wording,
  { nameOf, quote }: Found,
): string {
  const { text, kind, forward } = content;
  if (text === '' && kind?.case === 'event') return sentence(kind.value, nameOf);
  // The message has vanished: everybody was told before that it would.
  if (kind?.case === 'recall' && sender === 0) return '';
  const said = contents.textOf(content, linkTo);
  if (kind?.case === 'pin') return withQuote(said, quote);
  return forward === undefined ? said : `${origin(forward, nameOf)}: ${said}`;
}

/** Describes an event without its sender. */
function sentence(event: Event, nameOf: Found['nameOf']): string {
  return describeEvent(event, event.users.map(nameOf).join(', ')) ?? 'something happened';
}

function origin({ user }: Forward, nameOf: Found['nameOf']): string {
  const name = user === 0 ? '' : nameOf(user);
  return name === '' ? '↪ forwarded' : `↪ forwarded from ${name}`;
}

function withQuote(said: string, words: string): string {
  if (words === '') return said;
  const line = words.replace(/\s+/g, ' ');
  if (line.length <= MAX_QUOTED_CHARS) return `${said}: “${line}”`;
  return `${said}: “${line.slice(0, MAX_QUOTED_CHARS).replace(/[\uD800-\uDBFF]$/, '')}…”`;
}

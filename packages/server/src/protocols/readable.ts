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

export interface ReadableOptions {
  /** Finds the names of those to whom something happened, or who have said it first. */
  readonly nameOf: (user: number) => Promise<string>;
  /** Finds what a message of the same conversation says now; empty: the reader may not see it. */
  readonly wordsOf: (seq: number) => Promise<string>;
  /** How content reads that has no text. */
  readonly contents: Contents;
  /** Where files are to be had. */
  readonly linkTo: LinkTo;
}

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

/** What a message says or does. Empty: nobody need see it. */
export async function readableText(
  content: Content,
  sender: number,
  options: ReadableOptions,
): Promise<string> {
  const { text, kind, forward } = content;
  if (text === '' && kind?.case === 'event') return sentence(kind.value, options);
  // The message has vanished: everybody was told before that it would.
  if (kind?.case === 'recall' && sender === 0) return '';
  const said = options.contents.textOf(content, options.linkTo);
  if (kind?.case === 'pin') return withQuote(said, await options.wordsOf(kind.value.target));
  return forward === undefined ? said : `${await origin(forward, options)}: ${said}`;
}

/** Describes an event without its sender. */
async function sentence(event: Event, { nameOf }: ReadableOptions): Promise<string> {
  const names = (await Promise.all(event.users.map(nameOf))).join(', ');
  return describeEvent(event, names) ?? 'something happened';
}

async function origin({ user }: Forward, { nameOf }: ReadableOptions): Promise<string> {
  const name = user === 0 ? '' : await nameOf(user);
  return name === '' ? '↪ forwarded' : `↪ forwarded from ${name}`;
}

function withQuote(said: string, words: string): string {
  if (words === '') return said;
  const line = words.replace(/\s+/g, ' ');
  if (line.length <= MAX_QUOTED_CHARS) return `${said}: “${line}”`;
  return `${said}: “${line.slice(0, MAX_QUOTED_CHARS).replace(/[\uD800-\uDBFF]$/, '')}…”`;
}

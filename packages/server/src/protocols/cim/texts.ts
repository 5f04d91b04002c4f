/**
 * Converts messages to the plain texts that CIM's clients can show. Other content becomes readable text, to be read after
 * the name of the sender, or nothing if nobody need see it.
 *
 * @module
 */
import { decodeContent } from '@posthorn/protocol';
import { describeEvent } from '@posthorn/protocol/words';
import type { Content, Event, Forward, MessageInit } from '@posthorn/protocol';
import type { Contents, LinkTo } from '../../router/contents.ts';
import { CIM_PROPERTIES, readProperties } from './note.ts';

/** A text, and its properties besides CIM's own three. */
export interface CimText {
  readonly text: string;
  readonly properties: Readonly<Record<string, string>>;
  /** It tells what its sender did, also where the server writes. */
  readonly isEvent: boolean;
}

export interface CimTextOptions {
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

/** Undefined: not to be shown. */
export async function cimText(message: MessageInit, options: CimTextOptions): Promise<CimText | undefined> {
  const content = decodeContent(message.content ?? new Uint8Array(0));
  const text = await textOf(content, message.sender ?? 0, options);
  if (text === '') return undefined;
  const { kind } = content;
  const isNote = kind?.case === 'custom' && kind.value.type === CIM_PROPERTIES;
  const properties = isNote ? readProperties(kind.value.data) : {};
  return { text, properties, isEvent: kind?.case === 'event' };
}

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

async function textOf(content: Content, sender: number, options: CimTextOptions): Promise<string> {
  const { text, kind, forward } = content;
  if (text === '' && kind?.case === 'event') return `[${await sentence(kind.value, options)}]`;
  // The message has vanished: everybody was told before that it would.
  if (kind?.case === 'recall' && sender === 0) return '';
  const said = options.contents.textOf(content, options.linkTo);
  if (kind?.case === 'pin') return withQuote(said, await options.wordsOf(kind.value.target));
  return forward === undefined ? said : `${await origin(forward, options)}: ${said}`;
}

/** Describes an event without its sender, whom the frame names. */
async function sentence(event: Event, { nameOf }: CimTextOptions): Promise<string> {
  const names = (await Promise.all(event.users.map(nameOf))).join(', ');
  return describeEvent(event, names) ?? 'something happened';
}

async function origin({ user }: Forward, { nameOf }: CimTextOptions): Promise<string> {
  const name = user === 0 ? '' : await nameOf(user);
  return name === '' ? '↪ forwarded' : `↪ forwarded from ${name}`;
}

function withQuote(said: string, words: string): string {
  if (words === '') return said;
  const line = words.replace(/\s+/g, ' ');
  if (line.length <= MAX_QUOTED_CHARS) return `${said}: “${line}”`;
  return `${said}: “${line.slice(0, MAX_QUOTED_CHARS).replace(/[\uD800-\uDBFF]$/, '')}…”`;
}

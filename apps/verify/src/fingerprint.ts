/**
 * Contents in the form of the history: short, and different for different contents. And the words by which each message can be
 * found again, wherever they are.
 *
 * @module
 */
import type { Content, ContentInit, Quote } from '@posthorn/protocol';
import { completeContent, decodeContent } from '@posthorn/protocol';
import { hash } from './dice.ts';
import type { SendFact } from './history.ts';

/** Longer texts are recorded as their start, length and hash. */
const WHOLE_CHARS = 64;

export function fingerprint({ text, kind }: Pick<Content, 'text' | 'kind'>): string {
  switch (kind?.case) {
    case 'event': {
      const { kind: what, users, title } = kind.value;
      return `(${what} ${users.join(',')} ${title})`;
    }
    case 'edit':
      return `(edit ${kind.value.target} ${ofText(kind.value.text)})`;
    case 'recall':
      return `(recall ${kind.value.target})`;
    case 'reaction': {
      const { target, emoji, remove } = kind.value;
      return `(${remove ? 'unreact' : 'react'} ${target} ${emoji})`;
    }
    case 'vote':
      return `(vote ${kind.value.target} ${kind.value.choices.join(',')})`;
    case 'poll':
      return `${ofText(text)} ${POLL}`;
    case 'recalled':
      return `(recalled by ${kind.value.by})`;
    default:
      return ofText(text);
  }
}

/** What the fingerprint of a poll ends with. */
export const POLL = '(poll)';

export function ofText(text: string): string {
  if (text.length <= WHOLE_CHARS) return text;
  return `${text.slice(0, 32)}…${text.length}:${hash(text).toString(36)}`;
}

/** The id at the start of our message. */
export function idOf(text: string): string {
  const end = text.indexOf(' ');
  return end < 0 ? text : text.slice(0, end);
}

/** Words that only what was sent under this id says. Other than the id itself, they must go when it is recalled. */
export function wordsOf(id: string): string {
  return `says<${id}>`;
}

const WORDS = /says<([^<>]+)>/g;

/** Ids of those whose words are in a text or in bytes. */
export function idsIn(text: string): readonly string[] {
  return [...text.matchAll(WORDS)].flatMap(([, id]) => id ?? []);
}

/** The same for a message: its text, what it changes another one to, its options, and what it quotes. */
export function idsSaid({ text, kind }: Content, quote?: Quote): readonly string[] {
  const texts = [text, ...(kind?.case === 'edit' ? [kind.value.text] : [])];
  if (kind?.case === 'poll') texts.push(...kind.value.options);
  if (quote !== undefined) texts.push(decodeContent(quote.content).text);
  return texts.flatMap(idsIn);
}

/** What the history says of a content that is sent. */
export function sentAs(init: ContentInit): Pick<SendFact, 'text' | 'change' | 'words' | 'file'> {
  const content = completeContent(init);
  const text = fingerprint(content);
  const [attachment] = content.attachments;
  switch (content.kind?.case) {
    case 'edit':
      return { text, change: 'edit', words: ofText(content.kind.value.text) };
    case 'recall':
    case 'reaction':
    case 'vote':
      return { text, change: content.kind.case };
    default:
      return { text, ...(attachment && { file: attachment.id }) };
  }
}

/**
 * Contents in the form of the history: short, and different for different contents.
 *
 * @module
 */
import type { Content } from '@posthorn/protocol';
import { hash } from './dice.ts';

/** Longer texts are recorded as their start, length and hash. */
const WHOLE_CHARS = 64;

export function fingerprint(content: Pick<Content, 'text' | 'kind'>): string {
  if (content.kind?.case === 'event') {
    const { kind, users, title } = content.kind.value;
    return `(${kind} ${users.join(',')} ${title})`;
  }
  return ofText(content.text);
}

export function ofText(text: string): string {
  if (text.length <= WHOLE_CHARS) return text;
  return `${text.slice(0, 32)}…${text.length}:${hash(text).toString(36)}`;
}

/** The id at the start of our message. */
export function idOf(text: string): string {
  const end = text.indexOf(' ');
  return end < 0 ? text : text.slice(0, end);
}

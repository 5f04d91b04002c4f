/**
 * Contents as the history keeps them: short, and still different when they are different.
 *
 * @module
 */
import type { Content } from '@posthorn/protocol';
import { hash } from './dice.ts';

/** Longer texts are kept as their beginning, length and hash. */
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

/** The id that a message of ours begins with. */
export function idOf(text: string): string {
  const end = text.indexOf(' ');
  return end < 0 ? text : text.slice(0, end);
}

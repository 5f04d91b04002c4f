/**
 * Short texts that people give: titles, display names, statuses, addresses of pictures.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';

// Control characters, and marks that reverse the direction of what follows them on somebody's screen.
const UNWANTED = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;

/** Code points, which is what bounds in characters mean here. */
export function countChars(text: string): number {
  return Array.from(text).length;
}

/** The text without blanks around it. `what` names it in the message. Throws INVALID. */
export function checkedLine(text: string, what: string, maxChars: number): string {
  const trimmed = text.trim();
  if (text.length > maxChars * 4 || countChars(trimmed) > maxChars) {
    throw new PosthornError('INVALID', `a ${what} has at most ${maxChars} characters`);
  }
  if (UNWANTED.test(trimmed)) throw new PosthornError('INVALID', `a ${what} is one line of plain text`);
  return trimmed;
}

/** The same for a text that must say something. */
export function checkedTitle(text: string, what: string, maxChars: number): string {
  const line = checkedLine(text, what, maxChars);
  if (line === '') throw new PosthornError('INVALID', `a ${what} is needed`);
  return line;
}

/** An http or https URL, or the empty text. Throws INVALID. */
export function checkedUrl(text: string, what: string, maxChars: number): string {
  if (text === '') return text;
  const isWeb = URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
  if (text.length > maxChars || !isWeb) {
    throw new PosthornError(
      'INVALID',
      `a ${what} is an http or https URL of at most ${maxChars} characters, or empty`,
    );
  }
  return new URL(text).href;
}

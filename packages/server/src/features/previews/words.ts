/**
 * Words of strangers, made fit for one line on a screen.
 *
 * @module
 */

/** Control characters and marks that turn the direction of what follows; runs of spaces. */
const UNWANTED = /[\p{Cc}\p{Zl}\p{Zp}\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu;
const MANY_MARKS = /(\p{M}{4})\p{M}+/gu;

/** One line of at most so many characters; a longer one ends in an ellipsis. */
export function charsOf(text: string, maxChars: number): string {
  const line = text
    .toWellFormed()
    .replaceAll(UNWANTED, ' ')
    .replaceAll(MANY_MARKS, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const chars = Array.from(line);
  return chars.length <= maxChars
    ? line
    : `${chars
        .slice(0, maxChars - 1)
        .join('')
        .trimEnd()}…`;
}

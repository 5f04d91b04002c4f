/**
 * What stands beside a place in a text.
 *
 * @module
 */

/**
 * Letters, marks and digits of scripts that put blanks between words. Chinese, Japanese and others have none: there a mark
 * within a word is meant as one.
 */
const WORD =
  '[[\\p{L}\\p{M}\\p{N}]--[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Bopo}\\p{scx=Hang}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}]]';

const BEHIND_WORD = new RegExp(`(?<=${WORD})`, 'yv');
const BEFORE_WORD = new RegExp(`(?=${WORD})`, 'yv');
/** What a URL is made of (RFC 3986 §2), without brackets; letters that should have been encoded are let through. */
export const URL_CHAR = `[${WORD}\\-._~:\\/?#@!$&'\\(\\)*+,;=%]`;

/** Whether a word goes on, or ends, before `at`. */
export function isBehindWord(text: string, at: number): boolean {
  return matchAt(BEHIND_WORD, text, at) !== undefined;
}

export function isBeforeWord(text: string, at: number): boolean {
  return matchAt(BEFORE_WORD, text, at) !== undefined;
}

/** Whether there is nothing to be seen: a blank, or the edge of the text. */
export function isGap(text: string, at: number): boolean {
  return /^\s?$/.test(text.charAt(at));
}

/** What a sticky pattern matches at this place. */
export function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

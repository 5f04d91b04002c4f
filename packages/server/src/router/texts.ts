/**
 * Checks short texts from users: titles, display names, statuses, emoji, picture URLs.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import { fileAt } from '@posthorn/protocol/words';

// Control characters, and marks that change the text direction of whatever follows on the screen.
const UNWANTED = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;

/** Characters that show nothing. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
/**
 * Where such a character changes how the one before it looks: variants of emoji, Chinese characters and Mongolian
 * letters; emoji that are joined; flags of regions; joiners between letters of scripts that are written joined.
 */
const MEANINGFUL = [
  /(?<=\p{Emoji})[\uFE0E\uFE0F]/gu,
  /(?<=\p{Script=Han})[\u{E0100}-\u{E01EF}]/gu,
  /(?<=\p{Script=Mongolian})[\u180B-\u180D\u180F]/gu,
  /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D(?=\p{Extended_Pictographic})/gu,
  /(?<=\u{1F3F4})[\u{E0061}-\u{E007A}]{2,6}\u{E007F}/gu,
  /(?<=(?![\p{scx=Latin}\p{scx=Greek}\p{scx=Cyrillic}])[\p{L}\p{M}])[\u200C\u200D](?=\p{L})/gu,
];

/** Whether a text has characters that show nothing, so that it can look like another one. */
export function hasInvisible(text: string): boolean {
  if (!INVISIBLE.test(text)) return false;
  return INVISIBLE.test(MEANINGFUL.reduce((rest, meaningful) => rest.replaceAll(meaningful, ''), text));
}

/** Combining marks upon one letter. Real scripts stack four or five; more only cover the lines above and below. */
const MAX_MARKS = 8;
const TOO_MANY_MARKS = new RegExp(`\\p{M}{${MAX_MARKS + 1}}`, 'u');

/** Throws INVALID for a letter with too many accents. */
export function assertFewMarks(text: string, what: string): void {
  if (TOO_MANY_MARKS.test(text))
    throw new PosthornError('INVALID', `a ${what} has at most ${MAX_MARKS} accents upon one letter`, {
      reason: 'text-accents',
    });
}

/** Counts code points. Limits in characters mean code points. */
export function countChars(text: string): number {
  return Array.from(text).length;
}

/** Trims and checks one line of text. `what` names it in error messages. Throws INVALID. */
export function checkedLine(text: string, what: string, maxChars: number): string {
  const isShort = text.length <= maxChars * 4;
  const trimmed = isShort ? text.trim() : '';
  if (!isShort || countChars(trimmed) > maxChars) {
    throw new PosthornError('INVALID', `a ${what} has at most ${maxChars} characters`, {
      reason: 'text-too-long',
    });
  }
  if (UNWANTED.test(trimmed))
    throw new PosthornError('INVALID', `a ${what} is one line of plain text`, { reason: 'text-not-plain' });
  assertFewMarks(trimmed, what);
  if (hasInvisible(trimmed))
    throw new PosthornError('INVALID', `a ${what} has no invisible characters`, { reason: 'text-invisible' });
  return trimmed;
}

/** Like checkedLine(), but refuses an empty text. */
export function checkedTitle(text: string, what: string, maxChars: number): string {
  const line = checkedLine(text, what, maxChars);
  if (line === '') throw new PosthornError('INVALID', `a ${what} is needed`, { reason: 'text-needed' });
  return line;
}

/** Checks a picture: an http or https URL, or the path of a file. Empty is allowed. Throws INVALID. */
export function checkedPicture(text: string): string {
  return fileAt(text) === undefined ? checkedUrl(text, 'picture', LIMITS.maxUrlChars) : text;
}

/** Checks an http or https URL; empty is allowed. Throws INVALID. */
export function checkedUrl(text: string, what: string, maxChars: number): string {
  if (text === '') return text;
  // Length first: parsing normalises the host, in time quadratic in the accents upon one letter.
  const url = text.length > maxChars ? null : URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new PosthornError(
      'INVALID',
      `a ${what} is an http or https URL of at most ${maxChars} characters, or empty`,
      { reason: 'url-invalid' },
    );
  }
  return url.href;
}

const MAX_EMOJI_BYTES = 64;
const GRAPHEMES = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** A digit is the beginning of a keycap alone. A space or a letter can be followed by what colours an emoji. */
const BEGINS_AS_EMOJI = /^(?:[\d#*]\uFE0F?\u20E3|(?![\d#*])[\p{Emoji}\p{Extended_Pictographic}])/u;
/** Emoji that were looked at before: people use few, and to look takes longer than the rest of a check. */
const known = new Set<string>();
const MAX_KNOWN = 2000;

/** Throws unless it is one emoji: a single character that people see, without words. */
export function assertEmoji(text: string, what: string): void {
  if (known.has(text)) return;
  if (text.length > MAX_EMOJI_BYTES || Buffer.byteLength(text) > MAX_EMOJI_BYTES)
    throw new PosthornError('TOO_LARGE', `an emoji has at most ${MAX_EMOJI_BYTES} bytes`, {
      reason: 'emoji-invalid',
    });
  const isOne = [...GRAPHEMES.segment(text)].length === 1;
  if (!isOne || !BEGINS_AS_EMOJI.test(text))
    throw new PosthornError('INVALID', `a ${what} is one emoji`, { reason: 'emoji-invalid' });
  if (known.size < MAX_KNOWN) known.add(text);
}

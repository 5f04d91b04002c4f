/**
 * A token as letters from a to z, for full-text indexes. Databases have ideas of their own about words: which characters
 * belong to them, how long they are, which are too common (stop words), which accents and cases are equal. None applies
 * to these codes.
 *
 * - Two tokens have two codes.
 * - The code of a prefix is a prefix of the code, up to 48 letters.
 * - MIN_CODE_LETTERS to MAX_CODE_LETTERS letters: what InnoDB indexes by default (`innodb_ft_min_token_size`,
 *   `innodb_ft_max_token_size`).
 * - Each begins with `qq`, as no stop word does.
 *
 * @module
 */
import { createHash } from 'node:crypto';

export const MIN_CODE_LETTERS = 3;
export const MAX_CODE_LETTERS = 84;
/** Of a longer code so much is kept, and the rest hashed. */
const KEPT_LETTERS = 48;
/** What does not fit into them has four letters, so that at least so many are of the token. */
const SURE_LETTERS = KEPT_LETTERS - 3;

const LEAD = 'qq';
/** One of these with three letters: any UTF-16 unit. */
const ANY = 'jqxz';
/** This one with one letter: those below. All other letters are themselves. */
const FREQUENT = 'v';
const FREQUENT_UNITS = '0123456789jqxzv+#';
const LETTERS = 26;

/** Every code has whole letters for each unit, so the first letter tells how many belong together. */
export function encode(token: string): string {
  const code = codeUpTo(token, MAX_CODE_LETTERS);
  if (code.isWhole && code.letters.length < MAX_CODE_LETTERS) return code.letters;
  // One letter longer than any that is not hashed, so it is none of those.
  const kept = codeUpTo(token, KEPT_LETTERS).letters;
  return kept + hashOf(token).slice(0, MAX_CODE_LETTERS - kept.length);
}

/** What the codes of all tokens with this prefix begin with. If it is not exact, those of others do as well. */
export function encodePrefix(prefix: string): { readonly code: string; readonly isExact: boolean } {
  const { letters, isWhole } = codeUpTo(prefix, KEPT_LETTERS);
  return { code: letters, isExact: isWhole && letters.length <= SURE_LETTERS };
}

function codeUpTo(token: string, maxLetters: number): { letters: string; isWhole: boolean } {
  let letters = LEAD;
  for (let at = 0; at < token.length; at += 1) {
    const code = codeOf(token.charCodeAt(at));
    if (letters.length + code.length > maxLetters) return { letters, isWhole: false };
    letters += code;
  }
  return { letters, isWhole: true };
}

function codeOf(unit: number): string {
  const char = String.fromCharCode(unit);
  const frequent = FREQUENT_UNITS.indexOf(char);
  if (frequent >= 0) return FREQUENT + letter(frequent);
  if (char >= 'a' && char <= 'z') return char;
  const [block, within] = [Math.floor(unit / LETTERS ** 3), unit % LETTERS ** 3];
  return (
    ANY.charAt(block) +
    letter(Math.floor(within / LETTERS ** 2)) +
    letter(Math.floor(within / LETTERS) % LETTERS) +
    letter(within % LETTERS)
  );
}

/** 54 letters or so, of SHA-256. UTF-16, since UTF-8 has no unpaired surrogates. */
function hashOf(token: string): string {
  let left = BigInt(`0x${createHash('sha256').update(token, 'utf16le').digest('hex')}`);
  let letters = '';
  for (let count = 0; count < 54; count += 1) {
    letters += letter(Number(left % BigInt(LETTERS)));
    left /= BigInt(LETTERS);
  }
  return letters;
}

function letter(index: number): string {
  return String.fromCharCode(0x61 + index);
}

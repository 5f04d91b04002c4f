/**
 * User names: which are allowed, and when two are equal.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import { assertFewMarks, countChars, hasInvisible } from '../../router/texts.ts';
import { isOfOneScript } from './looks.ts';

/** Letters, digits and `. _ -` of any script, starting with a letter or a digit. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*$/u;
const ONLY_DIGITS = /^\p{N}+$/u;

/** UTF-16 units of a name as it may be typed: the parts of a character (NFD) take up to four times as many. */
const MAX_RAW_UNITS = LIMITS.maxNameChars * 4;
/**
 * Normalising takes time quadratic in the length of a run of combining marks. No name of an account has a longer run.
 * The two halfwidth marks become combining ones by NFKC.
 */
const ENDLESS_MARKS = /[\p{M}\uFF9E\uFF9F]{65}/u;

/**
 * Folds a name for comparing and sorting: case and compatibility forms make no difference (Unicode NFKC, UAX #15). So
 * nobody can pose as `ann` by calling themselves `ANN` or `ａｎｎ`. Throws INVALID for what is longer than any name, before it
 * is looked at.
 */
export function foldName(name: string): string {
  return normalized(normalized(name).toLowerCase());
}

/** Whether they are one name. What is too long to be one is equal to none. */
export function isSameName(one: string, other: string): boolean {
  return [one, other].every(isFoldable) && foldName(one) === foldName(other);
}

/** Returns the name of a new account in NFKC. Throws INVALID and names the broken rule. */
export function checkedName(name: string): string {
  const normal = normalized(name);
  if (normal === '') throw new PosthornError('INVALID', 'a name is needed', { reason: 'name-needed' });
  if (countChars(normal) > LIMITS.maxNameChars) throw tooLong();
  assertFewMarks(normal, 'name');
  if (!NAME.test(normal)) {
    throw new PosthornError(
      'INVALID',
      'a name has letters, digits, ".", "_" and "-", and starts with a letter or digit',
      { reason: 'name-characters' },
    );
  }
  if (hasInvisible(normal))
    throw new PosthornError('INVALID', 'a name has no invisible characters', { reason: 'name-invisible' });
  if (!isOfOneScript(normal)) {
    throw new PosthornError(
      'INVALID',
      'the letters of a name belong to one script: Latin, Cyrillic, Greek…; only Chinese, Japanese and Korean go with Latin',
      { reason: 'name-scripts' },
    );
  }
  // Some requests take a number or a name, so a name of digits would be ambiguous.
  if (ONLY_DIGITS.test(normal))
    throw new PosthornError('INVALID', 'a name needs more than digits', { reason: 'name-digits' });
  return normal;
}

/** In NFKC. Throws INVALID for a text whose normalising would take long. */
function normalized(name: string): string {
  if (!isFoldable(name)) throw tooLong();
  return name.normalize('NFKC');
}

function isFoldable(name: string): boolean {
  return name.length <= MAX_RAW_UNITS && !ENDLESS_MARKS.test(name);
}

function tooLong(): PosthornError {
  return new PosthornError('INVALID', `a name has at most ${LIMITS.maxNameChars} characters`, {
    reason: 'name-too-long',
  });
}

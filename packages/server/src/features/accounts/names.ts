/**
 * Names of users: what they may look like, and when two of them are the same.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import { countChars } from '../../router/texts.ts';

/** Letters, digits and `. _ -` of any script, starting with a letter or a digit. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*$/u;
const ONLY_DIGITS = /^\p{N}+$/u;

/**
 * A name folded for comparing and sorting: compatibility forms and case make no difference (Unicode NFKC,
 * UAX #15), so nobody can pose as `ann` by calling themselves `ANN` or `ａｎｎ`.
 */
export function foldName(name: string): string {
  return name.normalize('NFKC').toLowerCase().normalize('NFKC');
}

/** The name for a new account, in NFKC. Throws INVALID with the rule that it breaks. */
export function checkedName(name: string): string {
  const normal = name.normalize('NFKC');
  if (normal === '') throw new PosthornError('INVALID', 'a name is needed');
  if (countChars(normal) > LIMITS.maxNameChars) {
    throw new PosthornError('INVALID', `a name has at most ${LIMITS.maxNameChars} characters`);
  }
  if (!NAME.test(normal)) {
    throw new PosthornError(
      'INVALID',
      'a name has letters, digits, ".", "_" and "-", and starts with a letter or digit',
    );
  }
  // Where a user can be given by number or by name, a name of digits would be ambiguous.
  if (ONLY_DIGITS.test(normal)) throw new PosthornError('INVALID', 'a name needs more than digits');
  return normal;
}

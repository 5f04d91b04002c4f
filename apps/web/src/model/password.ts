/**
 * A hint while a password is being typed. The server decides; it also knows the most common ones.
 *
 * @module
 */

export type PasswordHint = 'empty' | 'too-short' | 'is-name' | 'weak' | 'fair' | 'strong';

/** By length and variety, as a hint. `minChars`: what the server asks for. */
export function passwordHint(password: string, name: string, minChars: number): PasswordHint {
  if (password === '') return 'empty';
  const signs = Array.from(password);
  if (signs.length < minChars) return 'too-short';
  if (fold(password) === fold(name)) return 'is-name';
  const different = new Set(signs).size;
  if (different < 5 || isRun(signs)) return 'weak';
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u, /[^\p{ASCII}]/u].filter((kind) =>
    kind.test(password),
  ).length;
  // There are far more signs to choose from outside of ASCII.
  const length = signs.reduce((sum, sign) => sum + (sign > '\x7f' ? 1.5 : 1), 0);
  const score = length + kinds * 2 + Math.min(different, 12) / 2;
  const enough = Math.max(minChars, 8);
  if (score < enough + 8) return 'weak';
  return score < enough + 13 ? 'fair' : 'strong';
}

/** abcdefgh, 12345678, 87654321. */
function isRun(signs: readonly string[]): boolean {
  const steps = signs
    .slice(1)
    .map((sign, at) => (sign.codePointAt(0) ?? 0) - (signs[at]?.codePointAt(0) ?? 0));
  return steps.every((step) => step === 1) || steps.every((step) => step === -1);
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

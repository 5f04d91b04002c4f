/**
 * Which passwords are taken for a new account or a change.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type { Reason } from '@posthorn/protocol/reasons';
import { countChars } from '../../router/texts.ts';

export interface PasswordRulesOptions {
  readonly minChars: number;
  readonly allowsCommon: boolean;
}

/** The list of zxcvbn: about 50,000 in lower case, the most common one first. */
const LIST = '@zxcvbn-ts/language-common/src/passwords.json';

export class PasswordRules {
  readonly #options: PasswordRulesOptions;
  #common: ReadonlySet<string> | undefined;

  constructor(options: PasswordRulesOptions) {
    this.#options = options;
  }

  /** Throws INVALID and says what is wrong. `name`: of the account. */
  check(password: string, name: string): void {
    const { minChars, allowsCommon } = this.#options;
    const chars = countChars(password.slice(0, LIMITS.maxPasswordChars * 2 + 1));
    if (chars < minChars)
      throw invalid('password-too-short', `a password has at least ${minChars} characters`);
    if (chars > LIMITS.maxPasswordChars) {
      throw invalid('password-too-long', `a password has at most ${LIMITS.maxPasswordChars} characters`);
    }
    const folded = fold(password);
    if (folded === fold(name))
      throw invalid('password-is-name', 'a password is not the name of the account; choose another one');
    if (!allowsCommon && this.#isCommon(folded)) {
      throw invalid(
        'password-common',
        'this password is one of the most common ones, which are tried first; choose another one',
      );
    }
  }

  #isCommon(folded: string): boolean {
    this.#common ??= readCommon(this.#options.minChars);
    return this.#common.has(folded);
  }
}

/** Read when it is first needed: it takes some MiB of memory. */
function readCommon(minChars: number): ReadonlySet<string> {
  const path = createRequire(import.meta.url).resolve(LIST);
  const list: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!Array.isArray(list)) throw new Error(`${LIST} is no list`);
  return new Set(list.map(String).filter((password) => password.length >= minChars));
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function invalid(reason: Reason, message: string): PosthornError {
  return new PosthornError('INVALID', message, { reason });
}

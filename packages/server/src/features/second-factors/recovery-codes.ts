/**
 * Recovery codes: 80 random bits each, so that their hashes need neither salt nor a slow function.
 *
 * @module
 */
import { hash } from 'node:crypto';
import type { Random } from '../../clock.ts';
import { base32 } from './totp.ts';

const CODES = 10;
const CODE_BYTES = 10;

export interface NewRecoveryCodes {
  /** For the user, such as `abcd-efgh-ijkl-mnop`. */
  readonly codes: readonly string[];
  /** For the store. */
  readonly hashes: readonly string[];
}

export function newRecoveryCodes(random: Random, user: number): NewRecoveryCodes {
  const plain = Array.from({ length: CODES }, () => base32(random.bytes(CODE_BYTES)).toLowerCase());
  return {
    codes: plain.map((code) => code.replace(/(.{4})(?=.)/g, '$1-')),
    hashes: plain.map((code) => hashOf(code, user)),
  };
}

/** The hash of what somebody has typed. Undefined: it has not the form of a recovery code. */
export function recoveryHash(typed: string, user: number): string | undefined {
  const code = typed.replace(/[\s-]/g, '').toLowerCase();
  return /^[a-z2-7]{16}$/.test(code) ? hashOf(code, user) : undefined;
}

function hashOf(code: string, user: number): string {
  return hash('sha256', `${user}\n${code}`, 'base64url');
}

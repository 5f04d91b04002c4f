/**
 * Names of accounts, made of what other systems call people.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { LIMITS, PosthornError } from '@posthorn/protocol';
import { checkedName } from './names.ts';

/** Room for a number behind the name. */
const MAX_CHARS = LIMITS.maxNameChars - 4;
const MAX_RAW_CHARS = 256;
const HASH_CHARS = 10;

/**
 * The best name for an account: of "Ann.Lee@example.com" it is "Ann.Lee". `subject` is who it is; something of it is the
 * name where nothing else makes one.
 */
export function accountName(wanted: string, subject: string): string {
  const cleaned = clean(wanted);
  return named(cleaned) ?? named(`user-${cleaned}`) ?? `user-${digest(subject)}`;
}

/** The name with a number, for when it is taken. The first time without. */
export function numbered(name: string, attempt: number): string {
  return attempt === 1 ? name : `${name}-${attempt}`;
}

function clean(text: string): string {
  const [local = ''] = text.slice(0, MAX_RAW_CHARS).normalize('NFKC').split('@');
  const plain = local
    .replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '.')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(/[._-]+$/, '');
  return Array.from(plain).slice(0, MAX_CHARS).join('');
}

function named(name: string): string | undefined {
  try {
    return checkedName(name);
  } catch (error) {
    if (error instanceof PosthornError) return undefined;
    throw error;
  }
}

/** What is unlikely to be a name: letters and digits of a hash. */
function digest(subject: string): string {
  return createHash('sha256').update(subject).digest('hex').slice(0, HASH_CHARS);
}

/**
 * Bearer tokens, and a cache of their sessions.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { PosthornError } from '@posthorn/protocol';
import type { Clock, Random } from '../../clock.ts';
import { isKey } from '../../router/scopes.ts';
import type { CallerSession } from '../../router/router.ts';

/** Identifies our tokens, so that scanners for leaked secrets find them. */
const PREFIX = 'ph_';
/** Of a bot. */
export const BOT_PREFIX = 'phb_';
const TOKEN = /^phb?_[A-Za-z0-9_-]{43}$/;

/** Makes a token of 256 random bits. */
export function newToken(random: Random, prefix = PREFIX): string {
  return prefix + Buffer.from(random.bytes(32)).toString('base64url');
}

/** The hash that is stored. Random tokens need no salt and no slow hash. */
export function hashToken(token: string): Uint8Array {
  return createHash('sha256').update(token).digest();
}

/** Returns the token. Throws UNAUTHENTICATED if it cannot be one of ours. */
export function checkedToken(token: string): string {
  if (token === '') throw new PosthornError('UNAUTHENTICATED', 'a token is needed: log in first');
  if (isKey(token)) {
    throw new PosthornError(
      'UNAUTHENTICATED',
      'a server key is for REST alone: to connect, log in as a user or a bot',
    );
  }
  if (!TOKEN.test(token)) throw new PosthornError('UNAUTHENTICATED', 'this is not a token of this server');
  return token;
}

/** How long a cached session is trusted. Bounds how long another router may still accept a revoked token. */
const TRUST_MS = 5000;
const MAX_TOKENS = 50_000;

interface Known {
  readonly session: CallerSession;
  readonly at: number;
}

/** Caches sessions by token hash. Safe to lose at any time (promise 11). */
export class TokenCache {
  readonly #clock: Clock;
  readonly #onChanged: (user: number) => void;
  readonly #known = new Map<string, Known>();

  /** `onChanged` is called with each user whose sessions this router changed. */
  constructor(clock: Clock, onChanged: (user: number) => void = () => {}) {
    this.#clock = clock;
    this.#onChanged = onChanged;
  }

  get(hash: Uint8Array): CallerSession | undefined {
    const key = keyOf(hash);
    const known = this.#known.get(key);
    if (known === undefined) return undefined;
    if (this.#clock.monotonic() - known.at < TRUST_MS) return known.session;
    this.#known.delete(key);
    return undefined;
  }

  /** `readAt`: monotonic ms, taken before the session was read. */
  put(hash: Uint8Array, session: CallerSession, readAt: number): void {
    if (this.#known.size >= MAX_TOKENS) this.#known.clear();
    this.#known.set(keyOf(hash), { session, at: readAt });
  }

  /** Call it when this router has changed a user's sessions. */
  forgetUser(user: number): void {
    this.forgetHere(user);
    this.#onChanged(user);
  }

  /** Call it when another router has changed a user's sessions. */
  forgetHere(user: number): void {
    for (const [key, { session }] of this.#known) if (session.user === user) this.#known.delete(key);
  }
}

function keyOf(hash: Uint8Array): string {
  return Buffer.from(hash.buffer, hash.byteOffset, hash.byteLength).toString('base64');
}

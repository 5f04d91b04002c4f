/**
 * Bearer tokens, and what was lately read about them.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { PosthornError } from '@posthorn/protocol';
import type { Clock, Random } from '../../clock.ts';
import type { CallerSession } from '../../router/router.ts';

/** Marks a token of ours, so that scanners for leaked secrets find it. */
const PREFIX = 'ph_';
const TOKEN = /^ph_[A-Za-z0-9_-]{43}$/;

/** A new token: 256 random bits. */
export function newToken(random: Random): string {
  return PREFIX + Buffer.from(random.bytes(32)).toString('base64url');
}

/** What is stored of a token. A random one needs no salt and no slow hash. */
export function hashToken(token: string): Uint8Array {
  return createHash('sha256').update(token).digest();
}

/** Throws UNAUTHENTICATED for what cannot be a token. */
export function checkedToken(token: string): string {
  if (token === '') throw new PosthornError('UNAUTHENTICATED', 'a token is needed: log in first');
  if (!TOKEN.test(token)) throw new PosthornError('UNAUTHENTICATED', 'this is not a token of this server');
  return token;
}

/** How long a session is believed without reading it again: the bound on a revoked token's life elsewhere. */
const TRUST_MS = 5000;
const MAX_TOKENS = 50_000;

interface Known {
  readonly session: CallerSession;
  readonly at: number;
}

/** Sessions by token hash. May be emptied at any time (promise 11). */
export class TokenCache {
  readonly #clock: Clock;
  readonly #onChanged: (user: number) => void;
  readonly #known = new Map<string, Known>();

  /** `onChanged` hears of every user whose sessions were changed here. */
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

  /** `readAt`: monotonic ms before the session was read. */
  put(hash: Uint8Array, session: CallerSession, readAt: number): void {
    if (this.#known.size >= MAX_TOKENS) this.#known.clear();
    this.#known.set(keyOf(hash), { session, at: readAt });
  }

  /** This user's sessions were changed by this router. */
  forgetUser(user: number): void {
    this.forgetHere(user);
    this.#onChanged(user);
  }

  /** This user's sessions were changed somewhere. */
  forgetHere(user: number): void {
    for (const [key, { session }] of this.#known) if (session.user === user) this.#known.delete(key);
  }
}

function keyOf(hash: Uint8Array): string {
  return Buffer.from(hash.buffer, hash.byteOffset, hash.byteLength).toString('base64');
}

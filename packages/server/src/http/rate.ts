/**
 * Limits the requests per second of one session over HTTP, and of one network without a login on every way in.
 *
 * @module
 */
import type { Clock } from '../clock.ts';
import { networksOf, WIDE_FACTOR } from '../networks.ts';

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** Requests per second from one network without a login, on every way in. */
export const STRANGER_REQUESTS_PER_SECOND = 200;

const MAX_BUCKETS = 20_000;
/** Capacity of a bucket, in seconds of its rate. */
const BURST_SECONDS = 2;

/** Token buckets by key. Drops the least recently used ones, which at worst allows a few more requests. */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock, perSecond: number) {
    this.#clock = clock;
    this.#perSecond = perSecond;
  }

  /** Counts one request. Returns 0 if it is allowed, otherwise the ms to wait. `perSecond`: a rate of its own. */
  take(key: string, perSecond: number = this.#perSecond): number {
    return this.#take(key, perSecond);
  }

  /** The same for an address: its network, and for IPv6 also the /48 around it. */
  takeFrom(address: string): number {
    const { near, wide } = networksOf(address);
    const retryAfterMs = this.#take(near, this.#perSecond);
    if (retryAfterMs > 0 || wide === undefined) return retryAfterMs;
    return this.#take(wide, this.#perSecond * WIDE_FACTOR);
  }

  #take(key: string, perSecond: number): number {
    const now = this.#clock.monotonic();
    const capacity = perSecond * BURST_SECONDS;
    const bucket = this.#buckets.get(key) ?? { tokens: capacity, filledAt: now };
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > MAX_BUCKETS) this.#forgetOldest();
    bucket.tokens = Math.min(capacity, bucket.tokens + ((now - bucket.filledAt) / 1000) * perSecond);
    bucket.filledAt = now;
    if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) / perSecond) * 1000);
    bucket.tokens -= 1;
    return 0;
  }

  #forgetOldest(): void {
    for (const key of this.#buckets.keys()) {
      this.#buckets.delete(key);
      return;
    }
  }
}

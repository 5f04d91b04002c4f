/**
 * Bounds what strangers ask a gateway for, by network. Over HTTP the same rate holds (http/bearer.ts).
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Clock } from '../clock.ts';
import { RateLimiter, STRANGER_REQUESTS_PER_SECOND } from '../http/rate.ts';
import { isLoopback } from '../networks.ts';

export class Strangers {
  readonly #rate: RateLimiter;

  constructor(clock: Clock) {
    this.#rate = new RateLimiter(clock, STRANGER_REQUESTS_PER_SECOND);
  }

  /** Counts a request. Returns the refusal when it is one too many. This machine itself is not bounded. */
  refusal(address: string): PosthornError | undefined {
    const retryAfterMs = isLoopback(address) ? 0 : this.#rate.takeFrom(address);
    if (retryAfterMs === 0) return undefined;
    return new PosthornError('RATE_LIMITED', 'too many requests from your address without a login', {
      retryAfterMs,
    });
  }
}

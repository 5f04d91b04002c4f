/**
 * Bounds how many refusals of one sender are noted in the log. Each note is a row for ever.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Clock } from '../clock.ts';

/** Notes of a sender at once, and what comes due afterwards. */
const BURST = 1000;
const PER_SECOND = 10;
/** Senders remembered; the oldest ones are forgotten, which can only be generous. */
const MAX_SENDERS = 10_000;

export const TOO_MANY_NOTES = new PosthornError('RATE_LIMITED', 'too many messages that you may not send', {
  retryAfterMs: 1000,
});

interface Spent {
  /** Notes written and not yet made good by time. */
  count: number;
  /** By the monotonic clock. */
  at: number;
}

export class NoteRate {
  readonly #clock: Clock;
  readonly #spent = new Map<number, Spent>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes one note of `sender`. Returns false when there are too many now. */
  take(sender: number): boolean {
    const now = this.#clock.monotonic();
    const spent = this.#spent.get(sender) ?? { count: 0, at: now };
    spent.count = Math.max(0, spent.count - ((now - spent.at) / 1000) * PER_SECOND);
    spent.at = now;
    this.#spent.delete(sender);
    this.#spent.set(sender, spent);
    if (this.#spent.size > MAX_SENDERS) this.#forgetOldest();
    if (spent.count + 1 > BURST) return false;
    spent.count++;
    return true;
  }

  #forgetOldest(): void {
    for (const sender of this.#spent.keys()) {
      this.#spent.delete(sender);
      return;
    }
  }
}

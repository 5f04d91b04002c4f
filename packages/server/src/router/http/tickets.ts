/**
 * One-time tickets for the event stream. A browser's EventSource cannot send an Authorization header, and a
 * token in a URL ends up in logs; a ticket is useless after half a minute or its first use.
 *
 * A ticket is known to the process that made it.
 *
 * @module
 */
import type { Clock, Random } from '../../clock.ts';

export const TICKET_TTL_MS = 30_000;
const MAX_TICKETS = 10_000;
const TICKET_BYTES = 24;

interface Entry {
  readonly token: string;
  /** By the monotonic clock, ms. */
  readonly expiresAt: number;
}

export class Tickets {
  readonly #clock: Clock;
  readonly #random: Random;
  /** In the order of issue, which is the order of ending. */
  readonly #entries = new Map<string, Entry>();

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** A new ticket for the bearer of `token`. When there are too many, the oldest is forgotten. */
  issue(token: string): string {
    const now = this.#clock.monotonic();
    for (const [ticket, { expiresAt }] of this.#entries) {
      if (expiresAt > now && this.#entries.size < MAX_TICKETS) break;
      this.#entries.delete(ticket);
    }
    const ticket = Buffer.from(this.#random.bytes(TICKET_BYTES)).toString('base64url');
    this.#entries.set(ticket, { token, expiresAt: now + TICKET_TTL_MS });
    return ticket;
  }

  /** The token behind a ticket, once; `undefined` when it is unknown, used or too old. */
  redeem(ticket: string): string | undefined {
    const entry = this.#entries.get(ticket);
    this.#entries.delete(ticket);
    return entry !== undefined && entry.expiresAt > this.#clock.monotonic() ? entry.token : undefined;
  }
}

/**
 * One-time tickets, which stand for a token where a token must not be: in the URL of an event stream, which ends up in
 * logs, and in a script of the web client, which never sees a token. A ticket is useless after half a minute or its
 * first use.
 *
 * A ticket names the router that issued it; other routers ask that one.
 *
 * @module
 */
import { BusError } from '../bus/bus.ts';
import type { Bus, Subscription } from '../bus/bus.ts';
import { ticketsSubject } from '../bus/subjects.ts';
import type { Clock, Random } from '../clock.ts';
import {
  decodeTicketAnswer,
  decodeTicketQuery,
  encodeTicketAnswer,
  encodeTicketQuery,
} from '../generated/bus.ts';

export const TICKET_TTL_MS = 30_000;
const MAX_TICKETS = 10_000;
/** Unused tickets of one session. */
const MAX_OF_TOKEN = 20;
const TICKET_BYTES = 24;
/** The router that issued it, and random characters. */
const TICKET = /^([0-9a-zA-Z-]{1,64})\.[\w-]{1,64}$/;

interface Entry {
  readonly token: string;
  /** By the monotonic clock, ms. */
  readonly expiresAt: number;
}

const ANSWER_TIMEOUT_MS = 1000;

export interface TicketsOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
  /** This router's id. */
  readonly node: string;
}

/** Whether this may be a ticket. A token never may. */
export function isTicket(text: string): boolean {
  return TICKET.test(text);
}

export class Tickets {
  readonly #bus: Bus;
  readonly #node: string;
  readonly #subscription: Subscription;
  readonly #clock: Clock;
  readonly #random: Random;
  /** In order of issue, which is also the order of expiry. */
  readonly #entries = new Map<string, Entry>();
  /** Tickets by token, in order of issue. */
  readonly #ofToken = new Map<string, string[]>();

  constructor({ bus, clock, random, node }: TicketsOptions) {
    this.#bus = bus;
    this.#clock = clock;
    this.#random = random;
    this.#node = node;
    this.#subscription = bus.subscribe(ticketsSubject(node), (data, _subject, reply) => {
      const token = this.#redeemHere(decodeTicketQuery(data).ticket);
      reply?.(encodeTicketAnswer({ token: token ?? '' }));
    });
  }

  /** Idempotent. */
  close(): void {
    this.#subscription.unsubscribe();
  }

  /** Issues a ticket for the bearer of `token`. At a maximum, the oldest ticket of the token, or of all, is dropped. */
  issue(token: string): string {
    const now = this.#clock.monotonic();
    for (const [ticket, { expiresAt }] of this.#entries) {
      if (expiresAt > now && this.#entries.size < MAX_TICKETS) break;
      this.#take(ticket);
    }
    const [oldest, ...others] = this.#ofToken.get(token) ?? [];
    if (oldest !== undefined && others.length + 1 >= MAX_OF_TOKEN) this.#take(oldest);
    const ticket = `${this.#node}.${Buffer.from(this.#random.bytes(TICKET_BYTES)).toString('base64url')}`;
    this.#entries.set(ticket, { token, expiresAt: now + TICKET_TTL_MS });
    this.#ofToken.set(token, [...(this.#ofToken.get(token) ?? []), ticket]);
    return ticket;
  }

  /** Returns a ticket's token, once. Undefined: unknown, used or expired, or its router is gone. */
  async redeem(ticket: string): Promise<string | undefined> {
    const node = TICKET.exec(ticket)?.[1];
    if (node === undefined) return undefined;
    if (node === this.#node) return this.#redeemHere(ticket);
    try {
      const answer = await this.#bus.request(ticketsSubject(node), encodeTicketQuery({ ticket }), {
        timeoutMs: ANSWER_TIMEOUT_MS,
      });
      return decodeTicketAnswer(answer).token || undefined;
    } catch (error) {
      if (error instanceof BusError) return undefined;
      throw error;
    }
  }

  #take(ticket: string): Entry | undefined {
    const entry = this.#entries.get(ticket);
    if (entry === undefined) return undefined;
    this.#entries.delete(ticket);
    const left = this.#ofToken.get(entry.token)?.filter((each) => each !== ticket) ?? [];
    if (left.length > 0) this.#ofToken.set(entry.token, left);
    else this.#ofToken.delete(entry.token);
    return entry;
  }

  #redeemHere(ticket: string): string | undefined {
    const entry = this.#take(ticket);
    return entry !== undefined && entry.expiresAt > this.#clock.monotonic() ? entry.token : undefined;
  }
}

/**
 * The bus carries pushes, presence and calls between gateways and routers, in process or through NATS core.
 *
 * It delivers at most once on purpose: it carries hints, never the only copy of anything (promise 11).
 *
 * Duties of every implementation (the conformance suite checks them):
 * - Order: messages of one publisher on one subject arrive in order, or not at all.
 * - Delivery is never re-entrant: a handler does not run inside publish().
 * - Interest: publishing to a subject without subscribers costs nothing and is not an error.
 * - Failures: an exception of a handler is reported to `onError` and affects no other handler.
 * - Sharing: bytes are not copied, so nobody may change them after publishing.
 *
 * @module
 */

/** A dot-separated name of letters, digits, `-` and `_`; no wildcards. */
export type Subject = string;

/** Called for each message. `reply` answers a request; it is undefined for plain messages. */
export type BusHandler = (
  data: Uint8Array,
  subject: Subject,
  reply: ((data: Uint8Array) => void) | undefined,
) => void;

export interface SubscribeOptions {
  /** Of all subscribers with the same queue name, exactly one gets each message. */
  readonly queue?: string;
}

/** Ends the subscription. Messages published later are not delivered. Idempotent. */
export interface Subscription {
  unsubscribe(): void;
}

/** `up` after `down`: messages may have been lost in between, so compare all heads (promise 6). */
export type BusStatus = 'up' | 'down';

export interface Bus {
  /**
   * Never blocks and never throws. While the bus is down, the message is lost; `up` follows later. If a message is lost
   * while the bus is up (too large, or too many), the bus reports `down` and then `up`.
   */
  publish(subject: Subject, data: Uint8Array): void;
  /**
   * Takes effect when a later call of `ready()` resolves. One handler may serve many subjects, which keeps
   * subscriptions cheap.
   */
  subscribe(subject: Subject, handler: BusHandler, options?: SubscribeOptions): Subscription;
  /** Resolves when all earlier subscriptions are in effect. Rejects with a BusError if the bus is down. */
  ready(): Promise<void>;
  /**
   * Asks one subscriber. Rejects with a BusError: `no-responders` (at once, if nobody subscribes), `timeout`,
   * `too-large`, `closed`, or `down`. If the bus goes down before the answer, it is unknown whether the request
   * arrived.
   */
  request(
    subject: Subject,
    data: Uint8Array,
    options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
  ): Promise<Uint8Array>;
  /**
   * Asks all subscribers. Resolves with the answers received within `timeoutMs`; earlier when `expected` answers have
   * come; at once, with none, if nobody subscribes. Rejects with a BusError: `too-large`, `down`, `closed`.
   */
  gather(
    subject: Subject,
    data: Uint8Array,
    options: { readonly timeoutMs: number; readonly expected?: number },
  ): Promise<readonly Uint8Array[]>;
  readonly status: BusStatus;
  /** Largest message in bytes. Infinite in one process. May change whenever the bus comes `up`. */
  readonly maxPayloadBytes: number;
  /** Counts since the start, for metrics. */
  stats(): BusStats;
  onStatus(listener: (status: BusStatus) => void): Subscription;
  /** Delivers published messages, then ends all subscriptions. Idempotent. */
  close(): Promise<void>;
}

/** Counts of messages and outages. */
export interface BusStats {
  readonly published: number;
  readonly received: number;
  /** Messages that could not be published, as far as this side knows. */
  readonly lost: number;
  readonly outages: number;
  /** Current number. */
  readonly subscriptions: number;
}

export type BusErrorCode = 'no-responders' | 'timeout' | 'too-large' | 'down' | 'closed';

export class BusError extends Error {
  readonly code: BusErrorCode;
  constructor(code: BusErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BusError';
    this.code = code;
  }
}

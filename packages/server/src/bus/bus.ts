/**
 * The bus: carries pushes, presence and calls between gateways and routers. In process or NATS core.
 *
 * It is at-most-once on purpose: it carries hints, never the only copy of anything (promise 11).
 *
 * Duties of every implementation (the conformance suite checks them):
 * - Order: what one publisher publishes on one subject arrives in that order, or not at all.
 * - Delivery is never re-entrant: a handler does not run inside publish().
 * - Interest: publishing to a subject that nobody subscribes to costs nothing and is no error.
 * - A handler's exception is reported to `onError` and disturbs nobody else.
 * - Bytes are shared, not copied: nobody may change them after publishing.
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
  /** Of all subscribers of a subject with the same queue name one gets each message. */
  readonly queue?: string;
}

/** Ends its subscription; messages published afterwards are not delivered. Idempotent. */
export interface Subscription {
  unsubscribe(): void;
}

/** `up` after `down` means that messages may have been lost in between: compare all heads (promise 6). */
export type BusStatus = 'up' | 'down';

export interface Bus {
  /**
   * Never blocks and never fails visibly. When the bus is down the message is lost, and `up` is heard afterwards; a
   * message that is lost while it is up (too large, more than the bus can take) makes it say `down` and `up`.
   */
  publish(subject: Subject, data: Uint8Array): void;
  /**
   * Interest is in force when `ready()` called afterwards resolves. The same handler function may serve many
   * subjects, so that a subscription costs little memory.
   */
  subscribe(subject: Subject, handler: BusHandler, options?: SubscribeOptions): Subscription;
  /** Resolves when all subscriptions made before are in force at the bus. Rejects with a BusError when it is down. */
  ready(): Promise<void>;
  /**
   * Asks one subscriber. Rejects with a BusError: `no-responders` at once when nobody subscribes,
   * `timeout`, `too-large`, `closed`, or `down`, also when the bus goes down before the answer: then nobody knows
   * whether it was heard.
   */
  request(
    subject: Subject,
    data: Uint8Array,
    options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
  ): Promise<Uint8Array>;
  /**
   * Asks all subscribers; resolves with what came within `timeoutMs`, or earlier with `expected` answers, or with none
   * at once when nobody subscribes. Rejects with a BusError: `too-large`, `down`, `closed`.
   */
  gather(
    subject: Subject,
    data: Uint8Array,
    options: { readonly timeoutMs: number; readonly expected?: number },
  ): Promise<readonly Uint8Array[]>;
  readonly status: BusStatus;
  /** The largest message, in bytes; infinite in one process. May change when the bus comes `up`. */
  readonly maxPayloadBytes: number;
  /** Since the start, for metrics. */
  stats(): BusStats;
  onStatus(listener: (status: BusStatus) => void): Subscription;
  /** Delivers what was published, then ends all subscriptions. Idempotent. */
  close(): Promise<void>;
}

/** Messages, and how often the bus went away. */
export interface BusStats {
  readonly published: number;
  readonly received: number;
  /** That could not be published, as far as this side knows. */
  readonly lost: number;
  readonly outages: number;
  /** Now. */
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

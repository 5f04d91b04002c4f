/**
 * A cheap subscription. A gateway has one for each user, and the library's own takes 1.1 KB, six times as much as this.
 * It is stored in the library's table of subscriptions and has the fields that the library reads, so the library
 * restores it after a reconnect.
 *
 * @module
 */
import type { Msg, SubscriptionImpl } from '@nats-io/transport-node';
import type { BusHandler, Subscription } from '../bus.ts';

/** Manages all subscriptions of a connection. */
export interface SubscriptionHost {
  received(subscription: LightSubscription, message: Msg): void;
  /** The server forbids the subscription. The library has removed it from its table. */
  refused(subscription: LightSubscription, error: Error): void;
  unsubscribe(subscription: LightSubscription): void;
}

export class LightSubscription implements Subscription {
  readonly subject: string;
  readonly queue: string | undefined;
  readonly handler: BusHandler;
  /** Set by the library. */
  sid = 0;
  /** Counted by the library. */
  received = 0;
  /** The library ends a subscription after this many messages. Undefined: never. */
  max: number | undefined = undefined;
  readonly #host: SubscriptionHost;

  constructor(host: SubscriptionHost, subject: string, handler: BusHandler, queue: string | undefined) {
    this.#host = host;
    this.subject = subject;
    this.handler = handler;
    this.queue = queue;
  }

  unsubscribe(): void {
    this.#host.unsubscribe(this);
  }

  /** Called by the library for each message, or once with an error. */
  callback(error: Error | null, message: Msg): void {
    if (error === null) this.#host.received(this, message);
    else this.#host.refused(this, error);
  }

  /** Called by the library when the subscription or the connection has ended. */
  close(): void {}

  /** Casts to the library's type. The library uses only the fields above (nats-core 3.4.0, lib/protocol.js). */
  asLibrary(): SubscriptionImpl {
    return this as unknown as SubscriptionImpl;
  }
}

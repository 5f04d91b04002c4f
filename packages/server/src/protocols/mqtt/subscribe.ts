/**
 * What a client subscribes to.
 *
 * @module
 */
import { toPosthornError } from '@posthorn/protocol';
import type { Deliveries } from './deliveries.ts';
import type { Link } from './link.ts';
import type { SubscribePacket, UnsubscribePacket } from './packets.ts';
import { REASON } from './reason-codes.ts';
import { reasonOf } from './reasons.ts';
import type { Subscriptions } from './subscriptions.ts';

export interface SubscriberOptions {
  readonly link: Link;
  readonly subscriptions: Subscriptions;
  readonly deliveries: Deliveries;
  /** The connection cannot go on. */
  readonly onFailure: (error: unknown) => void;
}

export class Subscriber {
  readonly #options: SubscriberOptions;

  constructor(options: SubscriberOptions) {
    this.#options = options;
  }

  subscribe(packet: SubscribePacket): void {
    const { deliveries, onFailure } = this.#options;
    const granted = this.#set(packet);
    // From the SUBACK on nothing is missed.
    deliveries.begin().then(
      () => this.#options.link.write({ cmd: 'suback', messageId: packet.messageId, granted }),
      (error: unknown) => onFailure(toPosthornError(error)),
    );
  }

  unsubscribe({ messageId, unsubscriptions }: UnsubscribePacket): void {
    const { link, subscriptions } = this.#options;
    const granted = unsubscriptions.map((filter) =>
      subscriptions.remove(filter) ? REASON.success : REASON.noSubscriptionExisted,
    );
    link.write({ cmd: 'unsuback', messageId, granted });
  }

  #set({ subscriptions: wanted, properties }: SubscribePacket): readonly number[] {
    const [identifier] = properties?.subscriptionIdentifier ?? [];
    return wanted.map(({ topic, qos, nl: noLocal, rap: retainAsPublished, rh: retainHandling }) => {
      const options = { qos, noLocal, retainAsPublished, retainHandling };
      try {
        this.#options.subscriptions.set(topic, {
          ...options,
          ...(identifier !== undefined && { identifier }),
        });
        return Math.min(qos, 1);
      } catch (error) {
        return reasonOf(toPosthornError(error), 'suback');
      }
    });
  }
}

/**
 * What a broker keeps of a client, also while it is away.
 *
 * @module
 */
import type { Timer } from '../../../clock.ts';
import type { QoS, Subscription, Will } from '../packets.ts';
import { Outbox } from './outbox.ts';
import type { Message } from './message.ts';
import { matches } from './topic-filter.ts';
import type { Levels } from './topic-filter.ts';

export const MAX_SUBSCRIPTIONS = 1000;

/** A session that never ends, in seconds. */
export const NEVER = 4_294_967_295;

interface Subscribed extends Subscription {
  readonly levels: Levels;
  readonly identifier: number | undefined;
}

/** What ends the connection of a client whose session another one takes. */
export interface Connected {
  takenOver(): void;
}

export class ClientSession {
  readonly clientId: string;
  readonly outbox: Outbox;
  /** Packet ids of QoS 2 that the client has published and not released. */
  readonly unreleased = new Set<number>();
  readonly #subscriptions = new Map<string, Subscribed>();
  connection: Connected | undefined;
  expirySeconds = 0;
  will: Will | undefined;
  willTimer: Timer | undefined;
  endTimer: Timer | undefined;

  constructor(clientId: string, now: () => number) {
    this.clientId = clientId;
    this.outbox = new Outbox(now);
  }

  /** Undefined: there are too many. */
  subscribe(
    subscription: Subscription,
    levels: Levels,
    identifier: number | undefined,
  ): 'new' | 'replaced' | undefined {
    const { topic } = subscription;
    const isNew = !this.#subscriptions.has(topic);
    if (isNew && this.#subscriptions.size >= MAX_SUBSCRIPTIONS) return undefined;
    this.#subscriptions.set(topic, { ...subscription, levels, identifier });
    return isNew ? 'new' : 'replaced';
  }

  unsubscribe(filter: string): boolean {
    return this.#subscriptions.delete(filter);
  }

  /** Takes a message once, however many subscriptions it matches. Whether it matches any. */
  offer(message: Message, levels: Levels): boolean {
    const isOwn = message.from === this.clientId;
    const found = [...this.#subscriptions.values()].filter(
      (each) => !(each.nl && isOwn) && matches(each.levels, levels),
    );
    if (found.length === 0) return false;
    const granted = Math.max(...found.map(({ qos }) => qos));
    this.outbox.add({
      message,
      qos: Math.min(message.qos, granted) as QoS,
      retain: message.retain && found.some(({ rap }) => rap),
      identifiers: found.flatMap(({ identifier }) => identifier ?? []),
    });
    return true;
  }
}

/**
 * What one client publishes and gets besides messages: signals, state that the server retains, and pages of history.
 *
 * @module
 */
import type { MessageInit, ServerFrame } from '@posthorn/protocol';
import type { ChatInfo } from './chat-info.ts';
import type { ClientParts } from './client-parts.ts';
import { MqttError } from './error.ts';
import type { PublishPacket } from './packets.ts';
import type { Notice } from './notices.ts';
import { PublishBody } from './publish-body.ts';
import { Pulls } from './pull.ts';
import { REASON } from './reason-codes.ts';
import { Retained } from './retained.ts';
import { Signals } from './signals.ts';
import type { SignalsOptions } from './signals.ts';
import type { Subscription } from './subscriptions.ts';
import { mayMean, parseFilter } from './topics.ts';
import type { Topic } from './topics.ts';

/** Signals that wait for names to be looked up. Beyond them they are dropped, as with QoS 0. */
const MAX_WAITING = 200;
const SIGNALS = ['typing', 'read', 'delivered'] as const;

/** Most connections need none of it, so its parts are made when they are needed. */
export class Extras {
  readonly #client: ClientParts;
  #signals: Signals | undefined;
  #retained: Retained | undefined;
  #pulls: Pulls | undefined;
  /** Keeps signals in order. */
  #telling: Promise<void> | undefined;
  #waiting = 0;

  constructor(client: ClientParts) {
    this.#client = client;
  }

  /**
   * Carries out a publish to a topic that takes no messages. Resolves with the reason code of its ack, and rejects with a
   * PosthornError.
   */
  async take(topic: Exclude<Topic, { readonly part: 'chat' }>, packet: PublishPacket): Promise<number> {
    switch (topic.part) {
      case 'typing':
      case 'read':
      case 'delivered':
        await this.#signalling().take(topic.part, topic.chat, packet.payload);
        return REASON.success;
      case 'pull':
        return this.#pulling().take(topic.chat, packet.payload, packet.properties);
      case 'info':
      case 'presence':
      case 'reply':
        throw new MqttError(REASON.topicNameInvalid, 'only the server publishes on this topic');
    }
  }

  push(frame: ServerFrame): void {
    const { body } = frame;
    this.#client.chats.changed(frame);
    if (body?.case === 'presenceNote') this.#retained?.presence(body.value);
    else if (body?.case === 'typingNote' || body?.case === 'receiptNote') this.#signal(frame);
  }

  /** What the client has asked to be told by subscriptions, and was not yet. */
  get waiting(): number {
    return this.#retained?.waiting ?? 0;
  }

  /** After the SUBACK. */
  subscribed(subscription: Subscription, isNew: boolean): void {
    if (isOfState(subscription)) this.#retaining().subscribed(subscription, isNew);
  }

  unsubscribed(filter: string): void {
    this.#retained?.unsubscribed(filter);
  }

  /** The session goes on, with these subscriptions. */
  resumed(): void {
    if (this.#client.subscriptions.all.some(isOfState)) this.#retaining().resumed();
  }

  /** A message of a chat has come, live or from the log. */
  message(chat: ChatInfo, message: MessageInit): void {
    this.#retained?.message(chat, message);
  }

  #signal(frame: ServerFrame): void {
    const { subscriptions } = this.#client;
    const isWanted = SIGNALS.some((part) => subscriptions.wants(part));
    if (!isWanted || this.#waiting >= MAX_WAITING) return;
    this.#waiting++;
    this.#telling = (this.#telling ?? Promise.resolve())
      .then(() => this.#signalling().push(frame))
      .catch((error: unknown) => this.#client.fail(error))
      .finally(() => {
        this.#waiting--;
      });
  }

  #signalling(): Signals {
    return (this.#signals ??= new Signals(this.#common()));
  }

  #retaining(): Retained {
    const { host } = this.#client;
    const common = this.#common();
    return (this.#retained ??= new Retained({
      ...common,
      drained: () => host.drained(),
      onRoom: () => host.readOn(),
      onFailure: (error) => this.#client.fail(error),
    }));
  }

  #pulling(): Pulls {
    const { host, place } = this.#client;
    const reader = place.pullReader;
    return (this.#pulls ??= new Pulls({ ...this.#common(), reader, drained: () => host.drained() }));
  }

  #common(): SignalsOptions {
    const { host, chats, subscriptions } = this.#client;
    return {
      request: (request) => host.request(request),
      chats,
      subscriptions,
      publish: (notice) => this.#publish(notice),
    };
  }

  #publish({ topic, payload, retain, properties }: Notice): boolean {
    const { link, publications, subscriptions } = this.#client;
    const body = new PublishBody({ payload, properties }, link.version);
    const { identifiers = [] } = subscriptions.match(topic) ?? {};
    return publications.write({ topic, identifiers }, body, { qos: 0, dup: false, retain });
  }
}

/** Whether the server retains something that it means. */
function isOfState({ filter }: Subscription): boolean {
  const parsed = parseFilter(filter);
  return mayMean(parsed, 'presence') || mayMean(parsed, 'info');
}

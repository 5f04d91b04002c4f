/**
 * What one client publishes and gets besides messages: signals, state that the server retains, and pages of history.
 *
 * @module
 */
import type { MessageInit, ServerFrame } from '@posthorn/protocol';
import type { ProtocolHost } from '../protocol.ts';
import type { ChatInfo } from './chat-info.ts';
import type { Chats } from './chats.ts';
import { MqttError } from './error.ts';
import type { Link } from './link.ts';
import type { PublishPacket } from './packets.ts';
import type { Notice } from './notices.ts';
import type { Publications } from './publications.ts';
import { Pulls } from './pull.ts';
import type { PullReader } from './pull.ts';
import { REASON } from './reason-codes.ts';
import { Retained } from './retained.ts';
import { Signals } from './signals.ts';
import type { Subscription, Subscriptions } from './subscriptions.ts';
import type { Topic } from './topics.ts';

export interface ExtrasOptions {
  readonly host: ProtocolHost;
  readonly link: Link;
  readonly chats: Chats;
  readonly subscriptions: Subscriptions;
  readonly publications: Publications;
  readonly pullReader: PullReader;
  /** The connection cannot go on. */
  readonly onFailure: (error: unknown) => void;
}

/** Signals that wait for names to be looked up. Beyond them they are dropped, as with QoS 0. */
const MAX_WAITING = 200;

export class Extras {
  readonly #options: ExtrasOptions;
  readonly #signals: Signals;
  readonly #retained: Retained;
  readonly #pulls: Pulls;
  /** Keeps signals in order. */
  #telling: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(options: ExtrasOptions) {
    const { host, chats, subscriptions, pullReader, onFailure } = options;
    const common = {
      request: host.request.bind(host),
      chats,
      subscriptions,
      publish: (notice: Notice) => this.#publish(notice),
    };
    this.#options = options;
    this.#signals = new Signals(common);
    this.#retained = new Retained({ ...common, drained: () => host.drained(), onFailure });
    this.#pulls = new Pulls({ ...common, reader: pullReader });
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
        await this.#signals.take(topic.part, topic.chat, packet.payload);
        return REASON.success;
      case 'pull':
        return this.#pulls.take(topic.chat, packet.payload, packet.properties);
      case 'info':
      case 'presence':
      case 'reply':
        throw new MqttError(REASON.topicNameInvalid, 'only the server publishes on this topic');
    }
  }

  push(frame: ServerFrame): void {
    const { body } = frame;
    this.#options.chats.changed(frame);
    if (body?.case === 'presenceNote') this.#retained.presence(body.value);
    else if (body?.case === 'typingNote' || body?.case === 'receiptNote') this.#signal(frame);
  }

  /** After the SUBACK. */
  subscribed(subscription: Subscription, isNew: boolean): void {
    this.#retained.subscribed(subscription, isNew);
  }

  unsubscribed(filter: string): void {
    this.#retained.unsubscribed(filter);
  }

  /** The session goes on, with these subscriptions. */
  resumed(): void {
    this.#retained.resumed();
  }

  /** A message of a chat has come, live or from the log. */
  message(chat: ChatInfo, message: MessageInit): void {
    this.#retained.message(chat, message);
  }

  #signal(frame: ServerFrame): void {
    if (this.#waiting >= MAX_WAITING) return;
    this.#waiting++;
    this.#telling = this.#telling
      .then(() => this.#signals.push(frame))
      .catch(this.#options.onFailure)
      .finally(() => {
        this.#waiting--;
      });
  }

  #publish({ topic, payload, retain, properties }: Notice): boolean {
    const { link, publications } = this.#options;
    const made = { payload, properties: link.version === 5 ? properties : undefined };
    return publications.write({ topic, identifiers: [] }, made, { qos: 0, dup: false, retain });
  }
}

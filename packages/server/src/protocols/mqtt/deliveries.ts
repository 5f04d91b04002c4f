/**
 * From the logs to the client: what it is subscribed to, in the order of each conversation.
 *
 * @module
 */
import { toPosthornError } from '@posthorn/protocol';
import type { Head, Message, MessageInit } from '@posthorn/protocol';
import { LogReader } from '../log-reader.ts';
import { wordsOf } from '../lookups.ts';
import type { LogPositions } from '../log-reader.ts';
import type { ProtocolHost } from '../protocol.ts';
import { OutboundAliases } from './aliases.ts';
import type { Named } from './aliases.ts';
import type { Chats } from './chats.ts';
import type { Link } from './link.ts';
import type { Outbound } from './outbound.ts';
import type { Properties } from './packets.ts';
import { payloadOf } from './payloads.ts';
import type { Payload, PayloadOptions } from './payloads.ts';
import type { Match, Subscriptions } from './subscriptions.ts';

export interface DeliveriesOptions {
  readonly host: ProtocolHost;
  readonly link: Link;
  /** The user. */
  readonly self: number;
  readonly chats: Chats;
  readonly subscriptions: Subscriptions;
  readonly outbound: Outbound;
  readonly words: Omit<PayloadOptions, 'form' | 'nameOf' | 'wordsOf'>;
  /** Topic Alias Maximum of the client. */
  readonly maxAliases: number;
}

/** Beyond this, what comes live is left to the log. */
const MANY_WAITING = 200;
/** A topic has what is said in a chat, and one below it the same as JSON. */
const SUFFIXES = ['', '/json'] as const;

export class Deliveries {
  readonly #options: DeliveriesOptions;
  readonly #positions: LogPositions = new Map();
  readonly #log: LogReader;
  readonly #aliases: OutboundAliases;
  #begun: Promise<void> | undefined;
  #hasBegun = false;
  /** What was pushed while the heads were read. */
  #early: Head[] = [];
  /** Keeps messages in log order while names are looked up and the client has no room. */
  #writing: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(options: DeliveriesOptions) {
    const { host } = options;
    this.#options = options;
    this.#aliases = new OutboundAliases(options.maxAliases);
    this.#log = new LogReader({
      positions: this.#positions,
      request: (request) => host.request(request),
      wants: () => true,
      onRead: (conversation, messages) => this.#enqueue(conversation, messages),
      drained: async () => {
        await this.#writing;
        await host.drained();
      },
      onFailure: (error) => host.end(toPosthornError(error)),
    });
  }

  /** A new session starts at the head of every log. Resolves when nothing that is said from now on is missed. */
  begin(): Promise<void> {
    return (this.#begun ??= this.#begin());
  }

  async #begin(): Promise<void> {
    for await (const { conversation, seq } of this.#log.heads()) this.#positions.set(conversation, seq);
    this.#hasBegun = true;
    this.#log.hint(this.#early);
    this.#early = [];
  }

  /** A conversation is read on from here. */
  beginAfter(conversation: number, seq: number): void {
    this.#positions.set(conversation, seq);
    this.#log.compare();
  }

  message(message: Message): void {
    const { conversation, seq } = message;
    if (!this.#hasBegun) this.heads([{ conversation, seq }]);
    else if (this.#waiting >= MANY_WAITING) this.#log.hint([{ conversation, seq }]);
    else if (this.#log.takes(message)) this.#enqueue(conversation, [message]);
  }

  heads(heads: readonly Head[]): void {
    if (this.#hasBegun) this.#log.hint(heads);
    else if (this.#begun !== undefined) this.#early.push(...heads);
  }

  resync(): void {
    if (this.#hasBegun) this.#log.compare();
    else void this.#begun?.then(() => this.#log.compare());
  }

  close(): void {
    this.#log.close();
  }

  #enqueue(conversation: number, messages: readonly MessageInit[]): void {
    this.#waiting += messages.length;
    this.#writing = this.#writing
      .then(async () => {
        for (const message of messages) {
          await this.#deliver(conversation, message);
          this.#waiting--;
        }
      })
      .catch((error: unknown) => this.#options.host.end(toPosthornError(error)));
  }

  async #deliver(conversation: number, message: MessageInit): Promise<void> {
    const { chats, subscriptions, self } = this.#options;
    if (subscriptions.size === 0) return;
    const chat = await chats.chatOf(conversation);
    if (chat === undefined) return;
    for (const suffix of SUFFIXES) {
      const match = subscriptions.match(chat.topic + suffix, message.sender === self);
      if (match === undefined) continue;
      const payload = await this.#payloadOf(conversation, message, match);
      if (payload !== undefined) await this.#publish(match, payload);
    }
  }

  #payloadOf(conversation: number, message: MessageInit, { form }: Match): Promise<Payload | undefined> {
    const { chats, words, host } = this.#options;
    return payloadOf(message, {
      ...words,
      form,
      nameOf: (user) => chats.nameOf(user),
      wordsOf: (seq) => wordsOf((request) => host.request(request), words.contents, { conversation, seq }),
    });
  }

  async #publish(
    { topic, qos: wanted, identifiers }: Match,
    { payload, properties }: Payload,
  ): Promise<void> {
    const { link, outbound } = this.#options;
    const qos = wanted === 0 ? 0 : 1;
    if (qos > 0) await outbound.room();
    const messageId = qos === 0 ? undefined : outbound.take();
    const named = link.version === 5 ? this.#aliases.nameOf(topic) : { topic };
    const isWritten = link.write({
      cmd: 'publish',
      topic: named.topic,
      payload,
      qos,
      dup: false,
      retain: false,
      ...(messageId !== undefined && { messageId }),
      properties: propertiesOf(properties, identifiers, named),
    });
    if (isWritten) this.#aliases.told(named);
    // A client gets nothing that is larger than it takes [MQTT-3.1.2-25].
    else if (messageId !== undefined) outbound.acked(messageId);
  }
}

function propertiesOf(
  properties: Properties | undefined,
  subscriptionIdentifier: readonly number[],
  { topicAlias }: Named,
): Properties {
  return {
    ...properties,
    ...(subscriptionIdentifier.length > 0 && { subscriptionIdentifier }),
    ...(topicAlias !== undefined && { topicAlias }),
  };
}

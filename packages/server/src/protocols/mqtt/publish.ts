/**
 * What a client publishes: messages, in the order in which they came. An ack follows the commit.
 *
 * @module
 */
import { PosthornError, toPosthornError } from '@posthorn/protocol';
import type { Content, Reply, Send } from '@posthorn/protocol';
import { pause } from '../../clock.ts';
import type { Clock, Random } from '../../clock.ts';
import type { ProtocolHost } from '../protocol.ts';
import { InboundAliases } from './aliases.ts';
import type { Chats } from './chats.ts';
import type { ContentReader } from './content-reader.ts';
import { RECEIVE_MAXIMUM } from './connack.ts';
import { MqttError } from './error.ts';
import type { Link } from './link.ts';
import type { Properties, PublishPacket } from './packets.ts';
import { REASON } from './reason-codes.ts';
import { reasonOf } from './reasons.ts';
import { parseTopic } from './topics.ts';

export interface PublisherOptions {
  readonly host: ProtocolHost;
  readonly link: Link;
  readonly chats: Chats;
  readonly contentReader: ContentReader;
  readonly clock: Clock;
  readonly random: Random;
}

/** Beyond it the client is not read: what it publishes with QoS 0 has no other bound. */
const MANY_WAITING = 2 * RECEIVE_MAXIMUM;
const RETRY_MS = 500;

interface Sending {
  readonly target: Send['target'];
  readonly clientId: string;
  readonly order: number;
  readonly content: Content;
}

export class Publisher {
  readonly #options: PublisherOptions;
  readonly #aliases = new InboundAliases();
  /** Of this connection, in client ids that the server makes. */
  readonly #uid: string;
  /** Messages are sent in the order in which they came, while names are looked up. */
  #sending: Promise<void> = Promise.resolve();
  /** Acks leave in the same order [MQTT-4.6.0-2]. */
  #acking: Promise<void> = Promise.resolve();
  #waiting = 0;
  #unacked = 0;
  #order = 0;
  #isOver = false;

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.#uid = Buffer.from(options.random.bytes(12)).toString('base64url');
  }

  get isBusy(): boolean {
    return this.#waiting >= MANY_WAITING;
  }

  /** Throws a MqttError for what ends the connection. */
  take(packet: PublishPacket): void {
    if (packet.retain)
      throw new MqttError(REASON.retainNotSupported, 'conversations keep everything: publish without retain');
    if (packet.qos === 2) throw new MqttError(REASON.qosNotSupported, 'QoS 2 is not taken yet');
    const topic = this.#aliases.resolve(packet.topic, packet.properties?.topicAlias);
    if (packet.qos > 0 && ++this.#unacked > RECEIVE_MAXIMUM && this.#options.link.version === 5)
      throw new MqttError(REASON.receiveMaximumExceeded, `more than ${RECEIVE_MAXIMUM} unacknowledged`);
    this.#waiting++;
    const order = ++this.#order;
    const begun = this.#sending.then(() => this.#begin({ ...packet, topic }, order));
    this.#sending = begun.then(
      () => {},
      () => {},
    );
    this.#acking = this.#acking.then(() => this.#end(packet, begun));
  }

  close(): void {
    this.#isOver = true;
  }

  /** Resolves once it is sent, with what will become of it, so that the next one can follow. */
  async #begin(packet: PublishPacket, order: number): Promise<{ readonly reply: Promise<Reply> }> {
    const { chats, contentReader } = this.#options;
    const topic = parseTopic(packet.topic);
    if (topic.part !== 'chat')
      throw new MqttError(REASON.topicNameInvalid, 'nothing is published on this topic');
    const content = contentReader.read(packet.payload, topic.form, packet.properties?.contentType);
    const target = await chats.targetOf(topic.chat);
    const clientId = clientIdIn(packet) ?? topic.clientId ?? `${this.#uid}.${order}`;
    const reply = this.#send({ target, content, clientId, order });
    // Looked at in turn; until then it is not unhandled.
    reply.catch(() => {});
    return { reply };
  }

  async #end(
    { qos, messageId = 0 }: PublishPacket,
    begun: Promise<{ readonly reply: Promise<Reply> }>,
  ): Promise<void> {
    try {
      const reply = await (await begun).reply;
      if (qos === 1) this.#ack(messageId, REASON.success, placeOf(reply));
    } catch (error) {
      const coded = toPosthornError(error);
      if (qos === 1) this.#ack(messageId, reasonOf(coded, 'puback'), { reasonString: coded.message });
    } finally {
      this.#waiting--;
      if (qos > 0) this.#unacked--;
      if (!this.isBusy) this.#options.host.readOn();
    }
  }

  #ack(messageId: number, reasonCode: number, properties: Properties): void {
    if (!this.#isOver) this.#options.link.write({ cmd: 'puback', messageId, reasonCode, properties });
  }

  /** What may pass is sent again, under the same client id and in its place, until the connection ends. */
  async #send(value: Sending): Promise<Reply> {
    const { host, clock } = this.#options;
    for (;;) {
      try {
        return await host.request({ case: 'send', value });
      } catch (error) {
        if (this.#isOver || !(error instanceof PosthornError) || !error.canRetry) throw error;
        await pause(clock, error.retryAfterMs || RETRY_MS);
      }
    }
  }
}

function clientIdIn({ properties }: PublishPacket): string | undefined {
  return properties?.userProperties?.find(([name]) => name === 'client-id')?.[1];
}

function placeOf(reply: Reply): Properties {
  if (reply.case !== 'ack') return {};
  const { conversation = 0, seq = 0, time = 0 } = reply.value;
  return {
    userProperties: [
      ['conversation', String(conversation)],
      ['seq', String(seq)],
      ['time', String(time)],
    ],
  };
}

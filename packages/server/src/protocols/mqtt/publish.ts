/**
 * What a client publishes: messages, in the order in which they came. An ack follows the commit.
 *
 * @module
 */
import type { AckInit, PosthornError } from '@posthorn/protocol';
import type { Clock } from '../../clock.ts';
import type { ProtocolHost } from '../protocol.ts';
import { InboundAliases } from './aliases.ts';
import type { Chats } from './chats.ts';
import { RECEIVE_MAXIMUM } from './connack.ts';
import type { ContentReader } from './content-reader.ts';
import { MqttError } from './error.ts';
import type { Extras } from './extras.ts';
import { Inbound } from './inbound.ts';
import type { Done, Incoming, Outcome, Prepared } from './inbound.ts';
import type { KeptSession } from './kept-session.ts';
import type { Link } from './link.ts';
import type { Properties, PublishPacket } from './packets.ts';
import { REASON } from './reason-codes.ts';
import { reasonOf } from './reasons.ts';
import { parseTopic } from './topics.ts';

export interface PublisherOptions {
  readonly host: ProtocolHost;
  readonly link: Link;
  readonly session: KeptSession;
  readonly chats: Chats;
  readonly contentReader: ContentReader;
  readonly extras: Extras;
  readonly clock: Clock;
  /** A message is about to be sent under this client id, which the client has chosen. */
  readonly onNamed: (clientId: string) => void;
  /** A message was refused for good, and the client’s version has no way to tell it. */
  readonly onRefused: (topic: string, error: PosthornError) => void;
  /** The connection cannot go on. */
  readonly onFailure: (error: unknown) => void;
}

/** A PUBLISH whose topic is written out. */
interface Publication extends Incoming {
  readonly topic: string;
}

export class Publisher {
  readonly #options: PublisherOptions;
  readonly #aliases = new InboundAliases();
  readonly #inbound: Inbound;

  constructor(options: PublisherOptions) {
    const { host, link, session, clock, onFailure } = options;
    this.#options = options;
    this.#inbound = new Inbound({
      state: session.state,
      isPresent: session.isPresent,
      receiveMaximum: link.version === 5 ? RECEIVE_MAXIMUM : Infinity,
      tellsRefusals: link.version === 5,
      clock,
      request: (request, bytes) => host.request(request, bytes),
      save: () => session.save(),
      settled: (incoming, outcome) => this.#settled(incoming, outcome),
      completed: (messageId, reasonCode) => link.write({ cmd: 'pubcomp', messageId, reasonCode }),
      onRoom: () => host.readOn(),
      onFailure,
    });
  }

  get isBusy(): boolean {
    return this.#inbound.isFull;
  }

  /** Throws a MqttError for what ends the connection. */
  take(packet: PublishPacket): void {
    if (packet.retain)
      throw new MqttError(
        REASON.retainNotSupported,
        'a conversation keeps everything that is said: publish without retain',
      );
    const topic = this.#aliases.resolve(packet.topic, packet.properties?.topicAlias);
    const { qos, messageId = 0, dup } = packet;
    const publication: Publication = {
      topic,
      qos,
      messageId,
      dup,
      bytes: packet.payload.length,
      prepare: () => this.#prepare({ ...packet, topic }),
    };
    this.#inbound.publish(publication);
  }

  /** Throws a MqttError for what ends the connection. */
  release(messageId: number): void {
    this.#inbound.pubrel(messageId);
  }

  /** Resolves when all that was published is carried out. Undefined: it is. */
  rest(): Promise<void> | undefined {
    return this.#inbound.rest();
  }

  close(): void {
    this.#inbound.close();
  }

  async #prepare(packet: PublishPacket): Promise<Prepared | Done> {
    const { chats, contentReader, extras, onNamed } = this.#options;
    const topic = parseTopic(packet.topic);
    if (topic.part !== 'chat') return { done: await extras.take(topic, packet) };
    const { payload, properties } = packet;
    const content = contentReader.read(payload, topic.form, properties?.contentType);
    const clientId = clientIdIn(properties) ?? topic.clientId;
    const target = await chats.targetOf(topic.chat);
    if (clientId === undefined) return { target, content };
    onNamed(clientId);
    return { target, content, clientId };
  }

  #settled(incoming: Incoming, outcome: Outcome): void {
    const { link, onRefused } = this.#options;
    if ('ack' in outcome) {
      this.#ack(incoming, REASON.success, propertiesOf(outcome.ack));
      return;
    }
    if ('done' in outcome) {
      this.#ack(incoming, outcome.done, {});
      return;
    }
    const { error } = outcome;
    this.#ack(incoming, reasonOf(error, 'puback'), { reasonString: error.message });
    // It is one of ours.
    if (link.version === 4 || incoming.qos === 0) onRefused((incoming as Publication).topic, error);
  }

  #ack({ qos, messageId }: Incoming, reasonCode: number, properties: Properties): void {
    if (qos === 0) return;
    this.#options.link.write({ cmd: qos === 1 ? 'puback' : 'pubrec', messageId, reasonCode, properties });
  }
}

function clientIdIn(properties: Properties | undefined): string | undefined {
  return properties?.userProperties?.find(([name]) => name === 'client-id')?.[1];
}

function propertiesOf({ conversation = 0, seq = 0, time = 0 }: AckInit): Properties {
  return {
    userProperties: [
      ['conversation', String(conversation)],
      ['seq', String(seq)],
      ['time', String(time)],
    ],
  };
}

/**
 * A client that has logged in: what it may do, and what it gets.
 *
 * @module
 */
import type { OutgoingPush, ProtocolHost } from '../protocol.ts';
import { Chats } from './chats.ts';
import { Deliveries } from './deliveries.ts';
import type { Link } from './link.ts';
import type { Entry } from './login.ts';
import { Outbound } from './outbound.ts';
import type { ClientPacket, ConnectPacket } from './packets.ts';
import type { MqttPlace } from './place.ts';
import { Publisher } from './publish.ts';
import { Subscriber } from './subscribe.ts';
import { Subscriptions } from './subscriptions.ts';

const MAX_RECEIVE_MAXIMUM = 65_535;

export interface ClientOptions {
  readonly host: ProtocolHost;
  readonly link: Link;
  readonly connect: ConnectPacket;
  readonly entry: Entry;
  readonly place: MqttPlace;
  /** The connection cannot go on. */
  readonly onFailure: (error: unknown) => void;
}

export class MqttClient {
  readonly #link: Link;
  readonly #outbound: Outbound;
  readonly #deliveries: Deliveries;
  readonly #publisher: Publisher;
  readonly #subscriber: Subscriber;

  constructor({ host, link, connect, entry, place, onFailure }: ClientOptions) {
    const { lobby, inbox, epoch, user } = entry;
    const { receiveMaximum = MAX_RECEIVE_MAXIMUM, topicAliasMaximum = 0 } = connect.properties ?? {};
    const { contents, linkTo, clock, random, contentReader, known } = place;
    const chats = new Chats({ request: (request) => host.request(request), lobby, inbox, known });
    const subscriptions = new Subscriptions();
    this.#link = link;
    this.#outbound = new Outbound(receiveMaximum);
    this.#deliveries = new Deliveries({
      host,
      link,
      self: user,
      chats,
      subscriptions,
      outbound: this.#outbound,
      words: { contents, linkTo, epoch, version: link.version },
      maxAliases: topicAliasMaximum,
    });
    this.#publisher = new Publisher({ host, link, chats, clock, random, contentReader });
    this.#subscriber = new Subscriber({ link, subscriptions, deliveries: this.#deliveries, onFailure });
  }

  get isBusy(): boolean {
    return this.#publisher.isBusy;
  }

  /** Throws a MqttError for what ends the connection. */
  take(packet: Exclude<ClientPacket, { readonly cmd: 'connect' | 'disconnect' | 'auth' }>): void {
    switch (packet.cmd) {
      case 'publish':
        this.#publisher.take(packet);
        return;
      case 'subscribe':
        this.#subscriber.subscribe(packet);
        return;
      case 'unsubscribe':
        this.#subscriber.unsubscribe(packet);
        return;
      case 'puback':
        this.#outbound.acked(packet.messageId);
        return;
      case 'pingreq':
        this.#link.write({ cmd: 'pingresp' });
        return;
      case 'pubrec':
      case 'pubrel':
      case 'pubcomp':
        return;
    }
  }

  push(push: OutgoingPush): void {
    const { body } = push.decode();
    if (body?.case === 'message') this.#deliveries.message(body.value);
    else if (body?.case === 'heads') this.#deliveries.heads(body.value.heads);
    else if (body?.case === 'resync') this.#deliveries.resync();
  }

  close(): void {
    this.#deliveries.close();
    this.#publisher.close();
  }
}

/**
 * A client that has logged in: what it may do, and what it gets.
 *
 * @module
 */
import type { PosthornError } from '@posthorn/protocol';
import type { OutgoingPush, ProtocolHost } from '../protocol.ts';
import { Chats } from './chats.ts';
import { Deliveries } from './deliveries.ts';
import { Extras } from './extras.ts';
import type { KeptSession } from './kept-session.ts';
import type { Link } from './link.ts';
import type { Entry } from './login.ts';
import type { ClientPacket, Properties } from './packets.ts';
import type { MqttPlace } from './place.ts';
import { Publications } from './publications.ts';
import { PublishBody } from './publish-body.ts';
import { Publisher } from './publish.ts';
import { Subscriber } from './subscribe.ts';
import { Subscriptions } from './subscriptions.ts';

const MAX_RECEIVE_MAXIMUM = 65_535;

export interface ClientOptions {
  readonly host: ProtocolHost;
  readonly link: Link;
  readonly entry: Entry;
  readonly session: KeptSession;
  readonly place: MqttPlace;
  /** The connection cannot go on. */
  readonly onFailure: (error: unknown) => void;
}

/** How a client goes. */
export interface Leaving {
  /** For how long its session is kept, if it has said so while it left. */
  readonly expirySeconds: number | undefined;
  /** Without a goodbye: its will is said. */
  readonly isLost: boolean;
}

/** What comes once the client is in. */
type Packet = Exclude<ClientPacket, { readonly cmd: 'connect' | 'disconnect' | 'auth' }>;

export class MqttClient {
  readonly #options: ClientOptions;
  readonly #chats: Chats;
  readonly #subscriptions = new Subscriptions();
  readonly #publications: Publications;
  readonly #extras: Extras;
  readonly #deliveries: Deliveries;
  readonly #subscriber: Subscriber;
  /** Made for the first PUBLISH: most connections are idle, and many only listen. */
  #publisher: Publisher | undefined;

  /** `properties`: of the CONNECT, which is not kept. */
  constructor(options: ClientOptions, properties: Properties = {}) {
    const { host, link, entry, session, place, onFailure } = options;
    const { user, lobby, inbox, epoch } = entry;
    const { receiveMaximum = MAX_RECEIVE_MAXIMUM, topicAliasMaximum = 0 } = properties;
    const { contents, known } = place;
    const chats = new Chats({ request: (request) => host.request(request), user, lobby, inbox, known });
    const subscriptions = this.#subscriptions;
    subscriptions.load(session.state.subscriptions);
    this.#options = options;
    this.#chats = chats;
    this.#publications = new Publications(link, topicAliasMaximum);
    const extras = (this.#extras = new Extras({
      host,
      link,
      chats,
      subscriptions,
      publications: this.#publications,
      pullReader: place.pullReader,
      onFailure,
    }));
    const deliveries = (this.#deliveries = new Deliveries({
      host,
      user: entry.user,
      session,
      chats,
      subscriptions,
      publications: this.#publications,
      payloads: place.payloads,
      contents,
      version: link.version,
      epoch,
      receiveMaximum,
      release: (messageId, reasonCode) => link.write({ cmd: 'pubrel', messageId, reasonCode }),
      onMessage: (chat, message) => extras.message(chat, message),
      onFailure,
    }));
    this.#subscriber = new Subscriber({
      link,
      session,
      chats,
      subscriptions,
      deliveries,
      extras,
      onRoom: () => host.readOn(),
      onFailure,
    });
  }

  /** Goes on where an earlier connection was; after the CONNACK. */
  begin(): void {
    if (!this.#options.session.isPresent) return;
    this.#deliveries.resume();
    this.#extras.resumed();
  }

  get isBusy(): boolean {
    return this.#publisher?.isBusy === true || this.#subscriber.isBusy;
  }

  /** Throws a MqttError for what ends the connection. */
  take(packet: Packet): void {
    const { outgoing } = this.#deliveries;
    switch (packet.cmd) {
      case 'publish':
        this.#publishing.take(packet);
        return;
      case 'pubrel':
        this.#publishing.release(packet.messageId);
        return;
      case 'puback':
      case 'pubrec':
      case 'pubcomp':
        outgoing[packet.cmd](packet.messageId, packet.reasonCode);
        return;
      case 'subscribe':
        this.#subscriber.subscribe(packet);
        return;
      case 'unsubscribe':
        this.#subscriber.unsubscribe(packet);
        return;
      case 'pingreq':
        this.#options.link.write({ cmd: 'pingresp' });
        return;
    }
  }

  /** `isOwn`: this connection has caused it. It knows its own signals, and gets its own messages as all others. */
  push(push: OutgoingPush, isOwn: boolean): void {
    const frame = push.decode();
    const { body } = frame;
    if (isOwn && body?.case !== 'message') return;
    this.#extras.push(frame);
    if (body?.case === 'message') this.#deliveries.message(body.value, isOwn);
    else if (body?.case === 'heads') this.#deliveries.heads(body.value.heads);
    else if (body?.case === 'resync') this.#deliveries.resync();
  }

  /** Resolves when all that was published is carried out. Undefined: it is. */
  rest(): Promise<void> | undefined {
    return this.#publisher?.rest();
  }

  /** The connection has ended. */
  close({ expirySeconds, isLost }: Leaving): void {
    this.#deliveries.close();
    this.#publisher?.close();
    this.#options.session.end({ expirySeconds, isLost });
  }

  get #publishing(): Publisher {
    const { host, link, session, place, onFailure } = this.#options;
    const { clock, contentReader } = place;
    return (this.#publisher ??= new Publisher({
      host,
      link,
      session,
      chats: this.#chats,
      contentReader,
      extras: this.#extras,
      clock,
      onFailure,
      onNamed: (clientId) => this.#deliveries.noteOwn(clientId),
      onRefused: (topic, error) => this.#tellRefused(topic, error),
    }));
  }

  /** A line of the server to this connection, where its packets have no place for it. */
  #tellRefused(topic: string, { message }: PosthornError): void {
    const match = this.#subscriptions.match('inbox');
    if (match === undefined) return;
    const payload = Buffer.from(`[${topic}: ${message}]`);
    const properties = { payloadFormatIndicator: true };
    const body = new PublishBody({ payload, properties }, this.#options.link.version);
    this.#publications.write(match, body, { qos: 0, dup: false });
  }
}

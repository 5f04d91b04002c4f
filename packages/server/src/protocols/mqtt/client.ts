/**
 * A client that has logged in: what it may do, and what it gets.
 *
 * @module
 */
import { toPosthornError } from '@posthorn/protocol';
import type { PosthornError } from '@posthorn/protocol';
import type { OutgoingPush, ProtocolHost } from '../protocol.ts';
import { Chats } from './chats.ts';
import type { ClientParts } from './client-parts.ts';
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

/** How a client goes. */
export interface Leaving {
  /** For how long its session is kept, if it has said so while it left. */
  readonly expirySeconds: number | undefined;
  /** Without a goodbye: its will is said. */
  readonly isLost: boolean;
}

/** What comes once the client is in. */
type Packet = Exclude<ClientPacket, { readonly cmd: 'connect' | 'disconnect' | 'auth' }>;

/** What there is when a client has been let in. */
export type Admitted = Pick<ClientParts, 'host' | 'link' | 'entry' | 'session' | 'place'>;

export class MqttClient implements ClientParts {
  readonly host: ProtocolHost;
  readonly link: Link;
  readonly entry: Entry;
  readonly session: KeptSession;
  readonly place: MqttPlace;
  readonly receiveMaximum: number;
  readonly chats: Chats;
  readonly subscriptions = new Subscriptions();
  readonly publications: Publications;
  readonly extras = new Extras(this);
  readonly deliveries = new Deliveries(this);
  readonly #subscriber = new Subscriber(this);
  /** Made for the first PUBLISH: most connections are idle, and many only listen. */
  #publisher: Publisher | undefined;

  /** `properties`: of the CONNECT, which is not kept. */
  constructor({ host, link, entry, session, place }: Admitted, properties: Properties = {}) {
    this.host = host;
    this.link = link;
    this.entry = entry;
    this.session = session;
    this.place = place;
    this.receiveMaximum = properties.receiveMaximum ?? MAX_RECEIVE_MAXIMUM;
    this.chats = new Chats(host, entry, place.known);
    this.publications = new Publications(link, properties.topicAliasMaximum ?? 0);
    this.subscriptions.load(session.state.subscriptions);
  }

  /** Goes on where an earlier connection was; after the CONNACK. */
  begin(): void {
    if (!this.session.isPresent) return;
    this.deliveries.resume();
    this.extras.resumed();
  }

  get isBusy(): boolean {
    return this.#publisher?.isBusy === true || this.#subscriber.isBusy;
  }

  /** Throws a MqttError for what ends the connection. */
  take(packet: Packet): void {
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
        this.deliveries.outgoing[packet.cmd](packet.messageId, packet.reasonCode);
        return;
      case 'subscribe':
        this.#subscriber.subscribe(packet);
        return;
      case 'unsubscribe':
        this.#subscriber.unsubscribe(packet);
        return;
      case 'pingreq':
        this.link.write({ cmd: 'pingresp' });
        return;
    }
  }

  /** `isOwn`: this connection has caused it. It knows its own signals, and gets its own messages as all others. */
  push(push: OutgoingPush, isOwn: boolean): void {
    const frame = push.decode();
    const { body } = frame;
    if (isOwn && body?.case !== 'message') return;
    this.extras.push(frame);
    if (body?.case === 'message') this.deliveries.message(body.value, isOwn);
    else if (body?.case === 'heads') this.deliveries.heads(body.value.heads);
    else if (body?.case === 'resync') this.deliveries.resync();
  }

  fail(error: unknown): void {
    this.host.end(toPosthornError(error));
  }

  /** Resolves when all that was published is carried out. Undefined: it is. */
  rest(): Promise<void> | undefined {
    return this.#publisher?.rest();
  }

  /** The connection has ended. */
  close({ expirySeconds, isLost }: Leaving): void {
    this.deliveries.close();
    this.#publisher?.close();
    this.session.end({ expirySeconds, isLost });
  }

  get #publishing(): Publisher {
    const { host, link, session, chats, extras } = this;
    const { clock, contentReader } = this.place;
    return (this.#publisher ??= new Publisher({
      host,
      link,
      session,
      chats,
      contentReader,
      extras,
      clock,
      onFailure: (error) => this.fail(error),
      onNamed: (clientId) => this.deliveries.noteOwn(clientId),
      onRefused: (topic, error) => this.#tellRefused(topic, error),
    }));
  }

  /** A line of the server to this connection, where its packets have no place for it. */
  #tellRefused(topic: string, { message }: PosthornError): void {
    const match = this.subscriptions.match('inbox');
    if (match === undefined) return;
    const payload = Buffer.from(`[${topic}: ${message}]`);
    const properties = { payloadFormatIndicator: true };
    const body = new PublishBody({ payload, properties }, this.link.version);
    this.publications.write(match, body, { qos: 0, dup: false });
  }
}

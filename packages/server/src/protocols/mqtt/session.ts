/**
 * A connection of MQTT: its first packet logs in, and the others wait for that.
 *
 * @module
 */
import { PosthornError, toPosthornError } from '@posthorn/protocol';
import type { Timer } from '../../clock.ts';
import type { OutgoingPush, Parting, ProtocolHost, ProtocolSession } from '../protocol.ts';
import { Chats } from './chats.ts';
import { MqttClient } from './client.ts';
import { connackOf, expiryOf, keepAliveOf, silenceOf } from './connack.ts';
import { encode } from './encode.ts';
import { MqttError } from './error.ts';
import { Link } from './link.ts';
import { enter } from './login.ts';
import type { Entry } from './login.ts';
import { PacketReader } from './packet-reader.ts';
import type { ClientPacket, ConnectPacket, DisconnectPacket } from './packets.ts';
import type { MqttPlace } from './place.ts';
import { REASON } from './reason-codes.ts';
import { reasonOf } from './reasons.ts';
import { takeSession } from './kept-session.ts';
import type { KeptSession } from './kept-session.ts';
import { takenOver } from './takeovers.ts';
import { willOf } from './will.ts';
import type { Will } from './will.ts';

/** Largest CONNECT: with a JWT, and a will. */
const MAX_CONNECT_BYTES = 8192;
/** Whoever stays for longer connects anew, and shows the certificate again. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export class MqttSession implements ProtocolSession {
  readonly #host: ProtocolHost;
  readonly #place: MqttPlace;
  readonly #reader = new PacketReader(MAX_CONNECT_BYTES);
  /** `entering`: the packets behind CONNECT wait. */
  #state: 'new' | 'entering' | 'in' | 'left' | 'over' = 'new';
  #entry: Entry | undefined;
  /** Before there is a client. */
  #opening: KeptSession | undefined;
  #client: MqttClient | undefined;
  #link: Link | undefined;
  /** For how long the client wants its session kept, if it has said so while it left. */
  #expirySeconds: number | undefined;
  #canExpireLater = false;
  #isSentAway = false;
  #hasWill = false;
  /** If the connection ended now, its client would be lost. */
  #isLost = false;
  /** Of a client with a certificate: when that ends. */
  #expiry: Timer | undefined;
  silenceMs: number | undefined;
  readonly takesOwn = true;

  constructor(host: ProtocolHost, place: MqttPlace) {
    this.#host = host;
    this.#place = place;
  }

  get isBusy(): boolean {
    return this.#state === 'entering' || this.#client?.isBusy === true;
  }

  receive(bytes: Uint8Array): void {
    // Nothing follows a DISCONNECT [MQTT-3.14.4-2].
    if (this.#state !== 'left') this.#reader.push(bytes, (packet) => this.#onPacket(packet));
  }

  resume(): void {
    if (!this.isBusy && this.#state !== 'left') this.#readOn();
  }

  push(push: OutgoingPush, isOwn: boolean): undefined {
    this.#client?.push(push, isOwn);
    return undefined;
  }

  goodbye({ error, endpoints }: Parting): Uint8Array | undefined {
    const { version } = this.#reader;
    if (error.code === 'DRAINING') this.#isLost = false;
    this.#isSentAway = error.code === 'DRAINING' || error.code === 'REPLACED';
    // Whoever says goodbye is not answered, nor whoever has not said what they speak.
    if (version === undefined || this.#state === 'left') return undefined;
    if (this.#state !== 'in' || this.#link === undefined) {
      const reasonCode = reasonOf(error, 'connack');
      const properties = { reasonString: error.message };
      const refusal = { cmd: 'connack', sessionPresent: false, reasonCode, properties } as const;
      return this.#link === undefined ? encode(refusal, version) : this.#link.encode(refusal);
    }
    const serverReference = endpoints[0]?.replace(/^\w+:\/\//, '');
    const isSentOn = serverReference !== undefined;
    return this.#link.encode({
      cmd: 'disconnect',
      reasonCode: isSentOn ? REASON.useAnotherServer : reasonOf(error, 'disconnect'),
      properties: { reasonString: error.message, ...(isSentOn && { serverReference }) },
    });
  }

  /** Those of this gateway know of each other already, and in their order. */
  taken(client: string, node: string): void {
    if (client === this.#entry?.clientId && node !== this.#place.node) this.#host.end(takenOver());
  }

  rest(): Promise<void> | undefined {
    return this.#client?.rest();
  }

  ended(): void {
    const entry = this.#entry;
    this.#state = 'over';
    this.#expiry?.cancel();
    this.#opening?.abandon();
    this.#client?.close({ expirySeconds: this.#expirySeconds, isLost: this.#isLost });
    if (entry === undefined) return;
    this.#place.takeovers.give(entry.user, entry.clientId, this.#host);
    // Nobody can use the login that was made for this connection any more. Whoever takes its place replaces it.
    if (!entry.isOwnLogin || this.#isSentAway) return;
    const logout = { case: 'logout', value: {} } as const;
    // Behind what is told of the will, which nobody could say without the login.
    if (this.#hasWill) this.#host.tell(logout);
    else this.#host.request(logout).catch(() => {});
  }

  #readOn(): void {
    this.#reader.resume((packet) => this.#onPacket(packet));
  }

  #onPacket(packet: ClientPacket): void {
    this.#take(packet);
    if (!this.#host.mayRead || this.isBusy) this.#reader.pause();
  }

  #take(packet: ClientPacket): void {
    switch (packet.cmd) {
      case 'connect':
        this.#connect(packet).catch((error: unknown) => this.#host.end(toPosthornError(error)));
        return;
      case 'disconnect':
        this.#disconnect(packet);
        return;
      case 'auth':
        throw new MqttError(REASON.protocolError, 'there is no authentication that goes on');
      default:
        this.#client?.take(packet);
    }
  }

  async #connect(connect: ConnectPacket): Promise<void> {
    const host = this.#host;
    const place = this.#place;
    this.#state = 'entering';
    const link = (this.#link = new Link(host, connect));
    this.#canExpireLater = expiryOf(connect) > 0;
    const entry = (this.#entry = await enter(host, connect, place.random));
    if (this.#isOver()) return;
    place.takeovers.take(entry.user, entry.clientId, host);
    const will = await this.#willOf(connect, entry);
    this.#hasWill = will !== undefined;
    const session = await this.#sessionOf(connect, entry, will);
    if (this.#isOver()) {
      session.abandon();
      return;
    }
    this.#opening = session;
    await session.save();
    if (this.#isOver()) return;
    this.#opening = undefined;
    const client = new MqttClient({ host, link, entry, session, place }, connect.properties);
    this.#client = client;
    this.#reader.maxBytes = place.maxPacketBytes;
    this.silenceMs = silenceOf(keepAliveOf(connect, place));
    if (!link.write(connackOf(connect, { entry, session, place })))
      throw new MqttError(REASON.packetTooLarge, 'the client takes no packet as large as CONNACK');
    this.#state = 'in';
    this.#isLost = true;
    this.#endWithCertificate();
    client.begin();
    this.#readOn();
    host.readOn();
  }

  /** The login ends with the certificate, at whichever router it is. */
  #endWithCertificate(): void {
    const { certificate } = this.#host;
    if (certificate === undefined || certificate instanceof PosthornError) return;
    const { clock } = this.#place;
    const leftMs = certificate.validUntil - clock.now();
    const error = new PosthornError('SESSION_EXPIRED', 'the certificate has expired: get a new one');
    this.#expiry = clock.after(Math.min(leftMs, LONGEST_TIMER_MS), () => this.#host.end(error));
  }

  #willOf(connect: ConnectPacket, entry: Entry): Promise<Will | undefined> {
    const { known, contentReader } = this.#place;
    return willOf(connect, { chats: new Chats(this.#host, entry, known), contentReader });
  }

  #sessionOf(
    connect: ConnectPacket,
    { clientId, isOwnLogin }: Entry,
    will: Will | undefined,
  ): Promise<KeptSession> {
    const { node, clock, random } = this.#place;
    return takeSession({
      host: this.#host,
      clientId,
      clean: connect.clean,
      expirySeconds: expiryOf(connect),
      outlivesLogin: isOwnLogin,
      will,
      node,
      clock,
      random,
    });
  }

  #disconnect({ reasonCode, properties }: DisconnectPacket): void {
    const { sessionExpiryInterval } = properties ?? {};
    // [MQTT-3.14.2-2]
    if (sessionExpiryInterval !== undefined && sessionExpiryInterval > 0 && !this.#canExpireLater)
      throw new MqttError(REASON.protocolError, 'a session that ends with its connection cannot be kept');
    this.#expirySeconds = sessionExpiryInterval;
    this.#isLost = reasonCode === REASON.disconnectWithWill;
    this.#state = 'left';
    this.#reader.pause();
    const end = (): void => this.#host.end(new PosthornError('UNAVAILABLE', 'the client has said goodbye'));
    const rest = this.rest();
    if (rest === undefined) end();
    else rest.then(end, end);
  }

  #isOver(): boolean {
    return this.#state === 'over';
  }
}

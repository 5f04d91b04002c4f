/**
 * One client of the broker for open topics.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Clock } from '../../../clock.ts';
import type { Parting, ProtocolHost, ProtocolSession } from '../../protocol.ts';
import { encode, encodeWithin } from '../encode.ts';
import { MqttError } from '../error.ts';
import { protocolError } from '../field-reader.ts';
import { PacketReader } from '../packet-reader.ts';
import type {
  AckPacket,
  ClientPacket,
  ConnectPacket,
  DisconnectPacket,
  MqttVersion,
  Properties,
  PublishPacket,
  ServerPacket,
} from '../packets.ts';
import { REASON } from '../reason-codes.ts';
import { reasonOf } from '../reasons.ts';
import type { Broker } from './broker.ts';
import type { ClientSession, Connected } from './client-session.ts';
import { messageOf } from './message.ts';
import type { Line } from './outbox.ts';

/** Messages of QoS 2 that a client may have open. */
const RECEIVE_MAXIMUM = 100;
const TOPIC_ALIAS_MAXIMUM = 100;
/** After so many bytes it is asked whether the client has taken them. */
const BEHIND_BYTES = 262_144;
/** §3.1.2.10 */
const SILENT_INTERVALS = 1.5;

export interface OpenConnectionOptions {
  readonly broker: Broker;
  readonly clock: Clock;
  readonly maxPacketBytes: number;
}

export class OpenConnection implements ProtocolSession, Connected, Line {
  readonly #host: ProtocolHost;
  readonly #options: OpenConnectionOptions;
  readonly #reader: PacketReader;
  readonly #aliases = new Map<number, string>();
  #session: ClientSession | undefined;
  #hasLeft = false;
  #maxPacketBytes = Infinity;
  #isTold = true;
  #unasked = 0;
  isBehind = false;
  receiveMaximum = 65_535;
  silenceMs: number | undefined;

  constructor(host: ProtocolHost, options: OpenConnectionOptions) {
    this.#host = host;
    this.#options = options;
    this.#reader = new PacketReader(options.maxPacketBytes);
  }

  get version(): MqttVersion {
    return this.#reader.version ?? 4;
  }

  receive(bytes: Uint8Array): void {
    this.#reader.push(bytes, this.#onPacket);
  }

  resume(): void {
    this.#reader.resume(this.#onPacket);
  }

  goodbye({ error }: Parting): Uint8Array | undefined {
    if (this.#hasLeft || this.#reader.version === undefined) return undefined;
    const properties = { reasonString: error.message };
    if (this.#session === undefined) {
      const reasonCode = reasonOf(error, 'connack');
      return encode({ cmd: 'connack', sessionPresent: false, reasonCode, properties }, this.version);
    }
    const reasonCode = reasonOf(error, 'disconnect');
    return encodeWithin({ cmd: 'disconnect', reasonCode, properties }, this.version, this.#maxPacketBytes);
  }

  ended(): void {
    if (this.#session !== undefined) this.#options.broker.leave(this.#session, this);
  }

  takenOver(): void {
    this.#host.end(new MqttError(REASON.sessionTakenOver, 'another connection has this client identifier'));
  }

  write(packet: ServerPacket): boolean {
    const bytes = encodeWithin(packet, this.version, this.#maxPacketBytes);
    if (bytes === undefined) return false;
    this.#host.write(bytes);
    this.#unasked += bytes.length;
    if (this.#unasked > BEHIND_BYTES && !this.isBehind) void this.#wait();
    return true;
  }

  /** drained() never rejects. */
  async #wait(): Promise<void> {
    this.isBehind = true;
    await this.#host.drained();
    this.isBehind = false;
    this.#unasked = 0;
    this.#session?.outbox.pump();
  }

  readonly #onPacket = (packet: ClientPacket): void => {
    if (packet.cmd === 'connect') this.#connect(packet);
    else if (this.#session !== undefined && !this.#hasLeft) this.#take(packet, this.#session);
    if (!this.#host.mayRead) this.#reader.pause();
  };

  #connect(connect: ConnectPacket): void {
    const { properties, keepalive, clientId } = connect;
    if (properties?.authenticationMethod !== undefined)
      throw new MqttError(REASON.badAuthenticationMethod, 'there are no methods of authentication');
    const { broker, maxPacketBytes } = this.#options;
    const { session, isPresent } = broker.enter(connect, this);
    this.#session = session;
    this.receiveMaximum = properties?.receiveMaximum ?? 65_535;
    this.#maxPacketBytes = properties?.maximumPacketSize ?? Infinity;
    this.#isTold = properties?.requestProblemInformation !== false;
    this.silenceMs = keepalive === 0 ? Infinity : keepalive * SILENT_INTERVALS * 1000;
    this.write({
      cmd: 'connack',
      sessionPresent: isPresent,
      reasonCode: REASON.success,
      properties: {
        receiveMaximum: RECEIVE_MAXIMUM,
        topicAliasMaximum: TOPIC_ALIAS_MAXIMUM,
        maximumPacketSize: maxPacketBytes,
        sharedSubscriptionAvailable: false,
        ...(clientId === '' && { assignedClientIdentifier: session.clientId }),
      },
    });
    session.outbox.connect(this);
  }

  #take(packet: Exclude<ClientPacket, ConnectPacket>, session: ClientSession): void {
    switch (packet.cmd) {
      case 'publish':
        this.#publish(packet, session);
        return;
      case 'puback':
      case 'pubcomp':
        session.outbox.answered(packet);
        return;
      case 'pubrec': {
        const isKnown = session.outbox.answered(packet);
        if (packet.reasonCode < REASON.unspecified)
          this.#ack('pubrel', packet.messageId, isKnown ? REASON.success : REASON.packetIdNotFound);
        return;
      }
      case 'pubrel':
        this.#ack(
          'pubcomp',
          packet.messageId,
          session.unreleased.delete(packet.messageId) ? REASON.success : REASON.packetIdNotFound,
        );
        return;
      case 'subscribe': {
        const outcome = this.#options.broker.subscribe(session, packet);
        this.write({ cmd: 'suback', messageId: packet.messageId, granted: outcome.granted });
        outcome.sendRetained();
        return;
      }
      case 'unsubscribe': {
        const granted = packet.unsubscriptions.map((filter) =>
          session.unsubscribe(filter) ? REASON.success : REASON.noSubscriptionExisted,
        );
        this.write({ cmd: 'unsuback', messageId: packet.messageId, granted });
        return;
      }
      case 'pingreq':
        this.write({ cmd: 'pingresp' });
        return;
      case 'disconnect':
        this.#disconnect(packet, session);
        return;
      case 'auth':
        throw protocolError('there are no methods of authentication');
    }
  }

  #publish(packet: PublishPacket, session: ClientSession): void {
    const { qos, messageId = 0 } = packet;
    const isRepeat = qos === 2 && session.unreleased.has(messageId);
    const topic = this.#topicOf(packet);
    if (isRepeat) {
      this.#ack('pubrec', messageId, REASON.success);
      return;
    }
    if (qos === 2 && session.unreleased.size >= RECEIVE_MAXIMUM)
      throw new MqttError(
        REASON.receiveMaximumExceeded,
        `more than ${RECEIVE_MAXIMUM} messages are not released`,
      );
    const { reasonCode, properties } = this.#broadcast({ ...packet, topic }, session);
    if (qos === 1) this.#ack('puback', messageId, reasonCode, properties);
    if (qos !== 2) return;
    if (reasonCode < REASON.unspecified) session.unreleased.add(messageId);
    this.#ack('pubrec', messageId, reasonCode, properties);
  }

  #broadcast(
    packet: PublishPacket,
    session: ClientSession,
  ): { readonly reasonCode: number; readonly properties?: Properties } {
    const { broker, clock } = this.#options;
    try {
      const isWanted = broker.publish(messageOf(packet, session.clientId, clock.monotonic()));
      return { reasonCode: isWanted ? REASON.success : REASON.noMatchingSubscribers };
    } catch (error) {
      if (!(error instanceof MqttError)) throw error;
      return { reasonCode: reasonOf(error, 'puback'), properties: { reasonString: error.message } };
    }
  }

  #topicOf({ topic, properties }: PublishPacket): string {
    const alias = properties?.topicAlias;
    if (alias === undefined) return topic;
    if (alias > TOPIC_ALIAS_MAXIMUM)
      throw new MqttError(REASON.topicAliasInvalid, `a topic alias above ${TOPIC_ALIAS_MAXIMUM}`);
    if (topic !== '') {
      this.#aliases.set(alias, topic);
      return topic;
    }
    const known = this.#aliases.get(alias);
    if (known === undefined) throw protocolError(`the topic alias ${alias} has no topic yet`);
    return known;
  }

  #ack(cmd: AckPacket['cmd'], messageId: number, reasonCode: number, properties?: Properties): void {
    this.write({ cmd, messageId, reasonCode, ...(this.#isTold && properties && { properties }) });
  }

  #disconnect({ reasonCode, properties }: DisconnectPacket, session: ClientSession): void {
    const seconds = properties?.sessionExpiryInterval;
    if (seconds !== undefined) {
      if (seconds > 0 && session.expirySeconds === 0)
        throw protocolError('a session that was to end with its connection cannot be kept'); // [MQTT-3.14.2-2]
      session.expirySeconds = seconds;
    }
    if (reasonCode === REASON.success) session.will = undefined;
    this.#hasLeft = true;
    this.#host.end(new PosthornError('UNAVAILABLE', 'the client has said goodbye'));
  }
}

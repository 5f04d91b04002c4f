/**
 * An MQTT client that does as a test says: it shows every packet, may hold its acks back, and can write any bytes.
 * It is built on mqtt-packet, so that the server's own codec is not measured by itself.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Duplex } from 'node:stream';
import { generate, parser } from 'mqtt-packet';
import type { IConnackPacket, IConnectPacket, IPublishPacket, ISubscription, Packet, QoS } from 'mqtt-packet';
import { createWebSocketStream, WebSocket } from 'ws';
import { Condition } from './condition.ts';
import { MqttMemory } from './mqtt-memory.ts';
import type { Settled } from './mqtt-memory.ts';

export interface MqttOptions extends Pick<IConnectPacket, 'will' | 'properties' | 'keepalive'> {
  /** 4 is MQTT 3.1.1. Default: 5. */
  readonly version?: 4 | 5;
  readonly clientId?: string;
  /** Default: true. */
  readonly clean?: boolean;
  readonly user?: string;
  readonly password?: string;
  /** Of the device, for further connections of the same session. */
  readonly memory?: MqttMemory;
  /** For mqtts. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  /** Called with each message, once. */
  readonly onMessage?: (message: IPublishPacket) => void;
}

type Of<C extends Packet['cmd']> = Extract<Packet, { cmd: C }>;

export interface PublishOptions {
  readonly qos?: QoS;
  readonly retain?: boolean;
  readonly properties?: IPublishPacket['properties'];
}

export class MqttClient {
  readonly socket: Duplex;
  readonly version: 4 | 5;
  readonly memory: MqttMemory;
  /** Every packet, in order of arrival. */
  readonly packets: Packet[] = [];
  /** Every message, once. */
  readonly messages: IPublishPacket[] = [];
  isClosed = false;
  /** While it is false, messages are not acked; see {@link MqttClient.ack}. */
  isAcking = true;
  /** Every byte is written alone. */
  isTrickling = false;
  #trickle: Promise<unknown> = Promise.resolve();
  readonly #onMessage: MqttOptions['onMessage'];
  readonly #heard = new Condition();
  readonly #answers = new Map<string, Packet>();
  /** Of subscriptions. */
  #lastId = 0;
  /** The server has let it in, and has what earlier connections left open. */
  #hasEntered = false;

  private constructor(socket: Duplex, { version = 5, memory = new MqttMemory(), onMessage }: MqttOptions) {
    this.socket = socket;
    this.version = version;
    this.memory = memory;
    this.#onMessage = onMessage;
    const packets = parser({ protocolVersion: version });
    packets.on('packet', (packet) => this.#receive(packet));
    packets.on('error', (error: unknown) => socket.destroy(error as Error));
    socket.on('data', (bytes: Buffer) => {
      packets.parse(bytes);
      this.#heard.changed();
    });
    socket.on('error', () => {});
    socket.on('end', () => socket.end());
    socket.on('close', () => {
      this.isClosed = true;
      this.#heard.changed();
    });
  }

  /** An open connection without a CONNECT. `url`: mqtt://, mqtts://, ws:// or wss://. */
  static async open(url: string, options: MqttOptions = {}): Promise<MqttClient> {
    const { protocol, hostname: host, port } = new URL(url);
    if (protocol.startsWith('ws')) {
      const webSocket = new WebSocket(url, 'mqtt', { ...options.tls });
      const stream = createWebSocketStream(webSocket);
      // When a connection breaks with bytes that were not written, the stream waits for them.
      webSocket.once('close', () => setImmediate(() => stream.destroy()));
      const client = new MqttClient(stream, options);
      await new Promise<void>((resolve, reject) => webSocket.once('open', resolve).once('error', reject));
      return client;
    }
    const place = { host, port: Number(port) };
    const isSecure = protocol === 'mqtts:';
    const socket = isSecure ? connectTls({ ...place, ...options.tls }) : connectTcp(place);
    socket.setNoDelay(true);
    await new Promise<void>((resolve, reject) =>
      socket.once(isSecure ? 'secureConnect' : 'connect', resolve).once('error', reject),
    );
    return new MqttClient(socket, options);
  }

  /** Resolves when the server lets it in. Fails with the CONNACK that refuses it. */
  static async connect(url: string, options: MqttOptions = {}): Promise<MqttClient> {
    const client = await MqttClient.open(url, options);
    const connack = await client.enter(options);
    assert.equal(connack.reasonCode ?? connack.returnCode, 0, JSON.stringify(connack));
    return client;
  }

  /** Sends CONNECT and resolves with the CONNACK. A session that is there is resumed. */
  async enter(options: MqttOptions = {}): Promise<IConnackPacket> {
    const { clientId = '', clean = true, user, password, will, properties, keepalive = 0 } = options;
    this.send({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: this.version,
      clientId,
      clean,
      keepalive,
      ...(user !== undefined && { username: user }),
      ...(password !== undefined && { password: Buffer.from(password) }),
      ...(will !== undefined && { will }),
      ...(properties !== undefined && { properties }),
    });
    const connack = await this.first('connack');
    if ((connack.reasonCode ?? connack.returnCode) === 0) {
      if (!connack.sessionPresent) this.memory.forgetIncoming();
      for (const packet of this.memory.repeats()) this.send(packet);
      this.#hasEntered = true;
    }
    return connack;
  }

  send(packet: Packet): void {
    this.write(generate(packet, { protocolVersion: this.version }));
  }

  write(bytes: Uint8Array): void {
    if (this.isClosed) return;
    if (!this.isTrickling) {
      this.socket.write(bytes);
      return;
    }
    for (const byte of bytes) {
      this.#trickle = this.#trickle.then(
        () => new Promise((resolve) => this.socket.write(Uint8Array.of(byte), () => setImmediate(resolve))),
      );
    }
  }

  /** Resolves with the SUBACK. */
  async subscribe(
    filters: string | readonly ISubscription[],
    { qos = 0, properties }: { readonly qos?: QoS; readonly properties?: Of<'subscribe'>['properties'] } = {},
  ): Promise<Of<'suback'>> {
    const subscriptions = typeof filters === 'string' ? [{ topic: filters, qos }] : [...filters];
    const messageId = (this.#lastId += 1);
    this.send({ cmd: 'subscribe', messageId, subscriptions, ...(properties && { properties }) });
    return this.#answer('suback', messageId);
  }

  async unsubscribe(...unsubscriptions: string[]): Promise<Of<'unsuback'>> {
    const messageId = (this.#lastId += 1);
    this.send({ cmd: 'unsubscribe', messageId, unsubscriptions });
    return this.#answer('unsuback', messageId);
  }

  /**
   * Resolves with its PUBACK or PUBREC once it has ended; with QoS 0 at once. Without a connection it waits: the next one
   * with the same memory sends it.
   */
  publish(
    topic: string,
    payload: string | Uint8Array,
    options: PublishOptions = {},
  ): Promise<Settled | undefined> {
    const { qos = 0, retain = false, properties } = options;
    const packet = {
      cmd: 'publish' as const,
      topic,
      payload: typeof payload === 'string' ? payload : Buffer.from(payload),
      qos,
      retain,
      dup: false,
      ...(properties !== undefined && { properties }),
    };
    if (qos === 0) {
      this.send(packet);
      return Promise.resolve(undefined);
    }
    const numbered = { ...packet, messageId: this.memory.nextId() };
    return new Promise((resolve) => {
      this.memory.add(numbered, resolve);
      if (this.#hasEntered) this.send(numbered);
    });
  }

  /** Acks a message that was held back. */
  ack({ qos, messageId = 0 }: IPublishPacket): void {
    if (qos > 0) this.send({ cmd: qos === 1 ? 'puback' : 'pubrec', messageId });
  }

  /** The first packet of a kind, when it has come. Fails when the connection ends before. */
  async first<C extends Packet['cmd']>(cmd: C): Promise<Of<C>> {
    const find = (): Packet | undefined => this.packets.find((packet) => packet.cmd === cmd);
    await this.until(() => find() !== undefined || this.isClosed);
    const packet = find();
    assert.ok(packet !== undefined, `closed before ${cmd}: ${JSON.stringify(this.packets.at(-1))}`);
    return packet as Of<C>;
  }

  /** Texts of all messages that came on topics which fit. */
  texts(isOurs: (topic: string) => boolean = () => true): readonly string[] {
    return this.messages.filter(({ topic }) => isOurs(topic)).map(({ payload }) => payload.toString());
  }

  until(isTrue: () => boolean): Promise<void> {
    return this.#heard.until(isTrue);
  }

  /** Leaves in order, and resolves when the connection is closed. */
  async leave(): Promise<void> {
    this.send({ cmd: 'disconnect' });
    this.socket.end();
    await this.until(() => this.isClosed);
  }

  /** Breaks the connection. */
  close(): void {
    this.socket.destroy();
  }

  async #answer<C extends 'suback' | 'unsuback'>(cmd: C, messageId: number): Promise<Of<C>> {
    const key = `${cmd} ${messageId}`;
    await this.until(() => this.#answers.has(key) || this.isClosed);
    const answer = this.#answers.get(key);
    assert.ok(answer !== undefined, `closed before ${cmd}: ${JSON.stringify(this.packets.at(-1))}`);
    return answer as Of<C>;
  }

  #receive(packet: Packet): void {
    this.packets.push(packet);
    switch (packet.cmd) {
      case 'publish': {
        if (this.memory.isNew(packet)) {
          this.messages.push(packet);
          this.#onMessage?.(packet);
        }
        if (this.isAcking) this.ack(packet);
        break;
      }
      case 'pubrel': {
        this.memory.released(packet.messageId ?? 0);
        if (this.isAcking) this.send({ cmd: 'pubcomp', messageId: packet.messageId ?? 0 });
        break;
      }
      case 'puback':
      case 'pubrec':
      case 'pubcomp': {
        const next = this.memory.answered(packet);
        if (next !== undefined) this.send(next);
        break;
      }
      case 'suback':
      case 'unsuback':
        this.#answers.set(`${packet.cmd} ${packet.messageId}`, packet);
        break;
      default:
    }
  }
}

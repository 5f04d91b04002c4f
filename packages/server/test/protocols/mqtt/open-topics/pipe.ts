/**
 * Clients of the broker for open topics without sockets or time: everything has happened when a call returns. What clients
 * write and read is made by another implementation of MQTT.
 */
import assert from 'node:assert/strict';
import { generate, parser } from 'mqtt-packet';
import type { IConnectPacket, IPublishPacket, ISubscription, Packet, QoS } from 'mqtt-packet';
import type { Clock, Timer } from '../../../../src/clock.ts';
import type { PosthornError } from '@posthorn/protocol';
import { Broker } from '../../../../src/protocols/mqtt/open-topics/broker.ts';
import { OpenConnection } from '../../../../src/protocols/mqtt/open-topics/connection.ts';
import type { ProtocolHost } from '../../../../src/protocols/protocol.ts';
import { toPosthornError } from '@posthorn/protocol';

/** Stands still until a test lets time pass. */
export class StandingClock implements Clock {
  readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>();
  #now = 0;

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  after(delayMs: number, run: () => void): Timer {
    // As Node has it.
    const timer = { at: this.#now + (delayMs > 2 ** 31 - 1 ? 1 : delayMs), run };
    this.#timers.add(timer);
    return { cancel: () => void this.#timers.delete(timer) };
  }

  afterTurn(run: () => void): void {
    run();
  }

  pass(seconds: number): void {
    this.#now += seconds * 1000;
    const due = [...this.#timers].filter(({ at }) => at <= this.#now).toSorted((a, b) => a.at - b.at);
    for (const timer of due) if (this.#timers.delete(timer)) timer.run();
  }
}

export class OpenServer {
  readonly clock = new StandingClock();
  readonly broker = new Broker(this.clock);

  client(options: ClientOptions = {}): OpenClient {
    return new OpenClient(this, options);
  }
}

export interface ClientOptions extends Partial<IConnectPacket> {
  readonly version?: 4 | 5;
}

type Of<C extends Packet['cmd']> = Extract<Packet, { cmd: C }>;

export class OpenClient {
  readonly version: 4 | 5;
  readonly session: OpenConnection;
  /** Every packet of the server that take() has not returned. */
  readonly packets: Packet[] = [];
  isClosed = false;
  /** The server's bytes stay in its buffer. */
  isStuck = false;
  #onDrained: (() => void) | undefined;
  #lastId = 0;

  /** Connects, unless the client id is that of a CONNECT to be sent by hand. */
  constructor({ broker, clock }: OpenServer, { version = 5, ...connect }: ClientOptions) {
    this.version = version;
    const packets = parser({ protocolVersion: version });
    packets.on('packet', (packet) => this.packets.push(packet));
    packets.on('error', (error) => assert.fail(error as Error));
    const host: Partial<ProtocolHost> & { mayRead: boolean } = {
      mayRead: true,
      write: (bytes) => void packets.parse(Buffer.from(bytes)),
      drained: () =>
        this.isStuck ? new Promise((resolve) => (this.#onDrained = resolve)) : Promise.resolve(),
      end: (error) => this.#end(error),
    };
    this.session = new OpenConnection(host as ProtocolHost, { broker, clock, maxPacketBytes: 262_144 });
    this.send({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: version,
      clean: true,
      keepalive: 0,
      clientId: '',
      ...connect,
    });
  }

  /** The server's answer to CONNECT. */
  get connack(): Of<'connack'> {
    const packet = this.packets.find(({ cmd }) => cmd === 'connack');
    assert.ok(packet !== undefined, 'no CONNACK');
    return packet as Of<'connack'>;
  }

  get messages(): readonly IPublishPacket[] {
    return this.all('publish');
  }

  get texts(): readonly string[] {
    return this.messages.map(({ payload }) => payload.toString());
  }

  all<C extends Packet['cmd']>(cmd: C): readonly Of<C>[] {
    return this.packets.filter((packet) => packet.cmd === cmd) as Of<C>[];
  }

  send(packet: Packet): void {
    this.write(generate(packet, { protocolVersion: this.version }));
  }

  write(bytes: Uint8Array): void {
    if (this.isClosed) return;
    try {
      this.session.receive(bytes);
    } catch (error) {
      this.#end(toPosthornError(error));
    }
  }

  /** The reason codes of the SUBACK. */
  subscribe(
    filters: string | readonly ISubscription[],
    { qos = 2, identifier }: { readonly qos?: QoS; readonly identifier?: number } = {},
  ): readonly number[] {
    const subscriptions = typeof filters === 'string' ? [{ topic: filters, qos }] : [...filters];
    this.send({
      cmd: 'subscribe',
      messageId: (this.#lastId += 1),
      subscriptions,
      ...(identifier !== undefined && { properties: { subscriptionIdentifier: identifier } }),
    });
    return this.all('suback').at(-1)?.granted as number[];
  }

  /** Publishes, with all that belongs to the QoS. */
  publish(topic: string, payload: string, more: Partial<IPublishPacket> = {}): void {
    const { qos = 0 } = more;
    const messageId = (this.#lastId += 1);
    this.send({ cmd: 'publish', topic, payload, dup: false, retain: false, messageId, ...more, qos });
    if (qos === 2) this.send({ cmd: 'pubrel', messageId });
  }

  /** Acks each message that has come since, with all that belongs to its QoS. */
  ackAll(): void {
    for (const { qos, messageId = 0 } of this.messages.slice()) {
      if (qos === 1) this.send({ cmd: 'puback', messageId });
      if (qos !== 2) continue;
      this.send({ cmd: 'pubrec', messageId });
      this.send({ cmd: 'pubcomp', messageId });
    }
  }

  /** Takes leave. */
  leave(more: Partial<Of<'disconnect'>> = {}): void {
    this.send({ cmd: 'disconnect', ...more });
  }

  /** The connection breaks. */
  break(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.session.ended();
  }

  /** Takes what was held back. */
  async drain(): Promise<void> {
    this.isStuck = false;
    this.#onDrained?.();
    await Promise.resolve();
  }

  #end(error: PosthornError): void {
    if (this.isClosed) return;
    this.isClosed = true;
    const bytes = this.session.goodbye({ error, windowMs: 0, endpoints: [] });
    this.isClosed = true;
    const packets = parser({ protocolVersion: this.version });
    packets.on('packet', (packet) => this.packets.push(packet));
    if (bytes !== undefined) packets.parse(Buffer.from(bytes));
    this.session.ended();
  }
}

/** A client of MQTT and the gateway's side of its connection, with a small town as the router. It shows every packet. */
import { PosthornError, toPosthornError } from '@posthorn/protocol';
import type { Reply, Request, ServerFrame } from '@posthorn/protocol';
import { generate, parser } from 'mqtt-packet';
import type { IConnectPacket, Packet } from 'mqtt-packet';
import { registryWith } from '../../../../src/compose/features.ts';
import type { ProtocolHost, ProtocolSession } from '../../../../src/protocols/protocol.ts';
import { ContentReader } from '../../../../src/protocols/mqtt/content-reader.ts';
import type { MqttPlace } from '../../../../src/protocols/mqtt/place.ts';
import { PullReader } from '../../../../src/protocols/mqtt/pull.ts';
import { MqttSession } from '../../../../src/protocols/mqtt/session.ts';
import { SharedPayloads } from '../../../../src/protocols/mqtt/shared-payloads.ts';
import { Takeovers } from '../../../../src/protocols/mqtt/takeovers.ts';
import type { SmallTown } from '../small-town.ts';
import { CountingRandom, settled, StepClock } from './kept-sessions.ts';

/** How the town's router answers some requests in a test. Undefined: as it does otherwise. */
export type Answers = (request: Request) => Promise<Reply> | Reply | undefined;

/** What the gateway of a town shares. */
export function placeIn(town: SmallTown): MqttPlace & { readonly clock: StepClock } {
  const { contents } = registryWith();
  return {
    node: 'gateway',
    contents,
    clock: new StepClock(),
    random: new CountingRandom(),
    contentReader: new ContentReader(),
    pullReader: new PullReader(),
    payloads: new SharedPayloads({ contents, linkTo: () => '' }),
    known: town.known,
    takeovers: new Takeovers(),
    maxPacketBytes: 262_144,
    silenceMs: 75_000,
  };
}

export class ClientOf implements ProtocolHost {
  readonly session: ProtocolSession;
  readonly packets: Packet[] = [];
  readonly asked: Request[] = [];
  /** What its requests count for its bounds. */
  askedBytes = 0;
  mayRead = true;
  /** Why the server has ended the connection. */
  ended: PosthornError | undefined;
  isOver = false;
  /** Resolves when the client has taken what was written. */
  draining: Promise<void> = Promise.resolve();
  readonly version: 4 | 5;
  readonly #answers: Answers;
  readonly #parser;

  constructor(place: MqttPlace, answers: Answers, version: 4 | 5 = 5) {
    this.version = version;
    this.#answers = answers;
    this.#parser = parser({ protocolVersion: version });
    this.#parser.on('packet', (packet) => this.packets.push(packet));
    this.session = new MqttSession(this, place);
  }

  async connect(more: Partial<IConnectPacket> = {}): Promise<void> {
    this.send({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: this.version,
      clientId: 'sensor',
      clean: true,
      keepalive: 60,
      username: 'romeo',
      password: Buffer.from('ph_token'),
      ...more,
    });
    await settled();
    await settled();
  }

  send(...packets: readonly Packet[]): void {
    this.bytes(Buffer.concat(packets.map((packet) => generate(packet, { protocolVersion: this.version }))));
  }

  /** As a gateway does it. */
  bytes(bytes: Uint8Array): void {
    if (this.isOver) return;
    try {
      this.session.receive(bytes);
    } catch (error) {
      this.end(toPosthornError(error));
    }
  }

  /** `isOwn`: its own request has caused it. */
  push(body: ServerFrame['body'], isOwn = false): void {
    const frame: ServerFrame = { re: 0, body };
    this.session.push?.({ frame: new Uint8Array(0), decode: () => frame }, isOwn);
  }

  /** The connection breaks. */
  break(): void {
    if (this.isOver) return;
    this.session.ended?.();
    this.isOver = true;
  }

  all<C extends Packet['cmd']>(cmd: C): readonly Extract<Packet, { cmd: C }>[] {
    return this.packets.filter((packet): packet is Extract<Packet, { cmd: C }> => packet.cmd === cmd);
  }

  /** Payloads of messages, as texts. */
  get texts(): readonly string[] {
    return this.all('publish').map(({ payload }) => payload.toString());
  }

  tell(request: Request): void {
    this.request(request).catch(() => {});
  }

  async request(request: Request, bytes = 0): Promise<Reply> {
    if (this.isOver) throw new PosthornError('UNAVAILABLE', 'the connection is gone');
    this.asked.push(request);
    this.askedBytes += bytes;
    const answer = this.#answers(request);
    if (answer === undefined) throw new Error(`no answer to ${request.case}`);
    return answer;
  }

  forward(): never {
    throw new Error('MQTT forwards nothing');
  }

  attachAs(): never {
    throw new Error('MQTT attaches by tokens');
  }

  readOn(): void {
    if (!this.isOver && !(this.session.isBusy ?? false)) this.session.resume?.();
  }

  drained(): Promise<void> {
    return this.draining;
  }

  write(bytes: Uint8Array): void {
    if (!this.isOver) this.#parser.parse(Buffer.from(bytes));
  }

  end(error: PosthornError): void {
    if (this.isOver) return;
    const goodbye = this.session.goodbye({ error, windowMs: 0, endpoints: [] });
    if (goodbye !== undefined) this.write(goodbye);
    this.ended = error;
    this.break();
  }
}

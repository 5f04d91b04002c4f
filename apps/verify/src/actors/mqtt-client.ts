/**
 * A client of MQTT with a kept session. It publishes with QoS 1 and 2, goes on after each loss with the packets that
 * were in flight, gets what is said with QoS 2, and records it.
 *
 * @module
 */
import { completeContent, decodeMessage, encodeContent, PosthornError } from '@posthorn/protocol';
import type { ContentInit } from '@posthorn/protocol';
import type { Dice } from '../dice.ts';
import { sentAs } from '../fingerprint.ts';
import type { History, OwnFact } from '../history.ts';
import { pause } from '../waiting.ts';
import { answer, connect, PacketStream, ping, publish, subscribe } from './mqtt-packets.ts';
import type { Answer, ServerPacket } from './mqtt-packets.ts';
import { rawSight } from './raw-client.ts';
import { RawConnection } from './raw-connection.ts';
import type { Speaker } from './speaker.ts';
import { openWire } from './wire.ts';
import type { Wire } from './wire.ts';

export interface MqttClientOptions {
  readonly who: string;
  readonly user: { readonly id: number; readonly name: string; readonly password: string };
  /** Of the port for MQTT. */
  readonly url: string;
  /** Where it logs in once, by the native protocol; then it connects by the token. */
  readonly loginUrl: string;
  readonly history: History;
  readonly dice: Dice;
  readonly isOurs: (conversation: number) => boolean;
  readonly topicOf: (conversation: number) => string;
}

interface Outgoing {
  readonly name: string;
  readonly conversation: number;
  readonly qos: 1 | 2;
  readonly topic: string;
  readonly payload: Uint8Array;
  /** It was acked before, and is sent again. */
  readonly onAgain: (() => void) | undefined;
}

/** In flight, under a packet id. */
interface Flying extends Outgoing {
  /** PUBREC has come. */
  isReleased: boolean;
}

const WINDOW = 12;
const TIMEOUT_MS = 3000;
const LOGIN_TIMEOUT_MS = 60_000;
/** The server ends a connection that has waited long for the passwords of others. */
const OPEN_TRIES = 10;
const BEAT_MS = 400;
const PAUSE_MS = [20, 250] as const;
/** As long as a server keeps a session by default: faults move its clock by up to three weeks, and a session must outlive that. */
const KEPT_S = 30 * 86_400;
const FILTERS = ['u/+', 'g/+', 'lobby'];
const MAX_PACKET_ID = 65_535;
const LEAST_REFUSAL = 0x80;
const REMEMBERED = 500;

export class MqttClient implements Speaker {
  readonly #options: MqttClientOptions;
  readonly #waiting: Outgoing[] = [];
  /** In the order in which they were published. */
  readonly #flying = new Map<number, Flying>();
  /** Messages of QoS 2 that were not released. */
  readonly #unreleased = new Set<number>();
  readonly #acked: Outgoing[] = [];
  #token = '';
  #wire: Wire | undefined;
  /** The server has let it in on the current connection. */
  #isIn = false;
  #hasSubscribed = false;
  #isClosed = false;
  #heardAt = 0;
  #lastId = 0;
  #onSubscribed = (): void => {};
  #onRefused = (_error: Error): void => {};

  constructor(options: MqttClientOptions) {
    this.#options = options;
  }

  get who(): string {
    return this.#options.who;
  }

  get userId(): number {
    return this.#options.user.id;
  }

  get unsettled(): readonly string[] {
    return [...this.#flying.values(), ...this.#waiting].flatMap(({ name, onAgain }) =>
      onAgain === undefined ? [name] : [],
    );
  }

  get endpoint(): string | undefined {
    return this.#isIn ? this.#options.url : undefined;
  }

  setReading(isReading: boolean): void {
    if (isReading) this.#wire?.resume();
    else this.#wire?.pause();
  }

  /** Resolves once it has subscribed. */
  async open(): Promise<void> {
    for (let tries = 1; this.#token === ''; tries++) {
      try {
        this.#token = await this.#login();
      } catch (error) {
        if (!(error instanceof PosthornError) || !error.canRetry || tries === OPEN_TRIES) throw error;
      }
    }
    const subscribed = new Promise<void>((resolve, reject) => {
      this.#onSubscribed = resolve;
      this.#onRefused = reject;
    });
    void this.#stay();
    await subscribed;
  }

  async #login(): Promise<string> {
    const { loginUrl: url, user, who } = this.#options;
    const connection = await RawConnection.open({ url, timeoutMs: LOGIN_TIMEOUT_MS });
    try {
      const device = { id: who, class: 'bot' } as const;
      const login = { name: user.name, password: user.password, device };
      return (await connection.ask('login', login, LOGIN_TIMEOUT_MS)).token;
    } finally {
      connection.close();
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#wire?.close();
  }

  send(id: string, conversation: number, content: ContentInit): void {
    const { dice, topicOf } = this.#options;
    this.#record({ op: 'send', stage: 'invoke', id, conversation, ...sentAs(content) });
    this.#waiting.push({
      name: id,
      conversation,
      qos: dice.chance(0.5) ? 1 : 2,
      topic: topicOf(conversation),
      payload: encodeContent(completeContent(content)).slice(),
      onAgain: undefined,
    });
    this.#pump();
  }

  sendAgain(): Promise<void> {
    const outgoing = this.#acked[this.#options.dice.below(this.#acked.length)];
    if (outgoing === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push({ ...outgoing, onAgain: resolve });
      this.#pump();
    });
  }

  async #stay(): Promise<void> {
    while (!this.#isClosed) {
      await this.#connection().catch(() => {});
      await pause(this.#options.dice.between(...PAUSE_MS));
    }
  }

  /** Resolves when a connection has ended. Rejects when there was none. */
  async #connection(): Promise<void> {
    const { url, who, user } = this.#options;
    const packets = new PacketStream();
    let onClose = (): void => {};
    const ended = new Promise<void>((resolve) => (onClose = resolve));
    const wire = await openWire(
      url,
      {
        onBytes: (bytes) => {
          this.#heardAt = performance.now();
          packets.push(bytes, (packet) => this.#receive(packet));
        },
        onClose: () => onClose(),
      },
      TIMEOUT_MS,
    );
    this.#wire = wire;
    this.#heardAt = performance.now();
    wire.send(connect({ clientId: who, user: user.name, password: this.#token, keptS: KEPT_S }));
    const beat = setInterval(() => {
      if (performance.now() - this.#heardAt > TIMEOUT_MS) wire.close();
      else if (this.#isIn) wire.send(ping());
    }, BEAT_MS);
    await ended;
    clearInterval(beat);
    this.#isIn = false;
  }

  #receive(packet: ServerPacket): void {
    switch (packet.kind) {
      case 'connack':
        if (packet.reason === 0) this.#enter(packet.isPresent);
        else this.#wire?.close();
        break;
      case 'suback':
        this.#subscribed(packet.reasons);
        break;
      case 'publish':
        this.#published(packet);
        break;
      case 'pubrel':
        this.#unreleased.delete(packet.id);
        this.#wire?.send(answer('pubcomp', packet.id));
        break;
      case 'puback':
      case 'pubrec':
      case 'pubcomp':
        this.#answered(packet);
        break;
      case 'disconnect':
      case 'other':
    }
  }

  /** Without a session, what was in flight is repeated under the names of the messages. */
  #enter(isPresent: boolean): void {
    if (!isPresent) this.#unreleased.clear();
    if (!isPresent || !this.#hasSubscribed) {
      this.#hasSubscribed = false;
      this.#wire?.send(subscribe(MAX_PACKET_ID, FILTERS, 2));
    }
    for (const [id, flying] of this.#flying) {
      if (flying.isReleased) this.#wire?.send(answer('pubrel', id));
      else this.#wire?.send(publish({ ...flying, clientId: flying.name, id, isDup: isPresent }));
    }
    this.#isIn = true;
    this.#pump();
  }

  #subscribed(reasons: readonly number[]): void {
    const refused = reasons.find((reason) => reason >= LEAST_REFUSAL);
    this.#hasSubscribed = refused === undefined;
    if (refused === undefined) this.#onSubscribed();
    else this.#onRefused(new PosthornError('REFUSED', `a subscription is refused by ${refused}`));
  }

  #published({ id, qos, payload }: ServerPacket & { readonly kind: 'publish' }): void {
    const isNew = qos < 2 || !this.#unreleased.has(id);
    if (qos === 2) this.#unreleased.add(id);
    if (qos > 0) this.#wire?.send(answer(qos === 1 ? 'puback' : 'pubrec', id));
    const message = decodeMessage(payload.slice());
    if (!isNew || !this.#options.isOurs(message.conversation)) return;
    this.#record({ op: 'pushed', ...(qos === 2 && { isOnce: true }), ...rawSight(message) });
  }

  #answered({ kind, id, reason, userProperties }: Answer): void {
    const flying = this.#flying.get(id);
    if (flying === undefined) return;
    if (kind !== 'pubcomp') this.#settle(flying, reason, Number(userProperties.get('seq')));
    if (kind === 'pubrec' && reason < LEAST_REFUSAL) {
      flying.isReleased = true;
      this.#wire?.send(answer('pubrel', id));
      return;
    }
    this.#flying.delete(id);
    this.#pump();
  }

  #settle(flying: Flying, reason: number, seq: number): void {
    const { name: id, conversation, onAgain, isReleased } = flying;
    // PUBREC comes again if PUBREL was lost.
    if (isReleased) return;
    const what = { op: 'send', id, conversation } as const;
    if (reason >= LEAST_REFUSAL)
      this.#record({ ...what, stage: 'fail', code: `MQTT_${reason.toString(16)}` });
    else {
      this.#record({ ...what, stage: 'ok', seq });
      if (onAgain === undefined && this.#acked.length < REMEMBERED) this.#acked.push(flying);
    }
    onAgain?.();
  }

  #pump(): void {
    while (this.#isIn && this.#flying.size < WINDOW) {
      const outgoing = this.#waiting.shift();
      if (outgoing === undefined) return;
      do this.#lastId = (this.#lastId % (MAX_PACKET_ID - 1)) + 1;
      while (this.#flying.has(this.#lastId));
      this.#flying.set(this.#lastId, { ...outgoing, isReleased: false });
      this.#wire?.send(publish({ ...outgoing, clientId: outgoing.name, id: this.#lastId, isDup: false }));
    }
  }

  #record(fact: OwnFact): void {
    const { who, user, history } = this.#options;
    history.record({ who, user: user.id, ...fact });
  }
}

/**
 * A broker in memory for topics that mean nothing: everybody may publish and read everything. It is there so that public test
 * suites can run against this server's MQTT, and nothing else of the server can be reached from it.
 *
 * @module
 */
import type { Clock, Timer } from '../../../clock.ts';
import { MqttError } from '../error.ts';
import type { ConnectPacket, QoS, SubscribePacket, Subscription } from '../packets.ts';
import { REASON } from '../reason-codes.ts';
import { ClientSession, NEVER } from './client-session.ts';
import type { Connected } from './client-session.ts';
import { messageOf } from './message.ts';
import type { Message } from './message.ts';
import { isShared, levelsOf, matches } from './topic-filter.ts';
import type { Levels } from './topic-filter.ts';

const MAX_SESSIONS = 10_000;
const MAX_RETAINED = 10_000;
/** Longest delay of a timer. Longer ones would be over at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

export interface Entered {
  readonly session: ClientSession;
  /** It was there before. */
  readonly isPresent: boolean;
}

export class Broker {
  readonly #clock: Clock;
  readonly #sessions = new Map<string, ClientSession>();
  readonly #retained = new Map<string, Message>();
  #assigned = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Gives the client its session. Whoever had it before is ended. */
  enter(connect: ConnectPacket, connection: Connected): Entered {
    const clientId = connect.clientId === '' ? this.#freeClientId() : connect.clientId;
    this.#sessions.get(clientId)?.connection?.takenOver();
    let session = this.#sessions.get(clientId);
    if (session !== undefined && connect.clean) {
      this.#end(session);
      session = undefined;
    }
    const isPresent = session !== undefined;
    session ??= this.#create(clientId);
    session.willTimer?.cancel();
    session.endTimer?.cancel();
    session.connection = connection;
    session.will = connect.will;
    session.expirySeconds = expiryOf(connect);
    return { session, isPresent };
  }

  /** The connection is over; with its will, unless the client has taken leave. */
  leave(session: ClientSession, connection: Connected): void {
    if (session.connection !== connection) return;
    session.connection = undefined;
    session.outbox.disconnect();
    const { expirySeconds, will } = session;
    if (expirySeconds === 0) {
      this.#end(session);
      return;
    }
    if (expirySeconds !== NEVER) session.endTimer = this.#after(expirySeconds, () => this.#end(session));
    const { willDelayInterval = 0 } = will?.properties ?? {};
    if (willDelayInterval === 0) this.#publishWill(session);
    else session.willTimer = this.#after(willDelayInterval, () => this.#publishWill(session));
  }

  #after(seconds: number, run: () => void): Timer {
    return this.#clock.after(Math.min(seconds * 1000, MAX_DELAY_MS), run);
  }

  /** Whether anybody subscribes to it. Throws Quota Exceeded for one more retained message than there may be. */
  publish(message: Message): boolean {
    if (message.retain) this.#retain(message);
    const levels = message.topic.split('/');
    let isWanted = false;
    for (const session of this.#sessions.values()) isWanted = session.offer(message, levels) || isWanted;
    return isWanted;
  }

  /** Returns the reason codes, and sends what is retained when they are out. */
  subscribe(session: ClientSession, packet: SubscribePacket): { granted: number[]; sendRetained(): void } {
    const identifier = packet.properties?.subscriptionIdentifier?.[0];
    const toSend: (() => void)[] = [];
    const granted = packet.subscriptions.map((subscription) => {
      const { topic, qos, rh } = subscription;
      if (isShared(topic)) return REASON.sharedSubscriptionsNotSupported;
      const levels = levelsOf(topic);
      if (levels === undefined) return REASON.topicFilterInvalid;
      const outcome = session.subscribe(subscription, levels, identifier);
      if (outcome === undefined) return REASON.quotaExceeded;
      if (rh === 0 || (rh === 1 && outcome === 'new'))
        toSend.push(() => this.#sendRetained(session, subscription, levels, identifier));
      return qos;
    });
    return { granted, sendRetained: () => toSend.forEach((send) => send()) };
  }

  #sendRetained(
    session: ClientSession,
    { qos, nl }: Subscription,
    levels: Levels,
    identifier: number | undefined,
  ): void {
    for (const message of this.#retained.values()) {
      if (!matches(levels, message.topic.split('/')) || (nl && message.from === session.clientId)) continue;
      session.outbox.add({
        message,
        qos: Math.min(qos, message.qos) as QoS,
        retain: true,
        identifiers: identifier === undefined ? [] : [identifier],
      });
    }
  }

  #retain(message: Message): void {
    // [MQTT-3.3.1-6]
    if (message.payload.length === 0) this.#retained.delete(message.topic);
    else if (this.#retained.size < MAX_RETAINED || this.#retained.has(message.topic))
      this.#retained.set(message.topic, message);
    else throw new MqttError(REASON.quotaExceeded, `more than ${MAX_RETAINED} retained messages`);
  }

  #publishWill(session: ClientSession): void {
    session.willTimer?.cancel();
    const { will } = session;
    if (will === undefined) return;
    session.will = undefined;
    try {
      this.publish(messageOf(will, session.clientId, this.#clock.monotonic()));
    } catch {
      // Its client is not there to learn that nothing more can be retained.
    }
  }

  /** The will does not outlive its session [MQTT-3.1.3-9]. */
  #end(session: ClientSession): void {
    session.endTimer?.cancel();
    this.#sessions.delete(session.clientId);
    this.#publishWill(session);
  }

  #create(clientId: string): ClientSession {
    if (this.#sessions.size >= MAX_SESSIONS)
      throw new MqttError(REASON.quotaExceeded, `more than ${MAX_SESSIONS} sessions`);
    const session = new ClientSession(clientId, () => this.#clock.monotonic());
    this.#sessions.set(clientId, session);
    return session;
  }

  #freeClientId(): string {
    let id: string;
    do id = `assigned-${++this.#assigned}`;
    while (this.#sessions.has(id));
    return id;
  }
}

/** In 3.1.1 a session that is not clean never ends. */
function expiryOf({ protocolVersion, clean, properties }: ConnectPacket): number {
  if (protocolVersion === 4) return clean ? 0 : NEVER;
  return properties?.sessionExpiryInterval ?? 0;
}

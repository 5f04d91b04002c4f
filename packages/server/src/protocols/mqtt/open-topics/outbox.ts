/**
 * What is on its way to one client: each message once, in order, until the client has it.
 *
 * @module
 */
import { protocolError } from '../field-reader.ts';
import type { AckPacket, MqttVersion, PublishPacket, QoS, ServerPacket } from '../packets.ts';
import { REASON } from '../reason-codes.ts';
import { propertiesFor } from './message.ts';
import type { Message } from './message.ts';

/** Messages that wait for a client. Those beyond it are dropped. */
export const MAX_WAITING = 1000;

export interface Outgoing {
  readonly message: Message;
  readonly qos: QoS;
  readonly retain: boolean;
  /** Subscription identifiers. */
  readonly identifiers: readonly number[];
}

/** The connection that the client has now. */
export interface Line {
  readonly version: MqttVersion;
  /** Packets of QoS 1 and 2 that the client takes at once. */
  readonly receiveMaximum: number;
  /** False: the packet is too large for the client. */
  write(packet: ServerPacket): boolean;
  /** The client does not read as fast as it is sent to. */
  readonly isBehind: boolean;
}

type Sent = { readonly phase: 'published'; readonly outgoing: Outgoing } | { readonly phase: 'released' };

export class Outbox {
  readonly #now: () => number;
  /** By packet id, in the order of sending. */
  readonly #inFlight = new Map<number, Sent>();
  /** Those among them that this connection has not sent. */
  #unsent = new Set<number>();
  #waiting: Outgoing[] = [];
  #lastId = 0;
  #line: Line | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Sends again what the client has not confirmed, in the old order [MQTT-4.4.0-1], and then what waits. */
  connect(line: Line): void {
    this.#line = line;
    this.#unsent = new Set(this.#inFlight.keys());
    this.pump();
  }

  disconnect(): void {
    this.#line = undefined;
  }

  add(outgoing: Outgoing): void {
    const line = this.#line;
    if (outgoing.qos === 0) {
      if (line !== undefined && !line.isBehind) this.#publish(line, outgoing, undefined, false);
      return;
    }
    if (this.#waiting.length < MAX_WAITING) this.#waiting.push(outgoing);
    this.pump();
  }

  /** Sends what the client takes now. */
  pump(): void {
    const line = this.#line;
    if (line === undefined) return;
    for (const messageId of this.#unsent) {
      if (!this.#hasRoom(line)) return;
      this.#unsent.delete(messageId);
      this.#repeat(line, messageId);
    }
    let count = 0;
    while (count < this.#waiting.length && this.#hasRoom(line)) {
      const outgoing = this.#waiting[count++] as Outgoing;
      const messageId = this.#freeId();
      this.#inFlight.set(messageId, { phase: 'published', outgoing });
      if (!this.#publish(line, outgoing, messageId, false)) this.#inFlight.delete(messageId);
    }
    if (count > 0) this.#waiting = this.#waiting.slice(count);
  }

  /**
   * PUBACK, PUBREC or PUBCOMP. Whether there is such a message: a client may confirm it twice. Throws a protocol error for an
   * answer that does not belong to its QoS.
   */
  answered({ cmd, messageId, reasonCode }: AckPacket): boolean {
    const sent = this.#inFlight.get(messageId);
    if (sent === undefined) return false;
    const expected =
      sent.phase === 'released' ? ['pubrec', 'pubcomp'] : [sent.outgoing.qos === 1 ? 'puback' : 'pubrec'];
    if (!expected.includes(cmd)) throw protocolError(`${cmd} is no answer to what was sent as ${messageId}`);
    if (cmd === 'pubrec' && reasonCode < REASON.unspecified) {
      // In its old place.
      this.#inFlight.set(messageId, { phase: 'released' });
      return true;
    }
    this.#inFlight.delete(messageId);
    this.#unsent.delete(messageId);
    this.pump();
    return true;
  }

  #hasRoom(line: Line): boolean {
    return this.#inFlight.size - this.#unsent.size < line.receiveMaximum && !line.isBehind;
  }

  #repeat(line: Line, messageId: number): void {
    const sent = this.#inFlight.get(messageId);
    if (sent?.phase === 'released') line.write({ cmd: 'pubrel', messageId, reasonCode: REASON.success });
    else if (sent !== undefined && !this.#publish(line, sent.outgoing, messageId, true))
      this.#inFlight.delete(messageId);
  }

  /** False: the client does not get it, for good. */
  #publish(line: Line, outgoing: Outgoing, messageId: number | undefined, dup: boolean): boolean {
    const { message, qos, retain, identifiers } = outgoing;
    const properties = propertiesFor(message, identifiers, this.#now());
    // What was sent once must go on, or the client would never release it.
    if (properties === undefined && !dup) return false;
    const { topic, payload } = message;
    const packet: PublishPacket = {
      cmd: 'publish',
      topic,
      payload,
      qos,
      retain,
      dup,
      ...(messageId !== undefined && { messageId }),
      properties: properties ?? { ...message.properties, messageExpiryInterval: 0 },
    };
    return line.write(packet);
  }

  #freeId(): number {
    do this.#lastId = (this.#lastId % 65_535) + 1;
    while (this.#inFlight.has(this.#lastId));
    return this.#lastId;
  }
}

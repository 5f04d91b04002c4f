/**
 * What an MQTT client keeps of its session when the connection is gone: MQTT 5, section 4.1.
 *
 * @module
 */
import type { IPublishPacket, Packet } from 'mqtt-packet';

/** The answer to a publish: PUBACK or PUBREC. With QoS 2 it counts once PUBCOMP has come. */
export type Settled = Extract<Packet, { cmd: 'puback' | 'pubrec' | 'pubcomp' }>;

interface Outgoing {
  readonly packet: IPublishPacket & { readonly messageId: number };
  /** Has come with QoS 2; what is repeated from then on is PUBREL. */
  pubrec: Settled | undefined;
  readonly settle: (answer: Settled) => void;
}

const MAX_PACKET_ID = 65_535;

export class MqttMemory {
  /** By packet id, in the order in which they were sent. */
  readonly #outgoing = new Map<number, Outgoing>();
  /** QoS 2: packet ids of messages whose PUBREL has not come. */
  readonly #unreleased = new Set<number>();
  #lastId = 0;

  get inFlight(): number {
    return this.#outgoing.size;
  }

  /** A packet id that nothing in flight has. */
  nextId(): number {
    do this.#lastId = (this.#lastId % MAX_PACKET_ID) + 1;
    while (this.#outgoing.has(this.#lastId));
    return this.#lastId;
  }

  add(packet: Outgoing['packet'], settle: Outgoing['settle']): void {
    this.#outgoing.set(packet.messageId, { packet, pubrec: undefined, settle });
  }

  /** What a resumed session sends first, in the old order (section 4.4). */
  repeats(): readonly Packet[] {
    return [...this.#outgoing.values()].map(({ packet, pubrec }) =>
      pubrec === undefined
        ? { ...packet, dup: true }
        : ({ cmd: 'pubrel', messageId: packet.messageId } as const),
    );
  }

  /** The packet that follows an answer; undefined: none. */
  answered(answer: Settled): Packet | undefined {
    const { messageId = 0, cmd } = answer;
    const outgoing = this.#outgoing.get(messageId);
    if (cmd === 'pubrec' && (answer.reasonCode ?? 0) < 0x80) {
      if (outgoing !== undefined) outgoing.pubrec = answer;
      return { cmd: 'pubrel', messageId };
    }
    this.#outgoing.delete(messageId);
    outgoing?.settle(outgoing.pubrec ?? answer);
    return undefined;
  }

  /** Whether an incoming publish is new; a QoS 2 message is not until it is released. */
  isNew({ qos, messageId = 0 }: IPublishPacket): boolean {
    if (qos < 2) return true;
    if (this.#unreleased.has(messageId)) return false;
    this.#unreleased.add(messageId);
    return true;
  }

  released(messageId: number): void {
    this.#unreleased.delete(messageId);
  }

  /** The server has no session for this client: its packets are forgotten; ours are repeated as new ones. */
  forgetIncoming(): void {
    this.#unreleased.clear();
  }
}

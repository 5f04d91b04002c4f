/**
 * Publications on their way to one client: packet ids, the window, the two acks of QoS 2, and what is repeated when the
 * client comes back. It does no I/O. A message with QoS 1 is sent before that is kept (docs/adr/0051); one with QoS 2
 * afterwards, so that whoever goes on with the session knows its packet id.
 *
 * @module
 */
import { MqttError } from './error.ts';
import { LazyMap } from './lazy-map.ts';
import type { QoS } from './packets.ts';
import { REASON } from './reason-codes.ts';
import type { OutboundState, Publication } from './state.ts';

/** A message of a log, and what of it the client gets. */
export interface OutgoingMessage {
  readonly conversation: number;
  readonly seq: number;
  /** By rising variant. Empty: nothing. */
  readonly deliveries: readonly Delivery[];
}

/** One PUBLISH. */
export interface Delivery {
  /** Tells the publications of one message apart; the same whenever this message is delivered. */
  readonly variant: number;
  readonly qos: QoS;
  /** A gateway that has died may have sent it already. */
  readonly isRepeat?: boolean;
  /** Returns false if it is larger than the client takes: then it counts as delivered [MQTT-3.1.2-25]. */
  readonly write: (as: { readonly messageId?: number; readonly qos: QoS; readonly dup: boolean }) => boolean;
  /** It will not be written. */
  readonly drop?: () => void;
}

/** The deliveries of a message. Empty if it is gone, or is not for the client any more. */
export type Load = (conversation: number, seq: number) => Promise<readonly Delivery[]>;

export interface OutgoingOptions {
  /** Moved on. */
  readonly state: OutboundState;
  /** Of the client. */
  readonly receiveMaximum: number;
  /** Resolves when the state as it is now is kept. Rejects when the connection cannot go on. */
  save(): Promise<void>;
  /** The state has changed in a way that costs a repeat if it is lost. */
  saveSoon(): void;
  /** Writes a PUBREL. */
  release(messageId: number, reasonCode: number): void;
  /** Whether what waits of a conversation may not be sent any more, because something was recalled there. */
  isOutdated?(conversation: number): boolean;
  /** What waited of a conversation is dropped: it is to be taken again as it is now, from behind its position. */
  readAgain?(conversation: number): void;
  /** A save has failed, or reading what is to be repeated. */
  onFailure(error: unknown): void;
}

const MAX_WINDOW = 64;
const MAX_PACKET_ID = 65_535;
/** More than a connection uses between two saves. */
const UNKNOWN_IDS = 32_768;
/** Beyond this, what comes live is left to the log. */
const MANY_WAITING = 200;
/** Whoever feeds this goes on when so few wait. */
const FEW_WAITING = 50;

/** Something to write in its turn. */
interface Step {
  /** False: what it needs is not kept yet. */
  isReady: boolean;
  readonly run: () => void;
}

interface Repeat {
  readonly messageId: number;
  readonly publication: Publication;
  readonly delivery: Delivery;
}

export class Outgoing {
  readonly #options: OutgoingOptions;
  readonly #state: OutboundState;
  readonly #window: number;
  /** In the order of their logs. */
  #waiting: OutgoingMessage[] = [];
  /** Publications of an earlier connection that are to be repeated, in the old order. */
  readonly #repeats: Repeat[] = [];
  #load: Load | undefined;
  /** Packet ids of those that have been repeated, and that the client has not completed. */
  readonly #repeated = new LazyMap<number, Publication>();
  /** Written from the front. */
  readonly #steps: Step[] = [];
  #isResuming = false;
  #onDrained: (() => void) | undefined;

  constructor(options: OutgoingOptions) {
    this.#options = options;
    this.#state = options.state;
    this.#window = Math.min(options.receiveMaximum, MAX_WINDOW);
    // A client that acks late must not mean a new message by it.
    if (options.state.wasCut) this.#state.lastId += UNKNOWN_IDS;
    this.#isResuming = this.#state.publications.size > 0;
  }

  /** Whether so much waits that what comes live is better read from the log, later. */
  get isFull(): boolean {
    return this.#waiting.length >= MANY_WAITING;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0 && this.#repeats.length === 0 && !this.#isResuming;
  }

  /** Whether what is taken next is sent at once, with so many publications. */
  hasRoom(publications: number): boolean {
    return this.isEmpty && this.#state.publications.size + publications <= this.#window;
  }

  /** The next message of its log. */
  take(message: OutgoingMessage): void {
    this.#waiting.push(message);
    this.#pump();
  }

  /** Resolves when few messages wait. For one caller at a time. */
  drained(): Promise<void> {
    if (this.#waiting.length <= FEW_WAITING) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onDrained = resolve;
    });
  }

  /**
   * Repeats what the client has not completed in its last connection, under the same packet ids and in the old order
   * [MQTT-4.4.0-1, MQTT-4.6.0-1]. Messages that are taken meanwhile wait. Rejects if `load` does.
   */
  async resume(load: Load): Promise<void> {
    // What waits for a PUBCOMP comes first: its message was sent first.
    for (const [messageId, { isReceived }] of this.#state.publications)
      if (isReceived) this.#release(messageId);
    this.#load = load;
    await this.#loadRepeats([...this.#state.publications]);
  }

  async #loadRepeats(
    publications: readonly (readonly [messageId: number, publication: Publication])[],
  ): Promise<void> {
    this.#isResuming = true;
    for (const [messageId, publication] of publications) {
      if (!this.#isOpen(messageId, publication)) continue;
      const { conversation, seq, variant } = publication;
      const deliveries = (await this.#load?.(conversation, seq)) ?? [];
      const delivery = deliveries.find((each) => each.variant === variant);
      if (delivery === undefined) this.#isGone(messageId, publication);
      else this.#repeats.push({ messageId, publication, delivery });
    }
    this.#isResuming = false;
    this.#pump();
  }

  puback(messageId: number, _reasonCode: number): void {
    const publication = this.#state.publications.get(messageId);
    if (publication === undefined) return;
    if (publication.qos !== 1) throw new MqttError(REASON.protocolError, 'PUBACK for a message with QoS 2');
    this.#completed(messageId);
  }

  pubrec(messageId: number, reasonCode: number): void {
    const publication = this.#state.publications.get(messageId);
    if (publication === undefined) {
      this.#options.release(messageId, REASON.packetIdNotFound);
      return;
    }
    if (publication.qos !== 2) throw new MqttError(REASON.protocolError, 'PUBREC for a message with QoS 1');
    // The client does not want it, and has forgotten the packet id.
    if (reasonCode >= REASON.unspecified && !publication.isReceived) this.#completed(messageId);
    else this.#received(messageId, publication);
  }

  pubcomp(messageId: number, _reasonCode: number): void {
    const publication = this.#state.publications.get(messageId);
    if (publication === undefined) return;
    if (publication.qos !== 2) throw new MqttError(REASON.protocolError, 'PUBCOMP for a message with QoS 1');
    this.#completed(messageId);
  }

  #received(messageId: number, publication: Publication): void {
    const isFirst = !publication.isReceived;
    publication.isReceived = true;
    // Or else whoever goes on with the session repeats the PUBLISH, which is a new one for the client after PUBREL.
    if (isFirst) this.#afterSave(() => this.#release(messageId));
    else this.#release(messageId);
  }

  /** The message was erased: a client that has its packet id must forget it, or takes a later message for a repeat. */
  #isGone(messageId: number, publication: Publication): void {
    if (publication.qos === 1) this.#completed(messageId);
    else this.#received(messageId, publication);
  }

  #release(messageId: number): void {
    this.#options.release(messageId, REASON.success);
  }

  #completed(messageId: number): void {
    this.#state.publications.delete(messageId);
    this.#repeated.delete(messageId);
    this.#options.saveSoon();
    this.#pump();
  }

  /** Sends what there is room for. */
  #pump(): void {
    if (this.#isResuming) return;
    while (this.#repeatNext() || this.#sendNext());
    if (this.#waiting.length > FEW_WAITING) return;
    this.#onDrained?.();
    this.#onDrained = undefined;
  }

  #repeatNext(): boolean {
    const next = this.#repeats[0];
    if (next === undefined || this.#repeated.size >= this.#window) return false;
    const { messageId, publication, delivery } = next;
    if (this.#options.isOutdated?.(publication.conversation) === true) {
      this.#readAgain(publication.conversation);
      return false;
    }
    this.#repeats.shift();
    if (!this.#isOpen(messageId, publication)) return true;
    this.#repeated.set(messageId, publication);
    this.#write(delivery, { messageId, qos: publication.qos, dup: true });
    return true;
  }

  /** Whether it is to be repeated: the client may have answered meanwhile. */
  #isOpen(messageId: number, publication: Publication): boolean {
    return this.#state.publications.get(messageId) === publication && !publication.isReceived;
  }

  #readAgain(conversation: number): void {
    const dropped = this.#waiting.filter((message) => message.conversation === conversation);
    this.#waiting = this.#waiting.filter((message) => message.conversation !== conversation);
    for (const delivery of dropped.flatMap(({ deliveries }) => deliveries)) delivery.drop?.();
    this.#options.readAgain?.(conversation);
    if (this.#repeats.length === 0) return;
    const repeats = this.#repeats.splice(0);
    for (const { delivery } of repeats) delivery.drop?.();
    const publications = repeats.map(({ messageId, publication }) => [messageId, publication] as const);
    this.#loadRepeats(publications).catch((error: unknown) => this.#options.onFailure(error));
  }

  /** Sends the next message, or its next publication. Returns false if there is none, or no room. */
  #sendNext(): boolean {
    const message = this.#waiting[0];
    if (message === undefined || this.#repeats.length > 0 || this.#isResuming) return false;
    const { conversation, seq } = message;
    if (this.#options.isOutdated?.(conversation) === true) {
      this.#readAgain(conversation);
      return true;
    }
    const { positions, parts, publications } = this.#state;
    const [delivery, another] = this.#deliveriesLeft(message);
    if (delivery !== undefined && delivery.qos > 0 && publications.size >= this.#window) return false;
    if (delivery === undefined || another === undefined) {
      this.#waiting.shift();
      parts.delete(conversation);
      positions.set(conversation, seq);
    } else {
      parts.set(conversation, { seq, variant: delivery.variant });
    }
    if (delivery !== undefined) this.#send(message, delivery);
    return true;
  }

  /** The publications of a message that are not on their way yet. */
  #deliveriesLeft({ conversation, seq, deliveries }: OutgoingMessage): readonly Delivery[] {
    const part = this.#state.parts.get(conversation);
    return part?.seq === seq ? deliveries.filter(({ variant }) => variant > part.variant) : deliveries;
  }

  #send({ conversation, seq }: OutgoingMessage, delivery: Delivery): void {
    const { variant, qos } = delivery;
    if (qos === 0) {
      this.#inTurn(() => delivery.write({ qos, dup: false }));
      return;
    }
    const messageId = this.#nextId();
    this.#state.publications.set(messageId, { conversation, seq, variant, qos, isReceived: false });
    if (qos === 2) {
      this.#afterSave(() => this.#write(delivery, { messageId, qos, dup: false }));
    } else {
      this.#inTurn(() => this.#write(delivery, { messageId, qos, dup: delivery.isRepeat === true }));
      this.#options.saveSoon();
    }
  }

  #write(
    delivery: Delivery,
    as: { readonly messageId: number; readonly qos: QoS; readonly dup: boolean },
  ): void {
    if (!delivery.write(as)) this.#completed(as.messageId);
  }

  /** One that no publication has. There are at most 64 of them. */
  #nextId(): number {
    const state = this.#state;
    do state.lastId = (state.lastId % MAX_PACKET_ID) + 1;
    while (state.publications.has(state.lastId));
    return state.lastId;
  }

  /** Runs once the state as it is now is kept, and what was to be written before has been. */
  #afterSave(run: () => void): void {
    const step: Step = { isReady: false, run };
    this.#steps.push(step);
    const onSaved = (): void => {
      step.isReady = true;
      this.#runSteps();
    };
    this.#options.save().then(onSaved, (error: unknown) => this.#options.onFailure(error));
  }

  #inTurn(run: () => void): void {
    if (this.#steps.length === 0) run();
    else this.#steps.push({ isReady: true, run });
  }

  #runSteps(): void {
    while (this.#steps[0]?.isReady === true) this.#steps.shift()?.run();
  }
}

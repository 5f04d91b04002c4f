/**
 * What one client publishes, on its way into the log: sent in the order in which it came, acknowledged after the commit. A
 * packet with QoS 2 is carried out once because a repeat is sent under the same client id (docs/adr/0045). It does no I/O.
 *
 * @module
 */
import { PosthornError, toPosthornError } from '@posthorn/protocol';
import type { AckInit, Content, Reply, Request, Send } from '@posthorn/protocol';
import { pause } from '../../clock.ts';
import type { Clock } from '../../clock.ts';
import { MqttError } from './error.ts';
import { LazyMap } from './lazy-map.ts';
import type { QoS } from './packets.ts';
import { REASON } from './reason-codes.ts';
import type { SessionState } from './state.ts';

/** A PUBLISH of the client. */
export interface Incoming {
  readonly qos: QoS;
  /** 0 with QoS 0. */
  readonly messageId: number;
  readonly dup: boolean;
  /** Of its payload. */
  readonly bytes: number;
  /** Says what is to be sent, or carries out what is no message. Called in turn. Rejects with a PosthornError. */
  readonly prepare: () => Promise<Prepared | Done>;
}

export interface Prepared {
  readonly target: Send['target'];
  readonly content: Content;
  /** Chosen by the client. */
  readonly clientId?: string;
}

/** It was no message, and is carried out. */
export interface Done {
  /** For its PUBACK or PUBREC. */
  readonly done: number;
}

export type Outcome = { readonly ack: AckInit } | Done | { readonly error: PosthornError };

export interface InboundOptions {
  /** Its `inbound` is moved on. */
  readonly state: Pick<SessionState, 'uid' | 'inbound' | 'connections'>;
  /** The session goes on from an earlier connection. */
  readonly isPresent: boolean;
  /** As the client was told; Infinity for one of 3.1.1, which cannot be told. */
  readonly receiveMaximum: number;
  /** A refusal of QoS 2 in PUBREC ends the exchange: so it does in MQTT 5, not in 3.1.1, where it cannot be told. */
  readonly tellsRefusals: boolean;
  readonly clock: Pick<Clock, 'after'>;
  /** See ProtocolHost.request. */
  readonly request: (request: Request, bytes: number) => Promise<Reply>;
  /** Resolves when the state as it is now is kept. */
  readonly save: () => Promise<void>;
  /** Writes a PUBACK or PUBREC; called for QoS 0 too. In the order of the packets [MQTT-4.6.0-2, MQTT-4.6.0-3]. */
  readonly settled: (incoming: Incoming, outcome: Outcome) => void;
  /** Writes a PUBCOMP. */
  readonly completed: (messageId: number, reasonCode: number) => void;
  /** It is not full any more. */
  readonly onRoom: () => void;
  /** A save has failed. */
  readonly onFailure: (error: unknown) => void;
  /** For tests. */
  readonly maxReleased?: number;
}

/** Beyond this the client is not read: what it publishes with QoS 0 has no other bound. */
const MANY_WAITING = 128;
/** Of payloads. */
const MANY_BYTES = 1_048_576;
/** Packet ids whose releases are counted before a new epoch begins. No client may have more unacknowledged. */
const MAX_RELEASED = 1000;
const RETRY_MS = 500;

interface Entry {
  readonly incoming: Incoming;
  outcome: Outcome | undefined;
}

export class Inbound {
  readonly #options: InboundOptions;
  /** In the order in which they came; those that have an outcome wait for their turn to be acknowledged. */
  readonly #entries: Entry[] = [];
  /** Of the payloads of those. */
  #bytes = 0;
  /** Packet ids with QoS 2 that have come in this connection and are not released. True: under the client's own client id. */
  readonly #open = new LazyMap<number, boolean>();
  /** Resolves when the next packet may be sent. */
  #sending: Promise<void> = Promise.resolve();
  /** Of the last send: the router keeps those of a connection in this order. */
  #order = 0;
  /** Client ids that were made in this connection. */
  #made = 0;
  /** PUBRELs that wait until their releases are kept. */
  #releasing = 0;
  /** Packet ids that were released in this connection, one after the other. */
  #releases = 0;
  /**
   * Whether every packet id that is not released is known. After a gateway has died some are not, until the client has repeated
   * them: it does so first, and so certainly before it has released {@link MAX_RELEASED} others.
   */
  #isExact: boolean;
  #isOver = false;
  #atRest: PromiseWithResolvers<void> | undefined;

  constructor(options: InboundOptions) {
    const { isPresent, state } = options;
    this.#options = options;
    this.#isExact = !isPresent || state.inbound.isExact;
  }

  get isFull(): boolean {
    return (
      this.#entries.length >= MANY_WAITING || this.#bytes >= MANY_BYTES || this.#releasing >= MAX_RELEASED
    );
  }

  /** Throws a MqttError if the client sends more than it may. */
  publish(incoming: Incoming): void {
    const { qos, messageId } = incoming;
    const isRepeat = qos === 2 && this.#open.has(messageId);
    const { receiveMaximum } = this.#options;
    if (qos > 0 && !isRepeat && this.#unacknowledged >= Math.min(receiveMaximum, MAX_RELEASED))
      throw new MqttError(
        REASON.receiveMaximumExceeded,
        'more is unacknowledged than Receive Maximum allows',
      );
    if (qos === 2 && !isRepeat) this.#open.set(messageId, false);
    const entry: Entry = { incoming, outcome: undefined };
    this.#entries.push(entry);
    this.#bytes += incoming.bytes;
    const sent = this.#sending.then(() => this.#send(entry));
    this.#sending = sent.then(() => {}, this.#options.onFailure);
  }

  /** Throws a MqttError for a packet that was not acknowledged yet. */
  pubrel(messageId: number): void {
    const isPending = this.#entries.some(
      ({ incoming }) => incoming.qos === 2 && incoming.messageId === messageId,
    );
    if (isPending) throw new MqttError(REASON.protocolError, 'PUBREL before PUBREC');
    const isOwnId = this.#open.get(messageId);
    const { isPresent, completed, onRoom, onFailure } = this.#options;
    if (isOwnId === undefined && !isPresent) {
      completed(messageId, REASON.packetIdNotFound);
      return;
    }
    this.#open.delete(messageId);
    if (isOwnId === true) {
      completed(messageId, REASON.success);
      return;
    }
    this.#releasing++;
    this.#release(messageId).then(() => {
      const wasFull = this.isFull;
      this.#releasing--;
      completed(messageId, REASON.success);
      if (wasFull && !this.isFull) onRoom();
    }, onFailure);
  }

  /** Resolves when all that has come has its outcome. Undefined: it has. */
  rest(): Promise<void> | undefined {
    if (this.#entries.length === 0) return undefined;
    this.#atRest ??= Promise.withResolvers();
    return this.#atRest.promise;
  }

  /** The connection has ended. What was sent may be committed all the same. To be called before the last save. */
  close(): void {
    this.#isOver = true;
    const { inbound } = this.#options.state;
    inbound.isExact = this.#isExact;
    this.#noteOpen();
  }

  get #unacknowledged(): number {
    const pending = this.#entries.filter(({ incoming }) => incoming.qos === 1).length;
    return pending + this.#open.size;
  }

  /** Resolves once it is on its way. */
  async #send(entry: Entry): Promise<void> {
    const { incoming } = entry;
    const prepared = await this.#prepared(incoming);
    if (this.#isOver) return;
    if ('error' in prepared || 'done' in prepared) {
      await this.#end(entry, prepared);
      return;
    }
    const { target, content, clientId = this.#clientIdOf(incoming) } = prepared;
    if (incoming.qos === 2) this.#open.set(incoming.messageId, prepared.clientId !== undefined);
    const value = { target, content, clientId, order: ++this.#order };
    // Not awaited: the next one follows at once.
    this.#sent(value, incoming.bytes)
      .then((outcome) => outcome && this.#end(entry, outcome))
      .catch(this.#options.onFailure);
  }

  async #prepared({ prepare }: Incoming): Promise<Prepared | Done | { readonly error: PosthornError }> {
    for (;;) {
      try {
        return await prepare();
      } catch (caught) {
        const error = toPosthornError(caught);
        // A fault of ours would be there the next time too, and hold up all that follows.
        if (!(caught instanceof PosthornError) || !error.canRetry || this.#isOver) return { error };
        await this.#pause(error);
      }
    }
  }

  /** What may pass is sent again, in its place, until the connection ends. Undefined: it has ended. */
  async #sent(value: Send, bytes: number): Promise<Outcome | undefined> {
    while (!this.#isOver) {
      try {
        const reply = await this.#options.request({ case: 'send', value }, bytes);
        if (reply.case === 'ack') return { ack: reply.value };
        return { error: new PosthornError('INTERNAL', 'a send was answered otherwise') };
      } catch (caught) {
        const error = toPosthornError(caught);
        if (!error.canRetry) return { error };
        await this.#pause(error);
      }
    }
    return undefined;
  }

  #pause({ retryAfterMs }: PosthornError): Promise<void> {
    return pause(this.#options.clock, retryAfterMs || RETRY_MS);
  }

  async #end(entry: Entry, outcome: Outcome): Promise<void> {
    const { qos, messageId } = entry.incoming;
    // The client may use the packet id again at once, and its client id is used up.
    if (qos === 2 && 'error' in outcome && this.#options.tellsRefusals) {
      this.#open.delete(messageId);
      await this.#release(messageId);
    }
    entry.outcome = outcome;
    this.#settle();
  }

  #settle(): void {
    const wasFull = this.isFull;
    for (let [first] = this.#entries; first?.outcome !== undefined; [first] = this.#entries) {
      this.#entries.shift();
      this.#bytes -= first.incoming.bytes;
      if (this.#isOver) continue;
      const { qos, messageId } = first.incoming;
      // From now on the client may use the packet id for something else.
      if (qos === 1) this.#options.state.inbound.unacknowledged.delete(messageId);
      this.#options.settled(first.incoming, first.outcome);
    }
    if (wasFull && !this.isFull) this.#options.onRoom();
    if (this.#entries.length === 0) this.#atRest?.resolve();
  }

  /** The client id under which a packet is sent, and was if it is a repeat. */
  #clientIdOf({ qos, messageId, dup }: Incoming): string {
    const { uid, inbound, connections } = this.#options.state;
    if (qos === 2) return this.#keyOf(messageId);
    const { unacknowledged, earlier } = inbound;
    const known = dup ? (unacknowledged.get(messageId) ?? earlier.get(messageId)) : undefined;
    const clientId = known ?? `${uid}.${connections}.${++this.#made}`;
    if (qos === 1) unacknowledged.set(messageId, clientId);
    earlier.delete(messageId);
    return clientId;
  }

  #keyOf(messageId: number): string {
    const { uid, inbound } = this.#options.state;
    const { epoch, released, open } = inbound;
    return open.get(messageId) ?? `${uid}.${epoch}.${messageId}.${released.get(messageId) ?? 0}`;
  }

  /** Resolves when the next packet with this id would be another one, whoever goes on with the session. */
  async #release(messageId: number): Promise<void> {
    const { state, save, maxReleased = MAX_RELEASED } = this.#options;
    const { inbound } = state;
    inbound.open.delete(messageId);
    inbound.released.set(messageId, (inbound.released.get(messageId) ?? 0) + 1);
    if (++this.#releases >= maxReleased) this.#isExact = true;
    if (inbound.released.size < maxReleased || !this.#isExact) {
      await save();
      return;
    }
    this.#beginEpoch();
    // What came in a new epoch that is not kept would be sent again in the old one.
    const kept = save();
    this.#sending = Promise.all([this.#sending, kept]).then(() => {});
    await kept;
  }

  /** Forgets the counts. What is not released keeps its client id. */
  #beginEpoch(): void {
    const { inbound } = this.#options.state;
    this.#noteOpen();
    inbound.released.clear();
    inbound.epoch++;
  }

  #noteOpen(): void {
    const { open } = this.#options.state.inbound;
    for (const [messageId, isOwnId] of this.#open) if (!isOwnId) open.set(messageId, this.#keyOf(messageId));
  }
}

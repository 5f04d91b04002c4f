/**
 * One client's connection. There may be a hundred thousand, so it holds little: no timer, no closure, no map.
 *
 * @module
 */
import { PosthornError, toPosthornError } from '@posthorn/protocol';
import { REQUEST_NUMBERS } from '@posthorn/protocol/requests';
import type { Reply, Request } from '@posthorn/protocol';
import type { Clock } from '../clock.ts';
import type { WireTaken } from '../generated/bus.ts';
import type { Logger } from '../logger.ts';
import type {
  OutgoingPush,
  Parting,
  Protocol,
  ProtocolHost,
  ProtocolSession,
} from '../protocols/protocol.ts';
import type { Weight } from '../router/requests.ts';
import type { Answer, Caller, ClientCertificate, ForeignIdentity, RequestFrame } from '../router/router.ts';
import { isFatal } from './fatal.ts';
import type { GatewayLimits } from './limits.ts';
import type { Transport } from './transport.ts';

/** The state of a connection. `attaching`: pushes are kept back until the client has its answer. */
export type ConnectionState = 'stranger' | 'attaching' | 'attached' | 'closed';

/** What a connection needs of its gateway. */
export interface ConnectionHost {
  readonly limits: GatewayLimits;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Answers what clients ask; see {@link ProtocolHost}. */
  readonly requests: {
    weigh(number: number, bytes: number): Weight;
    ask(connection: Connection, request: Request): Promise<Reply>;
    forward(connection: Connection, request: RequestFrame): Promise<Answer> | PosthornError;
    attachAs(connection: Connection, identity: ForeignIdentity): Promise<Reply>;
  };
  readonly lastWords: { tell(connection: Connection, request: Request): void };
  readonly delivery: {
    /** Asks to write its pending frames at the end of this turn. */
    mark(connection: Connection): void;
    /** Asks to write its pending frames now. */
    flushOne(connection: Connection): void;
  };
  readonly watchman: {
    /** Rises by one every second or so. */
    readonly tick: number;
    /** Asks to be checked at every tick, because it is paused or lagging. */
    watch(connection: Connection): void;
  };
  /** The connection ends itself with this error; called after the goodbye was written. */
  ended(connection: Connection, error: PosthornError): void;
}

/** When and where the client reconnects. */
export type ComingBack = Partial<Omit<Parting, 'error'>>;

/** Time for a goodbye to reach the client before the socket is destroyed; a stranger holds its socket for less. */
export const PARTING_MS = 5000;
const STRANGER_PARTING_MS = 1000;

/** Added to the wait for the rate, so that one wait allows several requests. */
const WAKE_MS = 5;

const GONE = new PosthornError('UNAVAILABLE', 'the connection is gone');

export class Connection implements ProtocolHost {
  readonly #host: ConnectionHost;
  readonly #session: ProtocolSession;
  readonly transport: Transport;
  readonly protocol: Protocol;
  state: ConnectionState = 'stranger';
  hasGreeted = false;
  caller: Caller;
  /** The login slot and its fencing number, once attached. */
  slot = '';
  fence = 0;
  readonly openedTick: number;
  /** When the last bytes arrived, in the host's coarse ticks. */
  heardTick: number;
  /** Requests being worked on; costly ones count several times. */
  inFlight = 0;
  /** Requests that may still come before the rate counts; below 0 the connection is not read. */
  #allowance: number;
  /** Until when the allowance is up to date, by the monotonic clock in ms. It is looked at only when it is used up. */
  #allowedAt: number;
  #isWaking = false;
  isPaused = false;
  /** A push was dropped: the client must be told to sync. */
  isLagging = false;
  /** Tick since which its outbound bytes have not moved. 0 while they move. */
  stalledTick = 0;
  /** Frames that leave at the end of this turn. */
  #pending: Uint8Array[] | undefined;
  #pendingBytes = 0;
  /** Pushes kept back while attaching. */
  #early: Uint8Array[] | undefined;
  #earlyBytes = 0;
  /** Of {@link Connection.drained}, for all who wait. */
  #draining: PromiseWithResolvers<void> | undefined;

  constructor(host: ConnectionHost, id: number, transport: Transport, protocol: Protocol) {
    this.#host = host;
    this.transport = transport;
    this.protocol = protocol;
    const { remoteAddress: address, certificate } = transport;
    this.caller = { connection: id, address, session: undefined };
    if (certificate !== undefined && !(certificate instanceof PosthornError))
      this.caller = { ...this.caller, certificate };
    this.openedTick = this.heardTick = host.watchman.tick;
    this.#allowance = host.limits.sendBurst;
    this.#allowedAt = Math.floor(host.clock.monotonic());
    this.#session = protocol.open(this);
  }

  get id(): number {
    return this.caller.connection;
  }

  get certificate(): ClientCertificate | PosthornError | undefined {
    return this.transport.certificate;
  }

  /** Bytes not yet taken by the network: here and in the transport. */
  get outboundBytes(): number {
    return this.#pendingBytes + this.#earlyBytes + this.transport.bufferedBytes;
  }

  /** Handles bytes from the client. */
  receive(bytes: Uint8Array): void {
    if (this.state === 'closed') return;
    this.heardTick = this.#host.watchman.tick;
    try {
      this.#session.receive(bytes);
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.adjustReading();
  }

  /** How long the client may be silent; undefined: as long as the server lets anybody. */
  get silenceMs(): number | undefined {
    return this.#session.silenceMs ?? this.protocol.silenceMs;
  }

  /** Whether {@link Connection.left} does anything. */
  get notesLeaving(): boolean {
    return this.#session.left !== undefined;
  }

  /** The client closes the connection in order. */
  left(): void {
    if (this.state === 'attached') this.#session.left?.();
  }

  /** What the client has sent and is still being carried out; undefined: nothing. */
  rest(): Promise<void> | undefined {
    return this.state === 'attached' ? this.#session.rest?.() : undefined;
  }

  /** A client of a wire has connected at a node. */
  wireTaken({ wire, client, node }: WireTaken): void {
    if (this.protocol.name === wire) this.#session.taken?.(client, node);
  }

  /** Lets the session make its last requests. Called once, before the state is `closed`. */
  noteEnd(): void {
    try {
      this.#session.ended?.();
    } catch (error) {
      this.#host.logger.error({ err: error }, 'ending a connection failed');
    }
  }

  request(request: Request, bytes = 0): Promise<Reply> {
    // Stops a protocol that reads a log on behalf of its client.
    if (this.state === 'closed') return Promise.reject(GONE);
    const { units, slots } = this.#host.requests.weigh(REQUEST_NUMBERS[request.case], bytes);
    this.#allowance -= units;
    return this.#settled(this.#host.requests.ask(this, request), slots);
  }

  tell(request: Request): void {
    this.#host.lastWords.tell(this, request);
  }

  forward(request: RequestFrame): Promise<Answer> | PosthornError {
    if (this.state === 'closed') return GONE;
    const { units, slots } = this.#host.requests.weigh(request.number, request.frame.length);
    this.#allowance -= units;
    const answer = this.#host.requests.forward(this, request);
    if (answer instanceof PosthornError) {
      if (answer.code === 'MALFORMED_FRAME') throw answer;
      this.#pauseIfAhead();
      return answer;
    }
    const settled = this.#settled(answer, slots);
    this.#pauseIfAhead();
    return settled;
  }

  get mayRead(): boolean {
    return !this.isPaused && this.state !== 'closed';
  }

  async #settled<T>(answer: Promise<T>, slots: number): Promise<T> {
    this.inFlight += slots;
    try {
      return await answer;
    } catch (error) {
      if (isFatal(error)) this.end(error);
      throw error;
    } finally {
      this.inFlight -= slots;
      if (this.isPaused) this.adjustReading();
    }
  }

  async attachAs(identity: ForeignIdentity): Promise<Reply> {
    this.inFlight++;
    try {
      return await this.#host.requests.attachAs(this, identity);
    } finally {
      this.inFlight--;
    }
  }

  readOn(): void {
    if (this.isPaused) this.adjustReading();
  }

  drained(): Promise<void> {
    if (this.#isDrained()) return Promise.resolve();
    this.#host.watchman.watch(this);
    this.#draining ??= Promise.withResolvers();
    return this.#draining.promise;
  }

  write(bytes: Uint8Array): void {
    if (this.state === 'closed') return;
    if (this.#pending === undefined) {
      this.#pending = [bytes];
      this.#host.delivery.mark(this);
    } else {
      this.#pending.push(bytes);
    }
    this.#pendingBytes += bytes.length;
  }

  /**
   * Writes a push, or drops it when the client reads too slowly (promise 10). `isOwn`: a request of this connection has caused
   * it.
   */
  push(push: OutgoingPush, isOwn = false): void {
    if (this.state === 'closed' || (isOwn && this.#session.takesOwn !== true)) return;
    if (this.outboundBytes > this.#host.limits.maxOutboundBytes) {
      this.isLagging = true;
      this.#host.watchman.watch(this);
      return;
    }
    const bytes =
      this.#session.push === undefined ? this.protocol.encode(push) : this.#session.push(push, isOwn);
    if (bytes === undefined) return;
    if (this.state === 'attached') {
      this.write(bytes);
    } else {
      (this.#early ??= []).push(bytes);
      this.#earlyBytes += bytes.length;
    }
  }

  /** Called after the answer to attach was written: releases the pushes kept back, and lets later ones through. */
  becomeAttached(): void {
    if (this.state !== 'attaching') return;
    this.state = 'attached';
    this.transport.trust?.();
    const early = this.#early ?? [];
    this.#early = undefined;
    this.#earlyBytes = 0;
    for (const bytes of early) this.write(bytes);
  }

  /** Whether {@link Connection.drained} is being awaited. */
  get isAwaited(): boolean {
    return this.#draining !== undefined;
  }

  /** Returns the pending frames and clears them. */
  takePending(): readonly Uint8Array[] {
    const pending = this.#pending ?? [];
    this.#pending = undefined;
    this.#pendingBytes = 0;
    return pending;
  }

  /** Says goodbye and closes. */
  end(error: PosthornError, { windowMs = 0, endpoints = [] }: ComingBack = {}): void {
    if (this.state === 'closed') return;
    const goodbye = this.#session.goodbye({ error, windowMs, endpoints });
    if (goodbye !== undefined) this.write(goodbye);
    this.#host.delivery.flushOne(this);
    const partingMs = this.state === 'stranger' ? STRANGER_PARTING_MS : PARTING_MS;
    this.#host.ended(this, error);
    const { transport } = this;
    transport.end();
    // A client that does not read would keep the socket open for ever.
    this.#host.clock.after(partingMs, () => transport.destroy());
  }

  /** Ends the connection because its bytes cannot be read. */
  #fail(error: unknown): void {
    const coded = toPosthornError(error);
    if (coded.code === 'INTERNAL') this.#host.logger.error({ err: error }, 'reading a connection failed');
    this.end(coded);
  }

  #isDrained(): boolean {
    return this.state === 'closed' || this.outboundBytes < this.#host.limits.maxOutboundBytes / 2;
  }

  /** Pauses reading while the client is over its limits; resumes at half of them. */
  adjustReading(): void {
    if (this.#draining !== undefined && this.#isDrained()) {
      this.#draining.resolve();
      this.#draining = undefined;
    }
    if (this.state === 'closed') return;
    if (this.#allowance < 0) this.#refill();
    const { maxInFlight, maxOutboundBytes } = this.#host.limits;
    const share = this.isPaused ? 0.5 : 1;
    const isAhead =
      this.#session.isBusy === true ||
      this.inFlight > maxInFlight * share ||
      this.outboundBytes > maxOutboundBytes * share ||
      this.#allowance < 0;
    if (isAhead) this.#pause();
    else if (this.isPaused) this.#resume();
  }

  /** Within a chunk: the frames behind this one wait. */
  #pauseIfAhead(): void {
    if (this.state === 'closed') return;
    if (this.inFlight > this.#host.limits.maxInFlight || this.#allowance < 0) this.#pause();
  }

  #pause(): void {
    if (this.#allowance < 0) this.#wakeLater();
    if (this.isPaused) return;
    this.isPaused = true;
    this.transport.pause();
    this.#host.watchman.watch(this);
  }

  /** What came before the pause is read first; it may be too much again. */
  #resume(): void {
    this.isPaused = false;
    try {
      this.#session.resume?.();
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (this.mayRead) this.transport.resume();
  }

  /** Adds what the rate has allowed since. */
  #refill(): void {
    const { sendRate, sendBurst } = this.#host.limits;
    const now = Math.floor(this.#host.clock.monotonic());
    const due = ((now - this.#allowedAt) * sendRate) / 1000;
    this.#allowance = Math.min(sendBurst, this.#allowance + due);
    this.#allowedAt = now;
  }

  /** Reads on as soon as the rate allows it, not at the next tick of the watchman. */
  #wakeLater(): void {
    if (this.#isWaking) return;
    this.#isWaking = true;
    const waitMs = Math.ceil((-this.#allowance * 1000) / this.#host.limits.sendRate) + WAKE_MS;
    this.#host.clock.after(waitMs, () => {
      this.#isWaking = false;
      this.adjustReading();
    });
  }
}

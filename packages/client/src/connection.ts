/**
 * The connection to the server: finds a gateway, says hello, logs in, attaches, sends heartbeats, and reconnects when the
 * connection breaks.
 *
 * @module
 */
import {
  decodeServerFrame,
  ERRORS,
  errorName,
  FrameDecoder,
  LIMITS,
  PosthornError,
  PROTOCOL_VERSION,
  toPosthornError,
} from '@posthorn/protocol';
import type { Attached, Device, Goodbye, ServerFrame, Welcome } from '@posthorn/protocol';
import type { ClientState, Credentials } from './api.ts';
import { backoffMs } from './backoff.ts';
import { Endpoints } from './endpoints.ts';
import { Heartbeat, PROBE_MS } from './heartbeat.ts';
import { logIn } from './login.ts';
import { dial } from './platform.ts';
import type { Platform, Transport } from './platform.ts';
import { Requests } from './requests.ts';
import type { Memory } from './storage.ts';

/** A live, attached connection. */
export interface Online {
  readonly requests: Requests;
  readonly session: Attached;
  readonly welcome: Welcome;
}

export interface ConnectionOptions {
  readonly platform: Platform;
  readonly credentials: Credentials;
  /** The gateway at the server's address. */
  readonly gateway: string;
  readonly device: Device;
  readonly software: string;
  readonly memory: Memory;
  /** Undefined: never give up. */
  readonly connectTimeoutMs: number | undefined;
  readonly onState: (state: ClientState) => void;
  readonly onOnline: (online: Online) => void;
  readonly onOffline: () => void;
  /** Called for each push, in order. */
  readonly onPush: (body: NonNullable<ServerFrame['body']>) => void;
}

/** A longer handshake is given up. */
const HANDSHAKE_TIMEOUT_MS = 10_000;

export class Connection {
  readonly #options: ConnectionOptions;
  #state: ClientState = { name: 'connecting', attempt: 0, error: undefined };
  readonly #endpoints: Endpoints;
  #attempt = 0;
  #single: SingleConnection | undefined;
  #cancelWait: () => void = () => {};
  #wake: (() => void) | undefined;
  readonly #startedAt: number;
  #wasOnline = false;
  /** The latest connection was attached. */
  #wasAttached = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    const { credentials, gateway, platform } = options;
    this.#endpoints = new Endpoints(platform, credentials.server, gateway);
    this.#startedAt = platform.monotonic();
  }

  get state(): ClientState {
    return this.#state;
  }

  /** Connects, and reconnects until {@link close} or a final refusal. Never rejects. */
  async run(): Promise<void> {
    while (this.#state.name !== 'closed') {
      const error = await this.#connectOnce();
      if (isClosed(this.#state)) return;
      if (this.#isFinal(error)) {
        this.#enter({ name: 'closed', error });
        return;
      }
      this.#attempt += 1;
      this.#enter({ name: 'connecting', attempt: this.#attempt, error });
      if (!this.#wasAttached) await this.#endpoints.failed();
      if (isClosed(this.#state)) return;
      const { platform } = this.#options;
      const delayMs = error.retryAfterMs + backoffMs(this.#attempt, platform.random());
      await this.#wait(this.#wasOnline ? delayMs : Math.min(delayMs, Math.max(0, this.#msLeft())));
    }
  }

  /** Connects now, or finds out soon whether the connection still lives. */
  probe(): void {
    this.#attempt = 0;
    this.#single?.probe();
    this.#cancelWait();
    this.#wake?.();
  }

  /** Closes for good. Idempotent. */
  close(): void {
    if (this.#state.name === 'closed') return;
    this.#enter({ name: 'closed', error: undefined });
    this.#single?.transport.close();
    this.#cancelWait();
    this.#wake?.();
  }

  /** Runs one connection from dialling to its end. Resolves with the reason of the end. */
  #connectOnce(): Promise<PosthornError> {
    const endpoint = this.#endpoints.next();
    this.#wasAttached = false;
    return new Promise((resolve) => {
      const single = new SingleConnection(this.#options, endpoint, (session, welcome) => {
        this.#attempt = 0;
        this.#wasAttached = true;
        this.#enter({ name: 'online', session, endpoint, welcome });
      });
      this.#single = single;
      single.onEndpoints = (urls) => this.#endpoints.reached(endpoint, urls);
      single.onRedirect = (urls) => this.#endpoints.redirected(urls);
      single.onEnd = resolve;
    });
  }

  #isFinal({ code }: PosthornError): boolean {
    const { credentials } = this.#options;
    const isAsked = 'token' in credentials && typeof credentials.token === 'function';
    // Whoever gives tokens gives another one.
    if (isAsked && code === 'SESSION_EXPIRED' && this.#wasAttached) return false;
    // INVALID: the credentials break a rule, so the next login would fail too.
    if (!ERRORS[code].reconnect || code === 'INVALID') return true;
    return !this.#wasOnline && this.#msLeft() <= 0;
  }

  /** Time left for the first connection. */
  #msLeft(): number {
    const { connectTimeoutMs = Infinity, platform } = this.#options;
    return this.#startedAt + connectTimeoutMs - platform.monotonic();
  }

  #wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      this.#cancelWait = this.#options.platform.after(delayMs, resolve);
    });
  }

  #enter(state: ClientState): void {
    this.#state = state;
    if (state.name === 'online') this.#wasOnline = true;
    this.#options.onState(state);
  }
}

/** One connection, from dialling to its end. */
class SingleConnection {
  readonly #options: ConnectionOptions;
  readonly #requests: Requests;
  readonly #frames = new FrameDecoder(LIMITS.maxServerFrameBytes);
  readonly #onAttached: (session: Attached, welcome: Welcome) => void;
  readonly transport: Transport;
  onEnd: (error: PosthornError) => void = () => {};
  onEndpoints: (urls: readonly string[]) => void = () => {};
  onRedirect: (urls: readonly string[]) => void = () => {};
  #goodbye: PosthornError | undefined;
  #isOnline = false;
  /** Pushes that arrived together with the answer to attach; they wait until `onOnline` was called. */
  readonly #early: NonNullable<ServerFrame['body']>[] = [];
  #isOver = false;
  /** Undefined until it is attached. */
  #heartbeat: Heartbeat | undefined;
  #cancelTimer: () => void;
  readonly #startedAt: number;

  constructor(
    options: ConnectionOptions,
    endpoint: string,
    onAttached: (session: Attached, welcome: Welcome) => void,
  ) {
    const { platform } = options;
    this.#options = options;
    this.#startedAt = platform.monotonic();
    this.#onAttached = onAttached;
    this.#requests = new Requests((bytes) => {
      this.#heartbeat?.sent();
      this.transport.send(bytes);
    });
    this.transport = dial(platform, endpoint, {
      onOpen: () => void this.#begin(),
      onBytes: (bytes) => this.#receive(bytes),
      onClose: (reason) => this.#ended(reason),
    });
    this.#cancelTimer = platform.after(HANDSHAKE_TIMEOUT_MS, () =>
      this.#giveUp('the server does not answer'),
    );
  }

  /** The server must answer soon, or have answered: a dial may hang in a network that is gone. */
  probe(): void {
    if (this.#isOver) return;
    if (this.#heartbeat !== undefined) return this.#heartbeat.probe();
    this.#cancelTimer();
    const { platform } = this.#options;
    const leftMs = this.#startedAt + PROBE_MS - platform.monotonic();
    this.#cancelTimer = platform.after(Math.max(0, leftMs), () => this.#giveUp('the server does not answer'));
  }

  async #begin(): Promise<void> {
    const { credentials, device, memory, software } = this.#options;
    try {
      const welcome = await this.#requests.ask('hello', { version: PROTOCOL_VERSION, client: software });
      const { session, endpoints } = await logIn(this.#requests, { credentials, device, memory });
      this.onEndpoints(endpoints);
      this.#cancelTimer();
      this.#isOnline = true;
      this.#heartbeat = new Heartbeat({
        platform: this.#options.platform,
        intervalMs: welcome.heartbeatMs,
        ping: () => void this.#requests.ask('ping', {}).catch(() => {}),
        onSilence: () => this.#giveUp('the server has fallen silent'),
      });
      this.#onAttached(session, welcome);
      this.#options.onOnline({ requests: this.#requests, session, welcome });
      for (const push of this.#early.splice(0)) this.#options.onPush(push);
    } catch (error) {
      this.#goodbye ??= toPosthornError(error);
      this.transport.close();
    }
  }

  #receive(bytes: Uint8Array): void {
    this.#heartbeat?.heard();
    try {
      this.#frames.push(bytes, (payload) => {
        // A copy: answers are used after this turn, when the decoder has reused its buffer.
        this.#frame(decodeServerFrame(payload.slice()));
      });
    } catch (cause) {
      this.#goodbye ??= new PosthornError('UNAVAILABLE', 'the server sent a malformed frame', { cause });
      this.transport.close();
    }
  }

  #frame(frame: ServerFrame): void {
    const { re, body } = frame;
    if (re !== 0) this.#requests.answer(frame);
    else if (body?.case === 'goodbye') this.#goodbye = this.#toError(body.value);
    else if (body !== undefined && this.#isOnline) this.#options.onPush(body);
    else if (body !== undefined) this.#early.push(body);
  }

  #toError({ code, message, retryAfterMs, windowMs, endpoints }: Goodbye): PosthornError {
    this.onRedirect(endpoints.map(({ url }) => url));
    const delayMs = retryAfterMs + this.#options.platform.random() * windowMs;
    return new PosthornError(errorName(code), message, { retryAfterMs: delayMs });
  }

  #giveUp(reason: string): void {
    this.transport.close();
    // A dead connection may never report its close.
    this.#ended(reason);
  }

  #ended(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelTimer();
    this.#heartbeat?.stop();
    this.#requests.end(reason);
    if (this.#isOnline) this.#options.onOffline();
    this.onEnd(this.#goodbye ?? new PosthornError('UNAVAILABLE', reason));
  }
}

function isClosed(state: ClientState): boolean {
  return state.name === 'closed';
}

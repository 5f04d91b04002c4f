/**
 * The native protocol by hand, without the SDK: one connection, one answer per request.
 *
 * Not the raw client of @posthorn/testing: that one is for tests, can also write malformed frames, and fails the test
 * if the connection ends. This one is published, keeps its connection alive, and rejects with coded errors.
 *
 * @module
 */
import {
  decodeServerFrame,
  errorName,
  FrameDecoder,
  LIMITS,
  packClientFrame,
  PosthornError,
  PROTOCOL_VERSION,
} from '@posthorn/protocol';
import type { Calls, ClientFrameInit, RequestCase, ServerFrame } from '@posthorn/protocol';
import { openWire } from './wire.ts';
import type { Wire } from './wire.ts';

type Push = NonNullable<ServerFrame['body']>;

export interface RawOptions {
  readonly url: string;
  readonly timeoutMs: number;
  readonly onPush?: (push: Push) => void;
  readonly onClose?: () => void;
}

interface Outstanding {
  readonly name: RequestCase;
  readonly resolve: (reply: never) => void;
  readonly reject: (error: PosthornError) => void;
  readonly timer: NodeJS.Timeout;
}

/** Interval of pings: short enough for the shortest heartbeat that a server may use. */
const BEAT_MS = 400;

export class RawConnection {
  readonly #options: RawOptions;
  readonly #frames = new FrameDecoder(LIMITS.maxServerFrameBytes);
  readonly #outstanding = new Map<number, Outstanding>();
  #wire: Wire | undefined;
  #beat: NodeJS.Timeout | undefined;
  #lastId = 0;
  #isClosed = false;

  private constructor(options: RawOptions) {
    this.#options = options;
  }

  /** Connects and says hello. Rejects with UNAVAILABLE or TIMEOUT. */
  static async open(options: RawOptions): Promise<RawConnection> {
    const connection = new RawConnection(options);
    const handlers = {
      onBytes: (bytes: Uint8Array) => connection.#receive(bytes),
      onClose: () => connection.#closed(),
    };
    try {
      connection.#wire = await openWire(options.url, handlers, options.timeoutMs);
    } catch (cause) {
      throw new PosthornError('UNAVAILABLE', `no connection: ${(cause as Error).message}`, { cause });
    }
    await connection.ask('hello', { version: PROTOCOL_VERSION, client: 'posthorn-verify' });
    connection.#beat = setInterval(() => void connection.ask('ping', {}).catch(() => {}), BEAT_MS);
    return connection;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * Makes a request. Rejects with the server's refusal, with UNAVAILABLE if the connection ends first, or with
   * TIMEOUT.
   */
  ask<K extends RequestCase>(
    name: K,
    value: Calls[K]['init'],
    timeoutMs = this.#options.timeoutMs,
  ): Promise<Calls[K]['reply']> {
    if (this.#isClosed) return Promise.reject(new PosthornError('UNAVAILABLE', 'the connection is closed'));
    const id = (this.#lastId += 1);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#outstanding.delete(id);
        reject(new PosthornError('TIMEOUT', `no answer to ${name} in time`));
      }, timeoutMs);
      this.#outstanding.set(id, { name, resolve, reject, timer });
      // Name and value belong together; the type checker cannot follow K.
      const body = { case: name, value } as unknown as ClientFrameInit['body'];
      this.#wire?.send(packClientFrame({ id, body }));
    });
  }

  /** Stops reading: input stays in the socket. */
  pause(): void {
    this.#wire?.pause();
  }

  resume(): void {
    this.#wire?.resume();
  }

  close(): void {
    this.#wire?.close();
    this.#closed();
  }

  #receive(bytes: Uint8Array): void {
    this.#frames.push(bytes, (payload) => {
      const { re, body } = decodeServerFrame(payload.slice());
      if (body === undefined) return;
      if (re === 0) this.#options.onPush?.(body);
      else this.#answer(re, body);
    });
  }

  #answer(id: number, body: Push): void {
    const outstanding = this.#outstanding.get(id);
    if (outstanding === undefined) return;
    this.#outstanding.delete(id);
    clearTimeout(outstanding.timer);
    if (body.case === 'error') {
      const { code, message, retryAfterMs } = body.value;
      outstanding.reject(new PosthornError(errorName(code), message, { retryAfterMs }));
    } else {
      // The contract says which answer belongs to the request.
      outstanding.resolve(body.value as never);
    }
  }

  #closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#beat);
    for (const { name, reject, timer } of this.#outstanding.values()) {
      clearTimeout(timer);
      reject(new PosthornError('UNAVAILABLE', `the connection ended before the answer to ${name}`));
    }
    this.#outstanding.clear();
    this.#options.onClose?.();
  }
}

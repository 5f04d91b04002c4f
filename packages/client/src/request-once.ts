/**
 * One request without a login, on a connection of its own.
 *
 * @module
 */
import {
  decodeServerFrame,
  errorName,
  FrameDecoder,
  LIMITS,
  PosthornError,
  PROTOCOL_VERSION,
} from '@posthorn/protocol';
import type { Calls } from '@posthorn/protocol';
import { gatewayUrl } from './address.ts';
import { assertRuntime, dial } from './platform.ts';
import type { Platform, Transport } from './platform.ts';
import { Requests } from './requests.ts';

const TIMEOUT_MS = 15_000;

/** What strangers ask. */
type Asked = 'register' | 'login' | 'beginFactorAtLogin';

interface OneRequest<K extends Asked> {
  readonly name: K;
  readonly request: Calls[K]['init'];
  readonly software: string;
}

/**
 * Registers, logs in, or prepares that, without staying connected. If the server accepts no connections itself, it is asked for its gateways.
 * Rejects with the server's refusal, or UNAVAILABLE.
 */
export async function requestOnce<K extends Asked>(
  platform: Platform,
  server: string,
  wanted: OneRequest<K>,
): Promise<Calls[K]['reply']> {
  assertRuntime();
  const given = gatewayUrl(server, platform.canDial);
  const first = new Attempt(platform, given);
  try {
    return await first.ask(wanted);
  } catch (error) {
    if (first.hasOpened || !/^https?:/i.test(server)) throw error;
    const [other] = ((await platform.lookUp?.(server)) ?? []).filter(
      (url) => url !== given && platform.canDial(url),
    );
    if (other === undefined) throw error;
    return new Attempt(platform, other).ask(wanted);
  }
}

/** One connection for one request. */
class Attempt {
  readonly #platform: Platform;
  readonly #transport: Transport;
  readonly #requests: Requests;
  readonly #opened = Promise.withResolvers<void>();
  /** Rejects with the first reason why there is no answer. */
  readonly #failed = Promise.withResolvers<never>();
  /** The connection was open, so the request may have been carried out. */
  hasOpened = false;

  constructor(platform: Platform, url: string) {
    this.#platform = platform;
    const frames = new FrameDecoder(LIMITS.maxServerFrameBytes);
    this.#failed.promise.catch(() => {});
    this.#requests = new Requests((bytes) => this.#transport.send(bytes));
    this.#transport = dial(platform, url, {
      onOpen: () => {
        this.hasOpened = true;
        this.#opened.resolve();
      },
      onBytes: (bytes) => {
        try {
          frames.push(bytes, (payload) => this.#receive(payload));
        } catch (cause) {
          this.#failed.reject(
            new PosthornError('UNAVAILABLE', 'the server sent a malformed frame', { cause }),
          );
        }
      },
      onClose: (reason) => this.#failed.reject(new PosthornError('UNAVAILABLE', reason)),
    });
  }

  async ask<K extends Asked>({ name, request, software }: OneRequest<K>): Promise<Calls[K]['reply']> {
    const cancel = this.#platform.after(TIMEOUT_MS, () =>
      this.#failed.reject(new PosthornError('UNAVAILABLE', 'the server does not answer')),
    );
    try {
      await Promise.race([this.#opened.promise, this.#failed.promise]);
      const [, reply] = await Promise.race([
        Promise.all([
          this.#requests.ask('hello', { version: PROTOCOL_VERSION, client: software }),
          this.#requests.ask(name, request),
        ]),
        this.#failed.promise,
      ]);
      return reply;
    } finally {
      cancel();
      this.#transport.close();
    }
  }

  #receive(payload: Uint8Array): void {
    const frame = decodeServerFrame(payload.slice());
    if (frame.body?.case !== 'goodbye') {
      this.#requests.answer(frame);
      return;
    }
    const { code, message, retryAfterMs } = frame.body.value;
    this.#failed.reject(new PosthornError(errorName(code), message, { retryAfterMs }));
  }
}

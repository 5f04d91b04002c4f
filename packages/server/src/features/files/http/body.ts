/**
 * The bytes of a request, as they arrive. Slow ones are taken as long as something comes; whoever is silent is cut off.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../../clock.ts';

/** Without a byte for so long, the other end is taken for dead. */
const SILENT_MS = 60_000;
/** How often it is asked whether the client may go on. */
const ASK_EVERY_MS = 30_000;

export interface BodyOptions {
  readonly clock: Clock;
  /** The body may have no more bytes than this. */
  readonly most: number;
  /** Rejects when the client may not go on: its session has ended, say. */
  readonly mayGoOn: () => Promise<unknown>;
  /** Called before the bytes up to here are passed on. */
  readonly makeRoom?: (bytes: number) => Promise<void>;
}

/** One request's body. */
export class Body implements AsyncIterable<Uint8Array> {
  readonly #request: IncomingMessage;
  readonly #options: BodyOptions;
  #silentSince: number;

  constructor(request: IncomingMessage, options: BodyOptions) {
    this.#request = request;
    this.#options = options;
    this.#silentSince = options.clock.monotonic();
  }

  /** For how long nothing has arrived though it was waited for, in ms. */
  get silentMs(): number {
    return this.#options.clock.monotonic() - this.#silentSince;
  }

  /** Ends the connection. */
  stop(why: PosthornError): void {
    this.#request.destroy(why);
  }

  /**
   * Fails with TOO_LARGE instead of passing on more than `most` bytes, with IDLE_TIMEOUT after a silence, and when the connection
   * breaks. Whoever does not read to the end leaves the connection as it is.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    const { clock, most, mayGoOn, makeRoom } = this.#options;
    let bytes = 0;
    let askedAt = clock.monotonic();
    const chunks = this.#request.iterator({ destroyOnReturn: false });
    for (;;) {
      const chunk = await this.#next(chunks);
      if (chunk === undefined) return;
      bytes += chunk.length;
      if (bytes > most) throw tooLarge(most);
      if (clock.monotonic() - askedAt >= ASK_EVERY_MS) {
        askedAt = clock.monotonic();
        await mayGoOn();
      }
      await makeRoom?.(bytes);
      yield chunk;
    }
  }

  async #next(chunks: AsyncIterator<unknown>): Promise<Uint8Array | undefined> {
    const { clock } = this.#options;
    this.#silentSince = clock.monotonic();
    const timer = clock.after(SILENT_MS, () =>
      this.stop(new PosthornError('IDLE_TIMEOUT', 'nothing has arrived for too long')),
    );
    try {
      const next: IteratorResult<unknown, unknown> = await chunks.next();
      // An HTTP body without an encoding.
      return next.done === true ? undefined : (next.value as Buffer);
    } finally {
      timer.cancel();
    }
  }
}

export function tooLarge(most: number): PosthornError {
  return new PosthornError('TOO_LARGE', `the body has more than ${most} bytes`, { reason: 'file-too-large' });
}

/** As the request declares it. Undefined: it ends when it ends. */
export function declaredBytes({ headers }: IncomingMessage): number | undefined {
  if (headers['transfer-encoding'] !== undefined) return undefined;
  return Number(headers['content-length'] ?? 0);
}

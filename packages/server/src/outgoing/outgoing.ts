/**
 * Calls to other servers that users name, as in a link. Bounded in every way: which addresses (reach.ts), how many
 * redirects, how many bytes, how long. Nothing goes along that tells more than that this server asks: no cookie, no login,
 * no referrer.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http';
import type { Clock } from '../clock.ts';
import { VERSION } from '../version.ts';
import { bodyOf, ENCODINGS } from './body.ts';
import type { BodyBounds } from './body.ts';
import { connect, reachable } from './connect.ts';
import { asOutgoing, OutgoingError } from './error.ts';
import { KeptConnections } from './kept.ts';
import { Reach } from './reach.ts';
import { DnsResolver } from './resolver.ts';
import type { Resolver } from './resolver.ts';
import { within } from './within.ts';

const MAX_REDIRECTS = 3;
/** Of an answer to what was posted, beyond its headers. */
const MAX_DRAINED_BYTES = 65_536;
const DRAIN_MS = 1000;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export interface OutgoingOptions {
  /** See Reach. */
  readonly allowed: readonly string[];
  /** Ports of public addresses that are called. Default: 80 and 443. */
  readonly publicPorts?: readonly number[];
  readonly clock: Pick<Clock, 'after'>;
  readonly resolver?: Resolver;
}

export interface Wanted extends BodyBounds {
  readonly url: URL;
  /** Media types in lower case, without parameters. Another one is `unusable`. */
  readonly types: readonly string[];
  /** For all of it: resolving, connecting, redirects, reading. */
  readonly timeoutMs: number;
  /** Ends it early, with its reason. */
  readonly signal: AbortSignal;
}

export interface Arrived {
  /** After all redirects. */
  readonly url: URL;
  readonly type: string;
  /** As the answer names it; may be no charset at all. */
  readonly charset: string | undefined;
  /** Throw an OutgoingError where the answer breaks off or is too large. */
  readonly chunks: AsyncIterable<Buffer>;
}

/** Something for another server. */
export interface Posted {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** For all of it. */
  readonly timeoutMs: number;
  /** Ends it early, with its reason. */
  readonly signal: AbortSignal;
}

export interface PostAnswer {
  readonly status: number;
  /** The header Retry-After. */
  readonly retryAfter: string | undefined;
}

export class Outgoing {
  readonly #reach: Reach;
  readonly #resolver: Resolver;
  readonly #clock: Pick<Clock, 'after'>;
  readonly #kept = new KeptConnections();

  constructor({ allowed, publicPorts, clock, resolver = new DnsResolver() }: OutgoingOptions) {
    this.#reach = new Reach(allowed, publicPorts);
    this.#resolver = resolver;
    this.#clock = clock;
  }

  /**
   * Resolves with what `read` makes of the answer; then the connection is closed, whatever is left of it. Rejects with an
   * OutgoingError, or with what `read` throws.
   */
  async get<T>(wanted: Wanted, read: (arrived: Arrived) => Promise<T>): Promise<T> {
    return within(this.#clock, wanted, async (signal) => {
      let answer: IncomingMessage | undefined;
      try {
        const found = await this.#follow(wanted, signal);
        ({ answer } = found);
        return await read(arrivedWith(found, wanted));
      } finally {
        answer?.destroy();
      }
    });
  }

  /** Resolves if the URL may be called now; nothing is sent. Rejects with an OutgoingError. */
  async check(url: URL, timeoutMs: number): Promise<void> {
    const parts = { reach: this.#reach, resolver: this.#resolver };
    await within(this.#clock, { timeoutMs }, (signal) => reachable(url, { ...parts, signal }));
  }

  /**
   * Sends something, over a connection that stays open for the next call if it may. No redirect is followed, and what the answer
   * says beyond its headers is thrown away. Rejects with an OutgoingError.
   */
  async post(posted: Posted): Promise<PostAnswer> {
    return within(this.#clock, posted, async (signal) => {
      const { url, headers, body } = posted;
      const own = { 'user-agent': `Posthorn/${VERSION}`, 'content-length': String(body.length) };
      const kept = this.#kept;
      const answer = await this.#connect(url, { headers: { ...own, ...headers }, body, signal, kept });
      const { statusCode: status = 0 } = answer;
      const retryAfter = answer.headers['retry-after'];
      await drain(answer, this.#clock);
      return { status, retryAfter };
    });
  }

  /** Keeps no connection from now on. What is under way goes on. Idempotent. */
  close(): void {
    this.#kept.close();
  }

  async #follow({ url, types }: Wanted, signal: AbortSignal): Promise<Found> {
    const headers = {
      'user-agent': `Posthorn/${VERSION} (link previews)`,
      accept: types.join(', '),
      'accept-encoding': ENCODINGS,
    };
    for (let at = url, hops = 0; ; hops++) {
      const answer = await this.#connect(at, { headers, signal });
      const { statusCode = 0 } = answer;
      if (statusCode === 200) return { url: at, answer };
      answer.destroy();
      const { location } = answer.headers;
      if (!REDIRECTS.has(statusCode) || location === undefined)
        throw new OutgoingError('unusable', `the other server answered with ${statusCode}`);
      const next = URL.parse(location, at);
      if (next === null || hops === MAX_REDIRECTS)
        throw new OutgoingError('unusable', 'the other server sends on, to nowhere or too often');
      at = next;
    }
  }

  async #connect(
    url: URL,
    call: {
      readonly headers: Readonly<Record<string, string>>;
      readonly signal: AbortSignal;
      readonly body?: Uint8Array;
      readonly kept?: KeptConnections;
    },
  ): Promise<IncomingMessage> {
    try {
      return await connect(url, { reach: this.#reach, resolver: this.#resolver, ...call });
    } catch (error) {
      throw asOutgoing(error);
    }
  }
}

/** Throws the rest of an answer away. The connection ends with it if it is long, or takes long. Never rejects. */
async function drain(answer: IncomingMessage, clock: Pick<Clock, 'after'>): Promise<void> {
  // It may have broken off by now.
  if (answer.closed) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = clock.after(DRAIN_MS, () => {
    answer.destroy();
    resolve();
  });
  let left = MAX_DRAINED_BYTES;
  answer.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) answer.destroy();
  });
  // What counts has been heard.
  answer.on('error', () => {});
  answer.once('close', resolve);
  await promise;
  timer.cancel();
}

interface Found {
  readonly url: URL;
  readonly answer: IncomingMessage;
}

function arrivedWith({ url, answer }: Found, { types, ...bounds }: Wanted): Arrived {
  const [type = '', ...parameters] = (answer.headers['content-type'] ?? '').toLowerCase().split(';');
  if (!types.includes(type.trim()))
    throw new OutgoingError('unusable', 'the answer is of another type than what was asked for');
  const charset = parameters.map((each) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/.exec(each)?.[1]);
  return {
    url,
    type: type.trim(),
    charset: charset.find((each) => each !== undefined),
    chunks: withCodedErrors(bodyOf(answer, bounds)),
  };
}

async function* withCodedErrors(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
  } catch (error) {
    throw asOutgoing(error);
  }
}

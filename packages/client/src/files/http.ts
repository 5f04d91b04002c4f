/**
 * Requests to the server's REST API with the rights of a client.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Client } from '../api.ts';
import { restUrl } from '../address.ts';
import { closed } from '../closed.ts';
import { insideOf, isSameKey, keyOf } from '../inside.ts';
import type { Inside, Key } from '../inside.ts';
import { refusalOf } from './attachment.ts';

export interface Ask {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | ReadableStream<Uint8Array>;
  readonly signal?: AbortSignal;
  /** How long the answer may take, in ms. */
  readonly timeoutMs?: number;
}

export interface HttpOptions {
  readonly server?: string;
  readonly fetch?: typeof fetch;
}

const TIMEOUT_MS = 60_000;
/** Without it a server takes no cookie. */
const WITH_COOKIE = { 'x-posthorn-web': '1' };
const TOKEN_IS_VOID: ReadonlySet<string> = new Set(['UNAUTHENTICATED', 'SESSION_EXPIRED', 'SESSION_REVOKED']);

export class Http {
  readonly #client: Client;
  readonly #inside: Inside;
  readonly #server: string;
  readonly #fetch: typeof fetch;

  /** Throws INVALID if it is not known where the REST API is. */
  constructor(client: Client, options: HttpOptions) {
    this.#client = client;
    this.#inside = insideOf(client);
    this.#server = httpAddress(options.server ?? this.#inside.credentials.server);
    this.#fetch = options.fetch ?? ((...given) => fetch(...given));
  }

  /**
   * Asks once. Resolves with an answer that says that it worked, of which the body may not have come yet. Rejects with the
   * server's refusal; UNAVAILABLE or TIMEOUT; or with the reason of the signal.
   */
  async ask(method: string, path: string, options: Ask = {}): Promise<Response> {
    for (;;) {
      const key = await this.#key(options.signal);
      const response = await this.#send(method, path, key, options);
      if (response.ok) return response;
      const refusal = await refusalOf(response);
      // The client may have logged in again meanwhile.
      if (TOKEN_IS_VOID.has(refusal.code) && !isSameKey(keyOf(this.#inside), key)) continue;
      throw this.#explained(refusal, response);
    }
  }

  /** The absolute form of a URL that the server has given: it may not know of a proxy that puts it below a path. */
  urlOf(given: string): string {
    return given.startsWith('/') ? restUrl(this.#server, given) : given;
  }

  async #send(method: string, path: string, key: Key, options: Ask): Promise<Response> {
    const { headers, body, signal, timeoutMs = TIMEOUT_MS } = options;
    const timeout = new AbortController();
    const cancel = this.#inside.platform.after(timeoutMs, () => timeout.abort());
    try {
      return await this.#fetch(restUrl(this.#server, path), {
        method,
        headers: {
          ...headers,
          ...(key === 'cookie' ? WITH_COOKIE : { authorization: `Bearer ${key.token}` }),
        },
        ...(key === 'cookie' && { credentials: 'include' }),
        signal: signal === undefined ? timeout.signal : AbortSignal.any([signal, timeout.signal]),
        ...(body !== undefined && bodyOf(body)),
      });
    } catch (cause) {
      if (signal?.aborted === true) throw signal.reason;
      if (timeout.signal.aborted) throw new PosthornError('TIMEOUT', 'the server does not answer', { cause });
      throw new PosthornError('UNAVAILABLE', 'the server cannot be reached', { cause });
    } finally {
      cancel();
    }
  }

  /** Resolves once there is one. Rejects when the client is closed. */
  #key(signal: AbortSignal | undefined): Promise<Key> {
    const { state } = this.#client;
    if (state.name === 'closed') return Promise.reject(state.error ?? closed());
    const key = keyOf(this.#inside);
    if (key !== undefined) return Promise.resolve(key);
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        off();
        reject(signal?.reason as Error);
      };
      const off = this.#client.on('state', (next) => {
        if (next.name === 'connecting') return;
        off();
        signal?.removeEventListener('abort', onAbort);
        if (next.name === 'closed') reject(next.error ?? closed());
        else resolve(this.#key(signal));
      });
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** A 404 that is no answer of the API comes from a gateway, or from another program. */
  #explained(refusal: PosthornError, response: Response): PosthornError {
    const isApi = response.headers.get('content-type')?.includes('json') ?? true;
    if (response.status !== 404 || isApi) return refusal;
    return new PosthornError(
      'INVALID',
      `there is no REST API at ${this.#server}: give files() the HTTP address of a router, or of a proxy before it`,
    );
  }
}

function bodyOf(body: Uint8Array | ReadableStream<Uint8Array>): RequestInit {
  // The cast says that the buffer is not a SharedArrayBuffer.
  if (body instanceof Uint8Array) return { body: body as Uint8Array<ArrayBuffer> };
  // Required of streams (https://fetch.spec.whatwg.org/#dom-requestinit-duplex); the type lacks it.
  const init: RequestInit & { readonly duplex: 'half' } = { body, duplex: 'half' };
  return init;
}

/** The server's HTTP address: that of its WebSocket, without the WebSocket's path. */
function httpAddress(server: string): string {
  if (/^https?:/i.test(server)) return server;
  if (/^wss?:/i.test(server)) return server.replace(/^ws/i, 'http');
  throw new PosthornError(
    'INVALID',
    `files need the HTTP address of the server, and ${server} is none: files(client, { server: 'https://host' })`,
  );
}

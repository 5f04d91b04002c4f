/**
 * The native protocol: posthorn.proto over TCP or WebSocket.
 *
 * @module
 */
import {
  decodeClientFrame,
  encodeServerFrame,
  ERRORS,
  FrameDecoder,
  LIMITS,
  packAnswer,
  packServerFrame,
  PosthornError,
  toPosthornError,
  WireError,
} from '@posthorn/protocol';
import type { ClientFrame, Reply } from '@posthorn/protocol';
import type { Link, Parting, Protocol, ProtocolCapabilities, ProtocolSession } from '../protocol.ts';

export interface NativeOptions {
  /** Largest frame after login. */
  readonly maxFrameBytes: number;
}

export const NATIVE_CAPABILITIES: ProtocolCapabilities = {
  sends: true,
  acks: true,
  notes: true,
  pulls: true,
  heartbeats: true,
};

export function createNativeProtocol(options: NativeOptions): Protocol {
  return {
    name: 'native',
    capabilities: NATIVE_CAPABILITIES,
    open: (link) => new NativeSession(link, options),
    encode: (push) => push.frame,
  };
}

class NativeSession implements ProtocolSession {
  readonly #link: Link;
  readonly #options: NativeOptions;
  readonly #frames = new FrameDecoder(LIMITS.preLoginFrameBytes);
  /** Made once: a closure per chunk would be garbage per chunk. */
  readonly #onFrame = (payload: Uint8Array): void => this.#frame(payload);

  constructor(link: Link, options: NativeOptions) {
    this.#link = link;
    this.#options = options;
  }

  receive(bytes: Uint8Array): void {
    this.#frames.push(bytes, this.#onFrame);
  }

  goodbye({ error, windowMs, endpoints }: Parting): Uint8Array {
    const { code } = ERRORS[error.code];
    const { message, retryAfterMs } = error;
    const value = { code, message, retryAfterMs, windowMs, endpoints: endpoints.map((url) => ({ url })) };
    return packServerFrame({ body: { case: 'goodbye', value } });
  }

  #frame(payload: Uint8Array): void {
    const { id, body } = decoded(payload);
    if (id === 0) {
      this.#refuse(id, new PosthornError('INVALID', 'a request needs an id above 0'));
      return;
    }
    if (body === undefined) {
      this.#refuse(id, new PosthornError('UNKNOWN_REQUEST', 'this server does not know the request'));
      return;
    }
    const refusal = this.#link.refusal(body);
    if (refusal !== undefined) {
      this.#link.write(packAnswer(id, bodyOf(refusal)));
      return;
    }
    this.#link.request(body).then(
      (reply) => {
        // From here on the client is known, and its frames may be large.
        if (reply.case === 'attached') this.#frames.maxFrameBytes = this.#options.maxFrameBytes;
        this.#answer(id, reply);
      },
      (error: unknown) => this.#refuse(id, toPosthornError(error)),
    );
  }

  #answer(id: number, body: Reply): void {
    this.#link.write(packServerFrame({ re: id, body }));
  }

  #refuse(id: number, error: PosthornError): void {
    this.#answer(id, errorReply(error));
  }
}

function errorReply({ code, message, retryAfterMs }: PosthornError): Extract<Reply, { case: 'error' }> {
  return { case: 'error', value: { code: ERRORS[code].code, message, retryAfterMs } };
}

/** Under overload the same few errors are said over and over. */
const bodies = new WeakMap<PosthornError, Uint8Array>();

function bodyOf(error: PosthornError): Uint8Array {
  let body = bodies.get(error);
  if (body === undefined) bodies.set(error, (body = encodeServerFrame({ body: errorReply(error) })));
  return body;
}

function decoded(payload: Uint8Array): ClientFrame {
  try {
    return decodeClientFrame(payload);
  } catch (error) {
    if (error instanceof WireError)
      throw new PosthornError('MALFORMED_FRAME', error.message, { cause: error });
    throw error;
  }
}

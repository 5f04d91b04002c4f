/**
 * The native protocol: posthorn.proto over TCP or WebSocket.
 *
 * @module
 */
import {
  encodeServerFrame,
  ERRORS,
  FrameDecoder,
  LIMITS,
  packAnswer,
  packServerFrame,
  PosthornError,
  toPosthornError,
} from '@posthorn/protocol';
import type { Reply } from '@posthorn/protocol';
import { decodeUntrusted, peekRequest } from '@posthorn/protocol/requests';
import type { Answer } from '../../router/router.ts';
import type { Parting, Protocol, ProtocolCapabilities, ProtocolHost, ProtocolSession } from '../protocol.ts';

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
    open: (host) => new NativeSession(host, options),
    encode: (push) => push.frame,
  };
}

const NO_ID = new PosthornError('INVALID', 'a request needs an id above 0');
const NO_REQUEST = new PosthornError('UNKNOWN_REQUEST', 'the frame holds no request');

class NativeSession implements ProtocolSession {
  readonly #host: ProtocolHost;
  readonly #options: NativeOptions;
  readonly #frames = new FrameDecoder(LIMITS.preLoginFrameBytes);
  /** Made once: a closure per chunk would be garbage per chunk. */
  readonly #onFrame = (payload: Uint8Array): void => this.#frame(payload);

  constructor(host: ProtocolHost, options: NativeOptions) {
    this.#host = host;
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
    const { id, number } = decodeUntrusted(peekRequest, payload);
    if (id === 0 || number === 0) {
      this.#refuse(id, id === 0 ? NO_ID : NO_REQUEST);
      return;
    }
    const answer = this.#host.forward({ number, frame: payload });
    if (answer instanceof PosthornError) {
      this.#refuse(id, answer);
      return;
    }
    answer.then(
      (reply) => this.#answer(id, reply),
      (error: unknown) => this.#answer(id, errorReply(toPosthornError(error))),
    );
  }

  #answer(id: number, answer: Answer): void {
    if (answer instanceof Uint8Array) {
      this.#host.write(packAnswer(id, answer));
      return;
    }
    // From here on the client is known, and its frames may be large.
    if (answer.case === 'attached') this.#frames.maxFrameBytes = this.#options.maxFrameBytes;
    this.#host.write(packServerFrame({ re: id, body: answer }));
  }

  /** Of what is refused at once, the same few errors are said over and over under overload. */
  #refuse(id: number, error: PosthornError): void {
    this.#host.write(packAnswer(id, bodyOf(error)));
  }
}

function errorReply({ code, message, retryAfterMs }: PosthornError): Extract<Reply, { case: 'error' }> {
  return { case: 'error', value: { code: ERRORS[code].code, message, retryAfterMs } };
}

const bodies = new WeakMap<PosthornError, Uint8Array>();

function bodyOf(error: PosthornError): Uint8Array {
  let body = bodies.get(error);
  if (body === undefined) bodies.set(error, (body = encodeServerFrame({ body: errorReply(error) })));
  return body;
}

/**
 * A connection of the native protocol. Answers are sent as they complete, in any order.
 *
 * @module
 */
import { FrameDecoder, LIMITS, PosthornError, toPosthornError } from '@posthorn/protocol';
import type { Answer } from '../../router/router.ts';
import type { Parting, ProtocolHost, ProtocolSession } from '../protocol.ts';
import { errorReply, packAnswer, packGoodbye, packRefusal, readRequest } from './wire.ts';

export interface NativeLimits {
  /** Largest frame after login. */
  readonly maxFrameBytes: number;
}

const NO_ID = new PosthornError('INVALID', 'a request needs an id above 0');
const NO_REQUEST = new PosthornError('UNKNOWN_REQUEST', 'the frame holds no request');

export class NativeSession implements ProtocolSession {
  readonly #host: ProtocolHost;
  readonly #limits: NativeLimits;
  readonly #frames = new FrameDecoder(LIMITS.preLoginFrameBytes);
  /** Made once: a closure per chunk would be garbage per chunk. */
  readonly #onFrame = (payload: Uint8Array): void => {
    this.#frame(payload);
    if (!this.#host.mayRead) this.#frames.pause();
  };

  constructor(host: ProtocolHost, limits: NativeLimits) {
    this.#host = host;
    this.#limits = limits;
  }

  receive(bytes: Uint8Array): void {
    this.#frames.push(bytes, this.#onFrame);
  }

  resume(): void {
    this.#frames.resume(this.#onFrame);
  }

  goodbye(parting: Parting): Uint8Array {
    return packGoodbye(parting);
  }

  #frame(payload: Uint8Array): void {
    const { id, number } = readRequest(payload);
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
    // From now on the client is authenticated, and may send large frames.
    if (!(answer instanceof Uint8Array) && answer.case === 'attached')
      this.#frames.maxFrameBytes = this.#limits.maxFrameBytes;
    this.#host.write(packAnswer(id, answer));
  }

  #refuse(id: number, error: PosthornError): void {
    this.#host.write(packRefusal(id, error));
  }
}

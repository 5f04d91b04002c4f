/**
 * The requests of one connection: numbers them, and matches answers to them.
 *
 * @module
 */
import { errorName, packClientFrame, PosthornError } from '@posthorn/protocol';
import type { Calls, ClientFrameInit, RequestCase, ServerFrame } from '@posthorn/protocol';
import type { Reason } from '@posthorn/protocol/reasons';

interface Outstanding {
  readonly resolve: (reply: never) => void;
  readonly reject: (error: PosthornError) => void;
}

export class Requests {
  readonly #send: (bytes: Uint8Array) => void;
  readonly #outstanding = new Map<number, Outstanding>();
  #lastId = 0;
  #end: PosthornError | undefined;

  constructor(send: (bytes: Uint8Array) => void) {
    this.#send = send;
  }

  /** Rejects with the server's coded error, or with UNAVAILABLE if the connection ends first. */
  ask<K extends RequestCase>(name: K, value: Calls[K]['init']): Promise<Calls[K]['reply']> {
    if (this.#end !== undefined) return Promise.reject(this.#end);
    const id = (this.#lastId += 1);
    return new Promise((resolve, reject) => {
      this.#outstanding.set(id, { resolve, reject });
      // Name and value belong together; the type checker cannot follow K.
      const body = { case: name, value } as unknown as ClientFrameInit['body'];
      this.#send(packClientFrame({ id, body }));
    });
  }

  /** Settles the request that this frame answers. */
  answer({ re, body }: ServerFrame): void {
    const outstanding = this.#outstanding.get(re);
    if (outstanding === undefined || body === undefined) return;
    this.#outstanding.delete(re);
    if (body.case === 'error') {
      const { code, message, retryAfterMs, reason } = body.value;
      // A newer server may have others: they are passed on.
      const details = { retryAfterMs, reason: reason as Reason };
      outstanding.reject(new PosthornError(errorName(code), message, details));
    } else {
      // The contract says which answer belongs to the request.
      outstanding.resolve(body.value as never);
    }
  }

  /** The connection is gone: the outcome of all outstanding requests is unknown. */
  end(reason: string): void {
    this.#end = new PosthornError('UNAVAILABLE', `the connection ended: ${reason}`);
    for (const { reject } of this.#outstanding.values()) reject(this.#end);
    this.#outstanding.clear();
  }
}

/**
 * Uploads whose bytes arrive at this router just now: one request for each at a time, and a bound for each user and for all.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { RouterState } from '../../../router/services.ts';
import type { Body } from './body.ts';
import { locked } from './refusal.ts';

/** Of one user. A message has at most 20 files. */
const MAX_OF_USER = 32;
/** Each holds a socket, and a few buffers. */
const MAX_OF_ALL = 2000;
/** A body that is silent for so long makes way for its client, who has probably lost that connection. */
const MAKES_WAY_MS = 5000;

interface Arriving {
  readonly user: number;
  readonly body: Body;
}

export class Receiving {
  readonly #arriving = new Map<string, Arriving>();
  readonly #ofUser = new Map<number, number>();

  /**
   * Throws 423 while another request has the upload; RATE_LIMITED, OVERLOADED when too many arrive. Call the result at the end.
   */
  begin(upload: string, user: number, body: Body): () => void {
    const before = this.#arriving.get(upload);
    if (before !== undefined) {
      if (before.body.silentMs >= MAKES_WAY_MS)
        before.body.stop(new PosthornError('REPLACED', 'another request goes on with this upload'));
      throw locked();
    }
    const ofUser = this.#ofUser.get(user) ?? 0;
    if (ofUser >= MAX_OF_USER) throw tooMany('RATE_LIMITED', 'you upload too many files at once');
    if (this.#arriving.size >= MAX_OF_ALL)
      throw tooMany('OVERLOADED', 'too many files are uploaded just now');
    const arriving = { user, body };
    this.#arriving.set(upload, arriving);
    this.#ofUser.set(user, ofUser + 1);
    return () => {
      if (this.#arriving.get(upload) !== arriving) return;
      this.#arriving.delete(upload);
      const left = (this.#ofUser.get(user) ?? 1) - 1;
      if (left > 0) this.#ofUser.set(user, left);
      else this.#ofUser.delete(user);
    };
  }

  has(upload: string): boolean {
    return this.#arriving.has(upload);
  }
}

function tooMany(code: 'RATE_LIMITED' | 'OVERLOADED', message: string): PosthornError {
  return new PosthornError(code, message, { retryAfterMs: 1000 });
}

export const RECEIVING: RouterState<Receiving> = { name: 'arriving files', open: () => new Receiving() };

/**
 * Downloads that this router sends just now.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { RouterState } from '../../../router/services.ts';

/** Of one user. A page with many pictures asks for some at a time. */
const MAX_OF_USER = 64;
/** Each holds a socket, an open file, and a few buffers. */
const MAX_OF_ALL = 4000;

export class Downloads {
  readonly #ofUser = new Map<number, number>();
  #all = 0;

  /** Throws RATE_LIMITED, OVERLOADED. Call the result once, at the end. */
  begin(user: number): () => void {
    const now = this.#ofUser.get(user) ?? 0;
    if (now >= MAX_OF_USER)
      throw new PosthornError('RATE_LIMITED', 'you read too many files at once', { retryAfterMs: 1000 });
    if (this.#all >= MAX_OF_ALL)
      throw new PosthornError('OVERLOADED', 'too many files are read just now', { retryAfterMs: 1000 });
    this.#ofUser.set(user, now + 1);
    this.#all++;
    return () => {
      this.#all--;
      const left = (this.#ofUser.get(user) ?? 1) - 1;
      if (left > 0) this.#ofUser.set(user, left);
      else this.#ofUser.delete(user);
    };
  }
}

export const DOWNLOADS: RouterState<Downloads> = { name: 'downloads', open: () => new Downloads() };

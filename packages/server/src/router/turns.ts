/**
 * Costly requests of a user run a few at a time, however many connections the user has.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';

/** Requests of one user that wait; beyond it they are refused. */
const MAX_WAITING = 256;

const TOO_MANY = new PosthornError('RATE_LIMITED', 'too many of these requests at once', {
  retryAfterMs: 500,
});

interface Line {
  running: number;
  readonly waiting: (() => void)[];
}

export class Turns {
  readonly #atOnce: number;
  readonly #maxWaiting: number;
  /** Only users of whom something runs. */
  readonly #lines = new Map<number, Line>();

  /** `maxWaiting`: of one user; beyond it they are refused. */
  constructor(atOnce: number, maxWaiting: number = MAX_WAITING) {
    this.#atOnce = atOnce;
    this.#maxWaiting = maxWaiting;
  }

  /** Runs `work` in its turn, in the order of the calls. Rejects with RATE_LIMITED when too many wait. */
  async take<T>(user: number, work: () => Promise<T>): Promise<T> {
    const line = this.#lines.get(user) ?? { running: 0, waiting: [] };
    this.#lines.set(user, line);
    if (line.running < this.#atOnce) line.running++;
    else if (line.waiting.length >= this.#maxWaiting) throw TOO_MANY;
    else await new Promise<void>((resolve) => line.waiting.push(resolve));
    try {
      return await work();
    } finally {
      // Who waits takes this place over, so nobody slips in between.
      const next = line.waiting.shift();
      if (next !== undefined) next();
      else if (--line.running === 0) this.#lines.delete(user);
    }
  }
}

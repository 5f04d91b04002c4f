/**
 * A bounded amount of work at once, for which users take turns: whoever has sent a lot waits behind their own.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';

export interface TurnsOptions {
  readonly maxRunning: number;
  readonly maxWaiting: number;
  readonly maxWaitingOfUser: number;
}

interface Waiter {
  start(): void;
  refuse(reason: Error): void;
}

export class Turns {
  readonly #options: TurnsOptions;
  /** By user, whose turn it is first. */
  readonly #lines = new Map<number, Waiter[]>();
  #running = 0;
  #waiting = 0;
  #isClosed = false;
  readonly #idle = Promise.withResolvers<void>();

  constructor(options: TurnsOptions) {
    this.#options = options;
  }

  /** Runs `work` when it is its turn. Throws OVERLOADED if too much waits, DRAINING after close(). */
  async run<T>(user: number, work: () => Promise<T>): Promise<T> {
    if (this.#isClosed) throw closed();
    if (this.#running < this.#options.maxRunning) this.#running++;
    else await this.#wait(user);
    try {
      return await work();
    } finally {
      // The next one takes over this place, so nobody gets in between.
      const next = this.#next();
      if (next !== undefined) next.start();
      else if (--this.#running === 0 && this.#isClosed) this.#idle.resolve();
    }
  }

  /** Refuses what waits. Resolves when nothing runs any more. Idempotent. */
  close(): Promise<void> {
    this.#isClosed = true;
    for (const line of this.#lines.values()) for (const waiter of line) waiter.refuse(closed());
    this.#lines.clear();
    this.#waiting = 0;
    if (this.#running === 0) this.#idle.resolve();
    return this.#idle.promise;
  }

  #wait(user: number): Promise<void> {
    const { maxWaiting, maxWaitingOfUser } = this.#options;
    const line = this.#lines.get(user) ?? [];
    if (this.#waiting >= maxWaiting || line.length >= maxWaitingOfUser)
      throw new PosthornError('OVERLOADED', 'too many files are being looked at', { retryAfterMs: 5000 });
    return new Promise<void>((resolve, reject) => {
      line.push({ start: resolve, refuse: reject });
      this.#lines.set(user, line);
      this.#waiting++;
    });
  }

  #next(): Waiter | undefined {
    for (const [user, line] of this.#lines) {
      const waiter = line.shift();
      // To the end of the round.
      this.#lines.delete(user);
      if (line.length > 0) this.#lines.set(user, line);
      if (waiter === undefined) continue;
      this.#waiting--;
      return waiter;
    }
    return undefined;
  }
}

function closed(): PosthornError {
  return new PosthornError('DRAINING', 'this server is going down');
}

/**
 * Work for users, a bounded amount at once, of which each user gets a small part: whoever has slow work, or a lot, waits
 * behind their own.
 *
 * @module
 */

export interface JobsOptions {
  readonly maxRunning: number;
  readonly maxRunningOfUser: number;
  /** Beyond it, jobs are dropped. */
  readonly maxWaitingOfUser: number;
  readonly maxWaiting: number;
}

/** Must not reject. */
type Job = () => Promise<void>;

interface Line {
  running: number;
  readonly waiting: Job[];
}

/** `User`: whatever tells the lines apart, of which each gets a small part. */
export class Jobs<User = number> {
  readonly #options: JobsOptions;
  /** Users with jobs, whose turn it is first. */
  readonly #lines = new Map<User, Line>();
  #running = 0;
  #waiting = 0;
  #isClosed = false;
  readonly #idlers: (() => void)[] = [];
  readonly #idle = Promise.withResolvers<void>();

  constructor(options: JobsOptions) {
    this.#options = options;
  }

  /** How many could be added, if each user had few. */
  get room(): number {
    return this.#isClosed ? 0 : this.#options.maxWaiting - this.#waiting;
  }

  /** False: it was dropped, because too much waits, or after close(). */
  add(user: User, job: Job): boolean {
    const { maxWaiting, maxWaitingOfUser } = this.#options;
    const line = this.#lines.get(user) ?? { running: 0, waiting: [] };
    if (this.#isClosed || this.#waiting >= maxWaiting || line.waiting.length >= maxWaitingOfUser)
      return false;
    line.waiting.push(job);
    this.#waiting++;
    this.#lines.set(user, line);
    this.#startMore();
    return true;
  }

  /** Resolves when nothing runs or waits. */
  idle(): Promise<void> {
    if (this.#running === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idlers.push(resolve));
  }

  /** Drops what waits. Resolves when nothing runs any more. Idempotent. */
  close(): Promise<void> {
    this.#isClosed = true;
    for (const { waiting } of this.#lines.values()) waiting.length = 0;
    this.#waiting = 0;
    if (this.#running === 0) this.#idle.resolve();
    return this.#idle.promise;
  }

  #startMore(): void {
    const { maxRunning, maxRunningOfUser } = this.#options;
    for (const [user, line] of this.#lines) {
      if (this.#running >= maxRunning) return;
      if (line.running >= maxRunningOfUser) continue;
      const job = line.waiting.shift();
      if (job === undefined) continue;
      this.#waiting--;
      this.#running++;
      line.running++;
      // To the end of the round.
      this.#lines.delete(user);
      this.#lines.set(user, line);
      // Jobs do not reject.
      void job().then(() => this.#ended(user, line));
    }
  }

  #ended(user: User, line: Line): void {
    this.#running--;
    line.running--;
    if (line.running === 0 && line.waiting.length === 0) this.#lines.delete(user);
    if (this.#isClosed && this.#running === 0) this.#idle.resolve();
    this.#startMore();
    if (this.#running === 0) for (const resolve of this.#idlers.splice(0)) resolve();
  }
}

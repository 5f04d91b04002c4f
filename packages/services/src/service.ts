/**
 * A service of a cluster (a database, NATS) that belongs to whoever started it: in a temporary directory, on a free
 * port of the loopback, gone when it is removed.
 *
 * @module
 */

export interface PrivateService {
  /** Where clients reach it; the same over restarts. */
  readonly url: string;
  /** The main process; 0 while it is not running. */
  readonly pid: number;
  /** Starts it again on the same data and port. Resolves when it answers. Rejects with what it printed. */
  start(): Promise<void>;
  /** Ends it well. Idempotent. */
  stop(): Promise<void>;
  /** SIGKILL, without a chance to clean up: a crash. Resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGSTOP to all of its processes: it hangs and its connections stay open. */
  pause(): void;
  /** SIGCONT. */
  resume(): void;
  /** Ends it and removes its data. Idempotent. */
  remove(): Promise<void>;
}

/** The program that such a service needs is not installed; the message says how to install it. */
export class MissingProgramError extends Error {
  override readonly name = 'MissingProgramError';
}

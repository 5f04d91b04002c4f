/**
 * What protocols still have to tell the routers of connections that have ended, such as that a client is lost. It is repeated
 * while no router can be asked.
 *
 * @module
 */
import { toPosthornError } from '@posthorn/protocol';
import type { Reply, Request } from '@posthorn/protocol';
import { pause } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { Connection } from './connection.ts';

export interface LastWordsOptions {
  readonly clock: Clock;
  readonly ask: (connection: Connection, request: Request) => Promise<Reply>;
  /** All is told of this connection, or never will be. */
  readonly onTold: (connection: Connection) => void;
}

const RETRY_MS = 2000;
/** Of one request. */
const LONGEST_MS = 300_000;

export class LastWords {
  readonly #options: LastWordsOptions;
  /** What waits for the request that is under way. */
  readonly #waiting = new Map<Connection, Request[]>();
  readonly #over = new AbortController();

  constructor(options: LastWordsOptions) {
    this.#options = options;
  }

  /** Asks at once, or when what was to be told before is answered. */
  tell(connection: Connection, request: Request): void {
    const waiting = this.#waiting.get(connection);
    if (waiting !== undefined) {
      waiting.push(request);
      return;
    }
    this.#waiting.set(connection, []);
    void this.#tellAll(connection, request);
  }

  has(connection: Connection): boolean {
    return this.#waiting.has(connection);
  }

  /** Repeats nothing any more. Idempotent. */
  close(): void {
    this.#over.abort();
  }

  /** Never rejects. */
  async #tellAll(connection: Connection, first: Request): Promise<void> {
    for (let request: Request | undefined = first; request !== undefined;) {
      await this.#tell(connection, request);
      request = this.#waiting.get(connection)?.shift();
    }
    this.#waiting.delete(connection);
    this.#options.onTold(connection);
  }

  async #tell(connection: Connection, request: Request): Promise<void> {
    const { clock, ask } = this.#options;
    const until = clock.monotonic() + LONGEST_MS;
    for (;;) {
      try {
        await ask(connection, request);
        return;
      } catch (caught) {
        const { canRetry, retryAfterMs } = toPosthornError(caught);
        if (!canRetry || clock.monotonic() >= until) return;
        await pause(clock, Math.max(retryAfterMs, RETRY_MS), this.#over.signal);
        if (this.#over.signal.aborted) return;
      }
    }
  }
}

/**
 * Counts bytes that the server has not taken yet. A socket has no bound of its own: while the server hangs, everything
 * written waits in memory. A ping after a fixed number of bytes shows how far the server has come.
 *
 * @module
 */

const PROBE_BYTES = 256 * 1024;

export class Unconfirmed {
  /** Resolves when the server has handled everything written before. */
  readonly #ping: () => Promise<void>;
  #queued = 0;
  #written = 0;
  #confirmed = 0;
  #isProbing = false;
  #life = 0;

  constructor(ping: () => Promise<void>) {
    this.#ping = ping;
  }

  get bytes(): number {
    return this.#queued - this.#confirmed;
  }

  queued(bytes: number): void {
    this.#queued += bytes;
  }

  written(bytes: number): void {
    this.#written += bytes;
    if (!this.#isProbing && this.#written - this.#confirmed > PROBE_BYTES) void this.#probe();
  }

  /** The connection broke, and everything in flight is lost. */
  reset(): void {
    this.#life++;
    this.#isProbing = false;
    this.#queued = this.#written = this.#confirmed = 0;
  }

  async #probe(): Promise<void> {
    const [life, covered] = [this.#life, this.#written];
    this.#isProbing = true;
    try {
      await this.#ping();
    } catch {
      // The connection broke; reset() follows.
      return;
    }
    if (life !== this.#life) return;
    this.#confirmed = covered;
    this.#isProbing = false;
    this.written(0);
  }
}

/**
 * How much of a file goes into one request: about a second's worth, so that progress is seen, little is repeated after a loss, and a
 * fast line is used.
 *
 * @module
 */
const LEAST = 64 * 1024;
const FIRST = 256 * 1024;
/** Bounds memory too: a chunk is in memory as a whole. */
const MOST = 8 * 1024 * 1024;
const FAST_MS = 500;
const SLOW_MS = 2000;

export class Chunk {
  #bytes = FIRST;

  get bytes(): number {
    return this.#bytes;
  }

  took(ms: number): void {
    if (ms < FAST_MS) this.#bytes = Math.min(MOST, this.#bytes * 2);
    else if (ms > SLOW_MS) this.failed();
  }

  failed(): void {
    this.#bytes = Math.max(LEAST, this.#bytes / 2);
  }
}

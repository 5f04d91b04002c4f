/**
 * Which interactions this process has heard of: a push may come twice (promise 11), and the server gives an interaction to the same
 * connection as often as it asks.
 *
 * @module
 */

/** More than a bot hears of in the 15 minutes for which an interaction lives would be more than it may answer. */
const MOST = 10_000;

export class SeenInteractions {
  readonly #ids = new Set<number>();
  readonly #most: number;

  constructor(most: number = MOST) {
    this.#most = most;
  }

  /** Whether it was not heard of before, or is forgotten since. Beyond the bound the oldest ones are. */
  isNew(id: number): boolean {
    if (this.#ids.has(id)) return false;
    this.#ids.add(id);
    const [oldest] = this.#ids;
    if (this.#ids.size > this.#most && oldest !== undefined) this.#ids.delete(oldest);
    return true;
  }
}

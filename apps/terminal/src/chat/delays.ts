/**
 * What this chat does later, if it is still open then.
 *
 * @module
 */
export class Delays {
  readonly #timers = new Set<NodeJS.Timeout>();

  /** How many wait. */
  get size(): number {
    return this.#timers.size;
  }

  add(delayMs: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, delayMs);
    this.#timers.add(timer);
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}

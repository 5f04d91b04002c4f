/**
 * Waiting for something to become true, without guessing how long it takes.
 *
 * @module
 */

/** Resolves when `isTrue` is, looking again at each `changed()`. The test runner's timeout bounds it. */
export class Condition {
  readonly #waiting = new Set<() => void>();

  /** Something may have become true. */
  changed(): void {
    for (const look of this.#waiting) look();
  }

  until(isTrue: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!isTrue()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }
}

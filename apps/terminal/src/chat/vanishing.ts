/**
 * Messages that vanish: told of when their time has come, also while there is no connection.
 *
 * @module
 */
import type { Incoming } from '@posthorn/client';

const CHECK_MS = 1000;

export class Vanishing {
  readonly #onVanish: (message: Incoming) => void;
  readonly #waiting = new Map<string, Incoming>();
  #timer: NodeJS.Timeout | undefined;

  constructor(onVanish: (message: Incoming) => void) {
    this.#onVanish = onVanish;
  }

  /** A message as it is shown now. */
  watch(message: Incoming): void {
    const place = `${message.conversation}/${message.seq}`;
    if ((message.state?.vanishesAt ?? 0) === 0 || message.content.kind?.case === 'recalled') {
      this.#waiting.delete(place);
      return;
    }
    this.#waiting.set(place, message);
    this.#timer ??= setInterval(() => this.#check(), CHECK_MS);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#waiting.clear();
  }

  #check(): void {
    for (const [place, message] of this.#waiting) {
      if ((message.state?.vanishesAt ?? 0) > Date.now()) continue;
      this.#waiting.delete(place);
      this.#onVanish(message);
    }
    if (this.#waiting.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

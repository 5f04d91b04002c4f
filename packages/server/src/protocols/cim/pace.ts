/**
 * The beat at which CIM's clients are given frames. One timer serves all connections of a gateway, and runs only while
 * somebody waits.
 *
 * @module
 */
import type { Clock } from '../../clock.ts';

/**
 * CIM's client hands each frame to a pool of threads. Its terminal application has one thread and a queue of 10, and
 * drops what does not fit; its SDK has 10 threads, which swap frames that come together. A frame is handled within
 * milliseconds, so this leaves room for a pause of a tenth of a second.
 */
const BEAT_MS = 10;

/** Called at each beat, until it returns false. */
export type OnBeat = () => boolean;

export class Pace {
  readonly #clock: Clock;
  readonly #waiting = new Set<OnBeat>();
  #isRunning = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls at the next beat, which may be due at once, and at the beats after it. */
  join(onBeat: OnBeat): void {
    this.#waiting.add(onBeat);
    this.#run();
  }

  /** Calls after this turn of the event loop. */
  afterTurn(run: () => void): void {
    this.#clock.afterTurn(run);
  }

  #run(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#clock.after(BEAT_MS, () => {
      this.#isRunning = false;
      for (const onBeat of this.#waiting) if (!onBeat()) this.#waiting.delete(onBeat);
      if (this.#waiting.size > 0) this.#run();
    });
  }
}

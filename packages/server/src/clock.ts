/**
 * Time and chance, passed in so that tests and simulations decide them.
 *
 * @module
 */

/** Cancels a timer. Idempotent. */
export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Wall clock, Unix ms. For people; it may jump. */
  now(): number;
  /** Ms from some start; never goes back. For durations. */
  monotonic(): number;
  /** Runs once after `delayMs`. Does not keep the process alive. */
  after(delayMs: number, run: () => void): Timer;
  /** Runs after this turn of the event loop: when all that promises have to do now is done. In the order of the calls. */
  afterTurn(run: () => void): void;
}

export interface Random {
  /** `count` unpredictable bytes. */
  bytes(count: number): Uint8Array;
  /** Uniform in [0, 1); need not be unpredictable. */
  unit(): number;
}

/**
 * Time and randomness, passed in so that tests and simulations control them.
 *
 * @module
 */

/** Cancels a timer. Idempotent. */
export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Wall clock in Unix ms. For display; it may jump. */
  now(): number;
  /** Monotonic ms from an arbitrary start. For durations. */
  monotonic(): number;
  /** Runs once after `delayMs`. Does not keep the process alive. */
  after(delayMs: number, run: () => void): Timer;
  /** Runs after this turn of the event loop, when all pending promise callbacks have run. In the order of the calls. */
  afterTurn(run: () => void): void;
}

export interface Random {
  /** `count` unpredictable bytes. */
  bytes(count: number): Uint8Array;
  /** Uniform in [0, 1); need not be unpredictable. */
  unit(): number;
}

/** Resolves after `ms`, by this clock, or as soon as `signal` aborts. Never rejects. */
export async function pause(clock: Pick<Clock, 'after'>, ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted === true) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const wake = (): void => resolve();
  const timer = clock.after(ms, wake);
  signal?.addEventListener('abort', wake, { once: true });
  await promise;
  timer.cancel();
  signal?.removeEventListener('abort', wake);
}

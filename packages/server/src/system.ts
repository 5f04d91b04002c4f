/**
 * The real clock and randomness.
 *
 * @module
 */
import { getRandomValues } from 'node:crypto';
import type { Clock, Random } from './clock.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
  afterTurn: (run) => void setImmediate(run),
};

export const systemRandom: Random = {
  bytes: (count) => getRandomValues(new Uint8Array(count)),
  unit: () => Math.random(),
};

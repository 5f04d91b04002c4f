/**
 * The wall clock of a device: it starts wrong, and somebody sets it now and then. All of it is known beforehand, so it takes
 * no task of its own and leaves everything else about a seed as it is.
 *
 * @module
 */
import type { Chance } from './chance.ts';
import { BEGINNING } from './process-clock.ts';

/** What the clock is set by (ms), and when (virtual ms). */
export interface ClockStep {
  readonly at: number;
  readonly byMs: number;
}

const HOUR_MS = 3_600_000;
const LATEST_MS = 20_000;

/** How far it is off at the start, and one step, which more often goes back: what waits for a time then waits longer. */
export function drawClock(chance: Chance): readonly ClockStep[] {
  return [
    { at: 0, byMs: chance.pick([-2 * HOUR_MS, 0, 2 * HOUR_MS]) },
    {
      at: chance.int(1, LATEST_MS),
      byMs: chance.pick([-2 * HOUR_MS, -2 * HOUR_MS, -5000, 0, 5000, 2 * HOUR_MS]),
    },
  ];
}

/** Unix ms, as the device thinks. */
export function wallClock(steps: readonly ClockStep[], virtualMs: number): number {
  const passed = steps.filter(({ at }) => at <= virtualMs);
  return passed.reduce((time, { byMs }) => time + byMs, BEGINNING + virtualMs);
}

/**
 * The schedule of faults, decided only by the seed, before anything runs.
 *
 * @module
 */
import type { Dice } from './dice.ts';
import type { Fault } from './faults/fault.ts';

export interface Step {
  readonly fault: Fault;
  /** Quiet time before it. */
  readonly gapMs: number;
  readonly lengthMs: number;
  /** The name of its own random sequence. */
  readonly name: string;
}

export interface Plan {
  /** Lanes run side by side; the steps of a lane one after the other. */
  readonly lanes: readonly (readonly Step[])[];
}

const OVERHEAD_MS = 900;
const GAP_MS = [100, 1500] as const;
const LEAST_SCALE = 0.15;

/**
 * Every fault comes once before any comes again. Lengths and gaps fit into the time if there is enough. With 0 ms
 * every fault comes once, as short as possible.
 */
export function plan(faults: readonly Fault[], totalMs: number, dice: Dice): Plan {
  const lanes = (['system', 'network'] as const).map((lane) => {
    const theirs = faults.filter((fault) => fault.lane === lane);
    return theirs.length === 0 ? [] : laneOf(theirs, totalMs, dice.fork(lane));
  });
  return { lanes };
}

function laneOf(faults: readonly Fault[], totalMs: number, dice: Dice): readonly Step[] {
  const longest = faults.reduce((sum, { lengthMs }) => sum + lengthMs[1] + GAP_MS[1], 0);
  const overhead = faults.reduce((sum, fault) => sum + overheadOf(fault), 0);
  const fitting = Math.min(1, (totalMs - overhead) / longest);
  const steps: Step[] = [];
  for (let usedMs = 0, round = 0; round === 0 || usedMs < totalMs; round++) {
    for (const fault of dice.shuffle(faults)) {
      // There is only one backup.
      if (round > 0 && fault.name === 'restore') continue;
      const gapMs = dice.between(...GAP_MS) * Math.max(LEAST_SCALE, fitting);
      const lengthMs = dice.between(...fault.lengthMs) * Math.max(fault.leastScale ?? LEAST_SCALE, fitting);
      steps.push({ fault, gapMs, lengthMs, name: `${fault.name} ${round}` });
      usedMs += gapMs + lengthMs + overheadOf(fault);
    }
    if (faults.every(({ name }) => name === 'restore')) break;
  }
  return steps;
}

function overheadOf({ overheadMs = OVERHEAD_MS }: Fault): number {
  return overheadMs;
}

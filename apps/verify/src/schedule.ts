/**
 * Which fault comes when: decided by the seed alone, before anything runs.
 *
 * @module
 */
import type { Dice } from './dice.ts';
import type { Fault } from './faults/fault.ts';

export interface Step {
  readonly fault: Fault;
  /** Of quiet before it. */
  readonly gapMs: number;
  readonly lengthMs: number;
  /** Names its own sequence of chances. */
  readonly name: string;
}

export interface Plan {
  /** Run side by side; the steps of each come one after the other. */
  readonly lanes: readonly (readonly Step[])[];
}

/** What mending takes beside the fault itself, such as starting a server. */
const OVERHEAD_MS = 900;
const GAP_MS = [100, 1500] as const;
/** Faults are not pressed into less than this share of their length. */
const LEAST_SCALE = 0.15;

/** Every fault once before any comes again; lengths and gaps fit the time, when there is enough of it. */
export function plan(faults: readonly Fault[], totalMs: number, dice: Dice): Plan {
  const lanes = (['system', 'network'] as const).map((lane) => {
    const theirs = faults.filter((fault) => fault.lane === lane);
    return theirs.length === 0 ? [] : laneOf(theirs, totalMs, dice.fork(lane));
  });
  return { lanes };
}

function laneOf(faults: readonly Fault[], totalMs: number, dice: Dice): readonly Step[] {
  const longest = faults.reduce((sum, { lengthMs }) => sum + lengthMs[1] + GAP_MS[1], 0);
  const free = totalMs - faults.length * OVERHEAD_MS;
  const scale = Math.min(1, Math.max(LEAST_SCALE, free / longest));
  const steps: Step[] = [];
  for (let usedMs = 0, round = 0; usedMs < totalMs; round++) {
    for (const fault of dice.shuffle(faults)) {
      // The backup is of one moment.
      if (round > 0 && fault.name === 'restore') continue;
      const gapMs = dice.between(...GAP_MS) * scale;
      const lengthMs = dice.between(...fault.lengthMs) * scale;
      steps.push({ fault, gapMs, lengthMs, name: `${fault.name} ${round}` });
      usedMs += gapMs + lengthMs + OVERHEAD_MS;
    }
    if (faults.every(({ name }) => name === 'restore')) break;
  }
  return steps;
}

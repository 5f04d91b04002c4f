/**
 * Runs many seeds, one after the other.
 *
 * @module
 */
import { Chance } from './chance.ts';
import { drawPlan } from './plan.ts';
import type { Plan } from './plan.ts';
import { openDatabase, play } from './play.ts';
import type { Outcome, PlayOptions } from './play.ts';
import type { Shape } from './setting.ts';

export interface Totals {
  seeds: number;
  tasks: number;
  virtualMs: number;
  sent: number;
  acked: number;
  failed: number;
  handed: number;
}

export interface Failure {
  readonly plan: Plan;
  readonly outcome: Outcome;
}

export interface SimulateOptions extends PlayOptions {
  readonly from: number;
  /** Undefined: until `isOver()`. */
  readonly seeds?: number;
  readonly isOver?: () => boolean;
  /** Undefined: the seed chooses. */
  readonly shape?: Shape | undefined;
  /** Called for each failure. Return true to continue. */
  readonly onFailure: (failure: Failure) => boolean | Promise<boolean>;
  readonly onProgress?: (totals: Totals) => void;
}

/** The plan of a seed. Without `shape` the seed chooses the shape. */
export function planOf(seed: number | string, shape?: Shape): Plan {
  return drawPlan(String(seed), (name) => new Chance(name), shape);
}

export async function simulate(options: SimulateOptions): Promise<Totals> {
  const { from, seeds = Infinity, isOver = () => false, onFailure, onProgress } = options;
  const totals: Totals = { seeds: 0, tasks: 0, virtualMs: 0, sent: 0, acked: 0, failed: 0, handed: 0 };
  const database = openDatabase(options.sabotage);
  while (totals.seeds < seeds && !isOver()) {
    const plan = planOf(from + totals.seeds, options.shape);
    const outcome = await play(plan, { ...options, database });
    add(totals, outcome);
    onProgress?.(totals);
    if (outcome.violation !== undefined && !(await onFailure({ plan, outcome }))) break;
  }
  database.close();
  return totals;
}

function add(totals: Totals, { tasks, virtualMs, counts }: Outcome): void {
  totals.seeds++;
  totals.tasks += tasks;
  totals.virtualMs += virtualMs;
  totals.sent += counts.sent;
  totals.acked += counts.acked;
  totals.failed += counts.failed;
  totals.handed += counts.handed;
}

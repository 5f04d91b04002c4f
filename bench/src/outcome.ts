/**
 * The result of a scenario, with its floor from the same run.
 *
 * @module
 */
import type { Chart } from './report/chart.ts';

/** Everything that one scenario measured. */
export interface Outcome {
  /** The first one is the headline figure of the scenario. */
  readonly results: readonly [Result, ...Result[]];
  /** For the HTML report. */
  readonly charts: readonly Chart[];
}

/** One figure. `ratio` is figure ÷ floor: for memory and time less is better, for rates more. */
export interface Result {
  /** What the figure measures, for display. */
  readonly what: string;
  readonly figure: number;
  readonly unit: string;
  readonly floor?: number | undefined;
  /** What the floor is, for display. */
  readonly floorName?: string | undefined;
  readonly targets?: readonly Target[];
  /** Further numbers of the same measurement. */
  readonly detail?: Readonly<Record<string, number | string>>;
}

/** A target: a bound on the figure, or on its ratio to the floor. */
export type Target =
  | { readonly atMost: number }
  | { readonly atLeast: number }
  | { readonly ratioAtLeast: number }
  | { readonly ratioAtMost: number };

/** Rounds for printing: three significant digits, integers above 1000. */
export function rounded(value: number): number {
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3));
}

/** figure ÷ floor; undefined without a floor. */
export function ratioOf({ figure, floor }: Result): number | undefined {
  return floor === undefined || floor === 0 ? undefined : figure / floor;
}

/** Whether the target was reached. A ratio without a floor never is. */
export function isReached(result: Result, target: Target): boolean {
  const ratio = ratioOf(result);
  if ('atMost' in target) return result.figure <= target.atMost;
  if ('atLeast' in target) return result.figure >= target.atLeast;
  if (ratio === undefined) return false;
  return 'ratioAtLeast' in target ? ratio >= target.ratioAtLeast : ratio <= target.ratioAtMost;
}

/** The target in words: `≥ 0.6 × floor`. */
export function describeTarget(target: Target): string {
  if ('atMost' in target) return `≤ ${target.atMost}`;
  if ('atLeast' in target) return `≥ ${target.atLeast}`;
  return 'ratioAtLeast' in target ? `≥ ${target.ratioAtLeast} × floor` : `≤ ${target.ratioAtMost} × floor`;
}

/**
 * What a scenario found out, beside its floor from the same run.
 *
 * @module
 */

/** One figure. `ratio` is figure ÷ floor; for memory less is better, for rates more. */
export interface Result {
  readonly scenario: string;
  /** What the figure measures, for a person. */
  readonly what: string;
  readonly figure: number;
  readonly unit: string;
  readonly floor: number | undefined;
  /** What the floor is, for a person. */
  readonly floorName: string | undefined;
  readonly target: Target | undefined;
  /** Further numbers of the same measurement. */
  readonly detail: Readonly<Record<string, number | string>>;
}

/** What we want to reach: an absolute bound on the figure, or one on the ratio to the floor. */
export type Target =
  | { readonly atMost: number }
  | { readonly atLeast: number }
  | { readonly ratioAtLeast: number };

/** Rounds for printing: three significant digits, integers above 1000. */
export function rounded(value: number): number {
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3));
}

/** figure ÷ floor; undefined without a floor. */
export function ratioOf(result: Result): number | undefined {
  return result.floor === undefined || result.floor === 0 ? undefined : result.figure / result.floor;
}

/** Whether the target was reached; undefined when the scenario has none. */
export function isReached(result: Result): boolean | undefined {
  const target = result.target;
  if (target === undefined) return undefined;
  if ('atMost' in target) return result.figure <= target.atMost;
  if ('atLeast' in target) return result.figure >= target.atLeast;
  return (ratioOf(result) ?? 0) >= target.ratioAtLeast;
}

/** The one line of JSON that a scenario ends with. */
export function toJsonLine(result: Result): string {
  const ratio = ratioOf(result);
  return JSON.stringify({
    scenario: result.scenario,
    what: result.what,
    figure: rounded(result.figure),
    unit: result.unit,
    floor: result.floor === undefined ? null : rounded(result.floor),
    ratio: ratio === undefined ? null : rounded(ratio),
    target: result.target ?? null,
    reached: isReached(result) ?? null,
    ...result.detail,
  });
}

/** One result as lines for a person. */
export function toText(result: Result): string {
  const ratio = ratioOf(result);
  const beside =
    ratio === undefined ? '' : `  = ${rounded(ratio)} × ${result.floorName} (${rounded(result.floor ?? 0)})`;
  const reached = isReached(result);
  const verdict = reached === undefined ? '' : reached ? '  [reached]' : '  [NOT reached]';
  const target = result.target === undefined ? '' : `  target ${describeTarget(result.target)}`;
  const details = Object.entries(result.detail).map(([name, value]) => `${name} ${value}`);
  const tail = details.length === 0 ? '' : `\n    ${details.join(' · ')}`;
  return `${result.what}: ${rounded(result.figure)} ${result.unit}${beside}${target}${verdict}${tail}`;
}

function describeTarget(target: Target): string {
  if ('atMost' in target) return `≤ ${target.atMost}`;
  if ('atLeast' in target) return `≥ ${target.atLeast}`;
  return `≥ ${target.ratioAtLeast} × floor`;
}

/**
 * Outcomes as text, and as one line of JSON per scenario.
 *
 * @module
 */
import { describeTarget, isReached, ratioOf, rounded } from './outcome.ts';
import type { Outcome, Result } from './outcome.ts';

/** How a scenario was run. Targets are only judged at full size. */
export interface RunInfo {
  readonly scenario: string;
  readonly seconds: number;
  readonly scale: number;
  readonly node: string;
  /** How server and load shared the machine. */
  readonly cores: string;
}

/** A scenario with its outcome. */
export interface Ran {
  readonly run: RunInfo;
  readonly outcome: Outcome;
}

/** The line of JSON for a scenario: its headline, then all its other figures. */
export function toJsonLine(run: RunInfo, { results }: Outcome): string {
  const [headline, ...more] = results.map((result) => asJson(result, run));
  return JSON.stringify({
    scenario: run.scenario,
    ...headline,
    more,
    seconds: run.seconds,
    scale: run.scale,
    node: run.node,
    cores: run.cores,
  });
}

function asJson(result: Result, run: RunInfo): object {
  const ratio = ratioOf(result);
  return {
    figure: rounded(result.figure),
    unit: result.unit,
    floor: result.floor === undefined ? null : rounded(result.floor),
    ratio: ratio === undefined ? null : rounded(ratio),
    what: result.what,
    floorName: result.floorName ?? null,
    targets: (result.targets ?? []).map((target) => ({
      target: describeTarget(target),
      reached: isJudged(run) ? isReached(result, target) : null,
    })),
    detail: result.detail ?? {},
  };
}

/** A scenario as lines of text. */
export function toText(run: RunInfo, { results }: Outcome): string {
  return `${run.scenario}\n${results.map((result) => indented(result, run)).join('')}`;
}

function indented(result: Result, run: RunInfo): string {
  const lines = [`  ${result.what}: ${rounded(result.figure)} ${result.unit}`];
  const ratio = ratioOf(result);
  if (ratio !== undefined) {
    lines.push(`    = ${rounded(ratio)} × ${rounded(result.floor ?? 0)}, ${result.floorName ?? 'its floor'}`);
  }
  for (const target of result.targets ?? []) {
    lines.push(`    target ${describeTarget(target)}: ${verdict(run, isReached(result, target))}`);
  }
  const details = Object.entries(result.detail ?? {}).map(([name, value]) => `${name} ${value}`);
  if (details.length > 0) lines.push(`    ${details.join(' · ')}`);
  return `${lines.join('\n')}\n`;
}

/** `reached`, `NOT reached`, or why the target was not judged. */
export function verdict(run: RunInfo, hasReached: boolean): string {
  if (!isJudged(run)) return `not judged at ${run.scale} of the size`;
  return hasReached ? 'reached' : 'NOT reached';
}

function isJudged({ scale }: RunInfo): boolean {
  return scale === 1;
}

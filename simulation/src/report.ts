/**
 * The report of a failure.
 *
 * @module
 */
import type { Plan } from './plan.ts';
import type { Outcome } from './play.ts';
import type { Rest } from './shrink.ts';

/** Most lines of the trace that are shown. */
const MAX_LINES = 60;
/** Lines that always matter. */
const ALWAYS = /VIOLATION|(node|gateway|router) \d|goes back|trouble ends|is away|is full|clock/;

export function report(plan: Plan, rest: Rest, outcome: Outcome): string {
  const { violation, lines } = outcome;
  if (violation === undefined) return `seed ${plan.seed}: every promise held`;
  const relevant = lines.filter(
    (line) => ALWAYS.test(line) || violation.about.some((word) => hasWord(line, word)),
  );
  const shown = relevant.slice(-MAX_LINES);
  return [
    `Seed ${plan.seed} breaks promise ${violation.message}`,
    '',
    `${rest.steps.length} of its ${plan.steps.length} steps are enough:`,
    ...rest.steps.map((index) => `  ${index}: ${JSON.stringify(plan.steps[index])}`),
    '',
    shown.length < lines.length
      ? `What of the trace is about it (${shown.length} of ${lines.length} lines):`
      : 'The trace:',
    ...shown,
    '',
    `Replay: npm run simulate -- ${replayArguments(plan, rest)}`,
  ].join('\n');
}

export function replayArguments(plan: Plan, { steps, without }: Rest): string {
  const parts = [`--seed ${plan.seed}`, `--shape ${plan.setting.shape}`];
  if (steps.length < plan.steps.length) parts.push(`--steps ${steps.join(',')}`);
  if (without.length > 0) parts.push(`--without ${without.join(',')}`);
  return parts.join(' ');
}

/** Matches whole words: "c12/3" does not contain the word `c1`. */
function hasWord(line: string, word: string): boolean {
  for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + 1)) {
    const after = line[at + word.length];
    if (after === undefined || !/[\w-]/.test(after)) return true;
  }
  return false;
}

/**
 * The result as text.
 *
 * @module
 */
import type { CheckResult, Violation } from './checks/all.ts';
import type { Entry } from './history.ts';
import type { Ledger } from './ledger.ts';
import { shrink } from './shrink.ts';

/** How many violations are shown with their piece of history; the rest is counted. */
const MAX_SHOWN = 3;
const MAX_LINES = 30;
const MAX_TEXT_CHARS = 100;

export function report(
  ledger: Ledger,
  results: readonly CheckResult[],
  { again, devices }: { readonly again: string; readonly devices: number },
): string {
  const lines = [
    '',
    `  sent ${number(ledger.sent)}   acked ${number(ledger.acked)}   refused ${number(ledger.failed)}   unknown ${number(ledger.unknown)}`,
    `  changed: ${changesLine(ledger)}`,
    `  handed to applications ${number(ledger.handed)} times, on ${devices} devices`,
    '',
    ...faultLines(ledger),
    ...recoveryLines(ledger),
    '',
    ...results.map(checkLine),
    '',
    ...Object.entries(ledger.violations).map(([kind, count]) => `  ${kind.padEnd(12)} ${number(count)}`),
    '',
  ];
  const broken = results.filter(({ violations }) => violations.length > 0);
  if (broken.length === 0) return [...lines, '  Every promise was kept.', '', ''].join('\n');
  const shown = broken.flatMap(({ violations }) => violations.slice(0, 1)).slice(0, MAX_SHOWN);
  for (const violation of shown) lines.push(...violationLines(violation), '');
  return [...lines, `  A promise was broken. To try it again: ${again}`, '', ''].join('\n');
}

function changesLine({ changes: { edit, recall, reaction, vote } }: Ledger): string {
  return `${number(edit)} edits, ${number(recall)} recalls, ${number(reaction)} reactions, ${number(vote)} votes`;
}

function faultLines({ faults }: Ledger): readonly string[] {
  return faults.map(({ name, count, skipped }) =>
    count > 0 ? `  ${String(count).padStart(4)} × ${name}` : `     – ${name}: skipped, ${skipped}`,
  );
}

function recoveryLines({ recoveries }: Ledger): readonly string[] {
  const line = (what: string, ms: number | undefined): readonly string[] =>
    ms === undefined ? [] : [`  ${what}: ${(ms / 1000).toFixed(1)} s at most`];
  const lines = [
    ...line('sends flow again after the database is back', recoveries.database),
    ...line('a lost last push is repaired', recoveries['last-push']),
  ];
  return lines.length === 0 ? [] : ['', ...lines];
}

function checkLine({ check, looked, violations }: CheckResult): string {
  const mark = violations.length > 0 ? '✗' : looked === 0 ? '·' : '✓';
  const count = violations.length > 0 ? `${number(violations.length)} of ${number(looked)}` : number(looked);
  return `  ${mark} ${check.claim} (${count})`;
}

/** A violation, with the shortest piece of history that shows it. */
export function violationLines(violation: Violation): readonly string[] {
  const { check, sentence } = violation;
  const entries = shrink(violation);
  const [head, tail] =
    entries.length <= MAX_LINES ? [entries, []] : [entries.slice(0, MAX_LINES - 5), entries.slice(-4)];
  const left = entries.length - head.length - tail.length;
  return [
    `  ✗ ${check.name} (promise ${check.promises.join(', ')}): ${sentence}`,
    ...head.map(entryLine),
    ...(left > 0 ? [`      … ${left} more …`] : []),
    ...tail.map(entryLine),
  ];
}

function entryLine({ at, n: _, ...fact }: Entry): string {
  const text = JSON.stringify(fact, (_key, value: unknown) =>
    typeof value === 'string' && value.length > MAX_TEXT_CHARS ? `${value.slice(0, MAX_TEXT_CHARS)}…` : value,
  );
  return `      ${(at / 1000).toFixed(3).padStart(8)} ${text.slice(0, 400)}`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}

/**
 * `npm run simulate`: searches for a seed that breaks a promise, and shows the shortest plan that does.
 *
 * @module
 */
import { randomInt } from 'node:crypto';
import { parseArguments, USAGE } from './arguments.ts';
import type { Arguments } from './arguments.ts';
import { play } from './play.ts';
import { report } from './report.ts';
import { everything, reduced, shrink } from './shrink.ts';
import { planOf, simulate } from './simulate.ts';
import type { Failure, Totals } from './simulate.ts';

const DEFAULT_SEEDS = 1000;
const PROGRESS_MS = 500;

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  let options: Arguments;
  try {
    options = parseArguments(argv);
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    return 2;
  }
  if (options.isHelp) {
    console.log(USAGE);
    return 0;
  }
  return options.seed === undefined ? search(options) : replay(options.seed, options);
}

async function replay(seed: string, { shape, steps, without }: Arguments): Promise<number> {
  const plan = planOf(seed, shape);
  const rest = { steps: steps ?? everything(plan).steps, without };
  const outcome = await play(reduced(plan, rest), { isTraced: true });
  console.log(JSON.stringify(reduced(plan, rest).setting));
  for (const line of outcome.lines) console.log(line);
  console.log(`\nfingerprint ${outcome.fingerprint}`);
  if (outcome.violation === undefined) console.log('Every promise held.');
  else console.log(`Broken: promise ${outcome.violation.message}`);
  return outcome.violation === undefined ? 0 : 1;
}

async function search(options: Arguments): Promise<number> {
  const { minutes, shape, goesOn, from = randomInt(2 ** 40) } = options;
  const seeds = options.seeds ?? (minutes === undefined ? DEFAULT_SEEDS : Infinity);
  const deadline = performance.now() + (minutes ?? Infinity) * 60_000;
  console.log(`Seeds from ${from} on.`);
  // Stack traces are only needed when an error matters, and then the run is repeated.
  Error.stackTraceLimit = 0;
  const startedAt = performance.now();
  const progress = progressLine(startedAt);
  const shown = new Map<string, number>();
  const totals = await simulate({
    from,
    seeds,
    shape,
    isOver: () => performance.now() > deadline,
    onProgress: progress,
    onFailure: async (failure) => {
      const rule = failure.outcome.violation?.rule ?? '';
      const count = (shown.get(rule) ?? 0) + 1;
      shown.set(rule, count);
      if (count === 1) await show(failure);
      return goesOn;
    },
  });
  sumUp(totals, performance.now() - startedAt);
  for (const [rule, count] of shown) console.log(`Broken in ${count} seeds: promise ${rule}.`);
  return shown.size === 0 ? 0 : 1;
}

async function show({ plan, outcome }: Failure): Promise<void> {
  Error.stackTraceLimit = 20;
  const { rest } = await shrink(plan, outcome);
  const traced = await play(reduced(plan, rest), { isTraced: true });
  console.log(`\n${report(plan, rest, traced)}\n`);
  Error.stackTraceLimit = 0;
}

function progressLine(startedAt: number): (totals: Totals) => void {
  let last = startedAt;
  return ({ seeds, handed }) => {
    const now = performance.now();
    if (!process.stderr.isTTY || now - last < PROGRESS_MS) return;
    last = now;
    const perMinute = Math.round((seeds / (now - startedAt)) * 60_000);
    process.stderr.write(
      `\r${seeds} seeds, ${handed} messages handed over, ${perMinute} seeds a minute \x1b[K`,
    );
  };
}

function sumUp(totals: Totals, elapsedMs: number): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  const { seeds, sent, acked, failed, handed, virtualMs, tasks } = totals;
  const hours = (virtualMs / 3_600_000).toFixed(1);
  console.log(
    `${seeds} seeds in ${(elapsedMs / 1000).toFixed(1)} s (${Math.round((seeds / elapsedMs) * 60_000)} a minute): ` +
      `${hours} h of virtual time, ${tasks} tasks, ${sent} messages sent, ${acked} acked, ${failed} refused, ${handed} handed over.`,
  );
}

/**
 * The command line of `posthorn bench`.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import type { Scenario } from './scenario.ts';

export interface BenchArguments {
  readonly scenarios: readonly Scenario[];
  readonly seconds: number;
  readonly scale: number;
  readonly isJson: boolean;
  readonly html: string | undefined;
  readonly directory: string;
  readonly profile: string | undefined;
  readonly asksFor: 'run' | 'list' | 'help';
}

/** The message says what is wrong with the command line. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

const OPTIONS = {
  seconds: { type: 'string', default: '5' },
  scale: { type: 'string', default: '1' },
  json: { type: 'boolean', default: false },
  html: { type: 'string' },
  dir: { type: 'string', default: '/var/tmp' },
  profile: { type: 'string' },
  list: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const MAX_SECONDS = 3600;

export function helpText(scenarios: readonly Scenario[]): string {
  return `Usage: posthorn bench [SCENARIO ...] [options]

Measures a server of its own in a temporary directory, each figure beside its floor: what this machine does when it
does nothing else. Without a scenario all of them run, which takes some minutes. The machine should do nothing else.

  --seconds N    How long each measurement takes, without its warm-up; 5 without this option.
  --json         One line of JSON at the end of each scenario.
  --html FILE    A report with charts, in one file.
  --list         The scenarios, a line each.
  --scale F      A fraction of the load's size, above 0 and at most 1, to try out; targets are not judged then.
  --dir DIR      Where the temporary directories are made: on the disk to be measured. /var/tmp without this option.
                 Databases that root starts run as a user of their own, who must be let in there.
  --profile DIR  The server writes CPU profiles there.
  --help         Show this.

Scenarios
${listText(scenarios)}`;
}

export function listText(scenarios: readonly Scenario[]): string {
  const width = Math.max(...scenarios.map(({ name }) => name.length)) + 2;
  return scenarios.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}\n`).join('');
}

/** Throws a UsageError. */
export function parseArguments(argv: readonly string[], known: readonly Scenario[]): BenchArguments {
  const { values, positionals } = parsed(argv);
  return {
    scenarios: positionals.length === 0 ? known : positionals.map((name) => named(name, known)),
    seconds: numberBetween('--seconds', values.seconds, MAX_SECONDS),
    scale: numberBetween('--scale', values.scale, 1),
    isJson: values.json,
    html: values.html,
    directory: values.dir,
    profile: values.profile,
    asksFor: values.help ? 'help' : values.list ? 'list' : 'run',
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    // parseArgs' messages name the option and the problem.
    throw new UsageError(
      `${(error as Error).message.split('. ')[0]}. "posthorn bench --help" lists the options.`,
    );
  }
}

function named(name: string, known: readonly Scenario[]): Scenario {
  const found = known.find((each) => each.name === name);
  if (found !== undefined) return found;
  throw new UsageError(`There is no scenario "${name}": use ${known.map((each) => each.name).join(', ')}.`);
}

function numberBetween(option: string, text: string, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0) || value > most) {
    throw new UsageError(`${option} must be a number above 0 and at most ${most}, and "${text}" is not.`);
  }
  return value;
}

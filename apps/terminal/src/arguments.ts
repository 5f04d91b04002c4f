/**
 * Parses a command line by the command's row in the table.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { COMMON_OPTIONS } from './command.ts';
import type { Arguments, Command, OptionSpec } from './command.ts';
import { UsageError } from './exit-codes.ts';
import { stampOf, timeIn } from './times.ts';

/** Throws a UsageError. */
export function parseArguments(command: Command, argv: readonly string[]): Arguments {
  const specs: Readonly<Record<string, OptionSpec>> = { ...COMMON_OPTIONS, ...command.options };
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, { type, isRepeatable = false }]) => [
      name,
      { type, multiple: isRepeatable },
    ]),
  );
  const { values, positionals } = parsed(command, argv, options);
  const [least, most] = command.positionals;
  const isHelp = values['help'] === true;
  if (!isHelp && (positionals.length < least || positionals.length > most)) {
    const problem =
      positionals.length < least ? 'Something is missing' : `"${positionals[most]}" is too much`;
    throw new UsageError(`${problem}. ${usageOf(command)}`);
  }
  return {
    positionals,
    text(name) {
      const value = values[name];
      return typeof value === 'string' ? value : undefined;
    },
    flag: (name) => values[name] === true,
    all(name) {
      const value = values[name];
      return Array.isArray(value) ? (value as string[]) : [];
    },
    number(name, lowest) {
      const value = values[name];
      if (typeof value !== 'string') return undefined;
      return wholeNumber(value, `--${name}`, lowest);
    },
  };
}

/** A whole number of at least `least`. Throws a UsageError. */
export function wholeNumber(text: string, what: string, least: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < least) {
    throw new UsageError(`${what} must be a whole number of at least ${least}, and "${text}" is not.`);
  }
  return number;
}

function usageOf({ name, usages }: Command): string {
  return `Usage: ${usages.map((usage) => `posthorn ${name} ${usage}`.trim()).join(' | ')}`;
}

function parsed(
  command: Command,
  argv: readonly string[],
  options: Record<string, { type: 'string' | 'boolean'; multiple: boolean }>,
): { readonly values: Readonly<Record<string, unknown>>; readonly positionals: readonly string[] } {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    // parseArgs' messages name the option and the problem.
    const { code, message } = error as NodeJS.ErrnoException;
    const isUnknown = code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' && command.positionals[1] > 0;
    const hint = isUnknown ? ' What begins with "-" and is no option comes last, behind "--".' : '';
    throw new UsageError(`${message.split('. ')[0]}.${hint} ${usageOf(command)}`);
  }
}

/** A time in the future that somebody wrote; see timeIn(). Unix ms. Throws UsageError. */
export function laterTime(text: string): number {
  const now = Date.now();
  const time = timeIn(text, now);
  if (time === undefined)
    throw new UsageError(`"${text}" is no time: write 2026-12-24T18:00, or +10m, +2h, +1d.`);
  if (time < now) throw new UsageError(`${stampOf(time)} has passed.`);
  return time;
}

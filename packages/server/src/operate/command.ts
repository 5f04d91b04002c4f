/**
 * The common part of operator commands: options, help, answers as text or JSON, exit codes.
 *
 * @module
 */
import { BlobError } from '../blobs/blob-store.ts';
import { QUERIES } from '../compose/features.ts';
import type { Table } from '../store/table.ts';
import { parseArgs } from 'node:util';
import type { Clock } from '../clock.ts';
import { ConfigError } from '../config/config-error.ts';
import { fileVariableOf } from '../config/option.ts';
import { EXIT_CODES } from '../config/reference.ts';
import { readSecret } from '../config/variables.ts';
import { StoreError } from '../store/store.ts';
import { ProgressBar } from './progress.ts';

/** The environment of a command. */
export type OperateClock = Pick<Clock, 'now' | 'monotonic'>;

export interface OperateIo {
  /** For the answer. */
  readonly stdout: { write(text: string): unknown };
  /** For progress and errors. */
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };
  /** Aborts if the user interrupts. */
  readonly signal: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: OperateClock;
  /** All tables of the database. Default: those of the log and the built-in features. */
  readonly tables?: readonly Table[];
}

export interface OperateOption {
  /** Undefined: a switch without a value. */
  readonly placeholder?: string;
  readonly description: string;
  readonly isRequired?: true;
  /** An environment variable that may hold the value instead, since other users can read a command line. */
  readonly environment?: string;
}

/** The answer of a command: text for people, fields for programs. */
export interface CommandAnswer {
  readonly text: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface OperateCommand {
  readonly name: string;
  readonly summary: string;
  /** What the one argument without a name is called. Undefined: there is none. */
  readonly positional?: string;
  readonly options: Readonly<Record<string, OperateOption>>;
  readonly run: (args: OperateArguments, context: OperateContext) => Promise<CommandAnswer>;
}

export interface OperateArguments {
  /** '' for a command without one. */
  readonly positional: string;
  /** The value of an option. '' if absent. */
  readonly value: (name: string) => string;
  readonly has: (name: string) => boolean;
}

export interface OperateContext {
  /** All tables of the database. */
  readonly tables: readonly Table[];
  readonly progress: ProgressBar;
  readonly signal: AbortSignal;
  readonly env: OperateIo['env'];
  readonly clock: OperateClock;
}

/** An expected failure. Its message says what to do. */
export class OperateError extends Error {
  override readonly name = 'OperateError';
}

/** "1 message", "2 messages". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const JSON_OPTION: OperateOption = { description: 'Answer with one line of JSON on stdout.' };

/** Never rejects: a failure becomes a message on stderr and an exit code. */
export async function runOperate(
  command: OperateCommand,
  argv: readonly string[],
  io: OperateIo,
): Promise<number> {
  const progress = new ProgressBar(io.stderr, () => io.clock.monotonic());
  try {
    if (argv.includes('--help') || argv.includes('-h')) {
      io.stdout.write(helpOf(command));
      return EXIT_CODES.ok.code;
    }
    const args = readArguments(command, argv, io.env);
    const { text, fields } = await command.run(args, {
      progress,
      signal: io.signal,
      env: io.env,
      clock: io.clock,
      tables: io.tables ?? QUERIES.tables,
    });
    progress.end();
    io.stdout.write(args.has('json') ? `${JSON.stringify(fields)}\n` : `${text}\n`);
    return EXIT_CODES.ok.code;
  } catch (error) {
    progress.end();
    const { code, sentence } = explain(error, io.signal);
    io.stderr.write(
      argv.includes('--json') ? `${JSON.stringify({ error: { message: sentence } })}\n` : `${sentence}\n`,
    );
    return code;
  }
}

function readArguments(
  command: OperateCommand,
  argv: readonly string[],
  env: OperateIo['env'],
): OperateArguments {
  const options = { ...command.options, json: JSON_OPTION };
  const parsed = parse(command, options, argv);
  const values: Record<string, unknown> = { ...parsed.values };
  for (const [name, { isRequired, placeholder, environment }] of Object.entries<OperateOption>(options)) {
    if (environment !== undefined) values[name] ??= readSecret(env, environment)?.value;
    if (isRequired === true && values[name] === undefined) {
      const instead =
        environment === undefined
          ? ''
          : `, or ${environment} (or ${fileVariableOf(environment)}) in the environment`;
      throw new ConfigError(`posthorn ${command.name} needs --${name} ${placeholder}${instead}.`);
    }
  }
  return {
    positional: parsed.positional,
    value: (name) => (typeof values[name] === 'string' ? values[name] : ''),
    has: (name) => values[name] === true || (typeof values[name] === 'string' && values[name] !== ''),
  };
}

function parse(
  command: OperateCommand,
  options: Readonly<Record<string, OperateOption>>,
  argv: readonly string[],
): { readonly values: Readonly<Record<string, unknown>>; readonly positional: string } {
  const types = Object.entries(options).map(
    ([name, { placeholder }]) =>
      [name, { type: placeholder === undefined ? 'boolean' : 'string' } as const] as const,
  );
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: Object.fromEntries(types),
      allowPositionals: command.positional !== undefined,
    });
    const [positional = ''] = positionals;
    if (positionals.length !== (command.positional === undefined ? 0 : 1))
      throw new Error(`Give one ${command.positional}`);
    return { values, positional };
  } catch (cause) {
    const [sentence] = (cause as Error).message.split('. ');
    throw new ConfigError(`${sentence}; see posthorn ${command.name} --help.`, { cause });
  }
}

function helpOf({ name, summary, positional, options }: OperateCommand): string {
  const required = Object.entries(options).filter(([, { isRequired }]) => isRequired === true);
  const usage = required.map(([option, { placeholder }]) => ` --${option} ${placeholder}`).join('');
  const argument = positional === undefined ? '' : ` ${positional}`;
  const lines = [`Usage: posthorn ${name}${argument}${usage} [options]`, '', summary, ''];
  const all: typeof options = { ...options, json: JSON_OPTION };
  for (const [option, { placeholder, description, environment }] of Object.entries(all)) {
    const also =
      environment === undefined
        ? ''
        : ` Environment: ${environment}, or the path of a file in ${fileVariableOf(environment)}.`;
    lines.push(
      `  --${option}${placeholder === undefined ? '' : ` ${placeholder}`}`,
      `      ${description}${also}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function explain(error: unknown, signal: AbortSignal): { readonly code: number; readonly sentence: string } {
  if (signal.aborted) {
    return { code: EXIT_CODES.interrupted.code, sentence: 'Interrupted; nothing was changed half.' };
  }
  if (error instanceof ConfigError) return { code: EXIT_CODES.usage.code, sentence: error.message };
  if (error instanceof StoreError || error instanceof BlobError || error instanceof OperateError) {
    return { code: EXIT_CODES.data.code, sentence: error.message };
  }
  const { code = '', path } = error as NodeJS.ErrnoException;
  const sentence = FILE_CODES[code];
  if (sentence !== undefined)
    return { code: EXIT_CODES.data.code, sentence: `${path ?? 'A file'} ${sentence}.` };
  return {
    code: EXIT_CODES.failed.code,
    sentence: `Posthorn failed: ${error instanceof Error ? error.stack : String(error)}`,
  };
}

const FILE_CODES: Readonly<Record<string, string>> = {
  EACCES: 'may not be written or read by you',
  EPERM: 'may not be written or read by you',
  ENOENT: 'does not exist',
  ENOSPC: 'does not fit: there is no space left',
  EROFS: 'cannot be written: the file system is read-only',
  EXDEV: 'is on another file system',
};

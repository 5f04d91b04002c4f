/**
 * The type of a command: a row of the table from which parsing, help and docs/cli.md are derived.
 *
 * @module
 */
import type { Io } from './io.ts';
import type { Output } from './output.ts';

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  /** Name of the value in help. */
  readonly placeholder?: string;
  readonly description: string;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Usage lines, without `posthorn NAME`. */
  readonly usages: readonly string[];
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** Least and most positional arguments. */
  readonly positionals: readonly [least: number, most: number];
  /** Resolves with the exit code. */
  readonly run: (context: Context) => Promise<number>;
}

/** A parsed command line. */
export interface Arguments {
  readonly positionals: readonly string[];
  text(name: string): string | undefined;
  flag(name: string): boolean;
  /** A whole number of at least `least`. Throws a UsageError. */
  number(name: string, least: number): number | undefined;
}

export interface Context {
  readonly io: Io;
  readonly output: Output;
  readonly args: Arguments;
}

/** Options of every command. */
export const COMMON_OPTIONS = {
  server: {
    type: 'string',
    placeholder: 'URL',
    description: 'The server: http(s)://host:7010, or tcp(s)://host:7011. Environment: POSTHORN_SERVER.',
  },
  user: { type: 'string', placeholder: 'NAME', description: 'Your name. Environment: POSTHORN_USER.' },
  password: {
    type: 'string',
    placeholder: 'PW',
    description: 'Your password; others on this machine may see it, so better use POSTHORN_PASSWORD.',
  },
  profile: {
    type: 'string',
    placeholder: 'NAME',
    description: 'A login that was saved by "posthorn login"; "default" without this option.',
  },
  json: { type: 'boolean', description: 'One JSON object a line on stdout; errors likewise on stderr.' },
  help: { type: 'boolean', description: 'Show this.' },
} as const satisfies Record<string, OptionSpec>;

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
  /** It may be given several times. */
  readonly isRepeatable?: boolean;
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
  /** All values of an option that may be given several times. */
  all(name: string): readonly string[];
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
    description:
      'The server: http(s)://host:7010, https://host/path behind a proxy, or tcp://host:7011 (tls:// with TLS). ' +
      'Environment: POSTHORN_SERVER.',
  },
  user: { type: 'string', placeholder: 'NAME', description: 'Your name. Environment: POSTHORN_USER.' },
  password: {
    type: 'string',
    placeholder: 'PW',
    description:
      'Your password. Other users of this machine can see it; POSTHORN_PASSWORD, or the path of a file in POSTHORN_PASSWORD_FILE, is safer.',
  },
  code: {
    type: 'string',
    placeholder: 'CODE',
    description:
      'The code of your second factor, or a recovery code, for a login with a password. Environment: POSTHORN_CODE. In a terminal you are asked.',
  },
  profile: {
    type: 'string',
    placeholder: 'NAME',
    description: 'A login saved by "posthorn login". Default: "default".',
  },
  json: {
    type: 'boolean',
    description: 'Print one JSON object per line on stdout, and errors the same way on stderr.',
  },
  help: { type: 'boolean', description: 'Show this.' },
} as const satisfies Record<string, OptionSpec>;

/**
 * What an option is, what it is called in the three places where it can be given, and how a part of the server registers
 * its options: a table, and a check of combinations.
 *
 * @module
 */
import type { Kind } from './kinds.ts';

/** A heading in the help text and on the docs page. */
export interface OptionGroup {
  readonly heading: string;
  /** Headings are sorted by this. */
  readonly order: number;
}

/** Headings that several parts share. A part may define its own. */
export const OPTION_GROUPS = {
  place: { heading: 'Where it runs', order: 10 },
  files: { heading: 'Files', order: 15 },
  tls: { heading: 'TLS and addresses', order: 20 },
  cluster: { heading: 'Cluster', order: 30 },
  accounts: { heading: 'Accounts', order: 40 },
  limits: { heading: 'Limits', order: 60 },
  operation: { heading: 'Operation', order: 70 },
} as const satisfies Record<string, OptionGroup>;

export interface Option<T = unknown> {
  readonly group: OptionGroup;
  readonly kind: Kind<T>;
  /** `undefined`: nothing unless it is given. */
  readonly default: T | undefined;
  readonly description: string;
  /** A value as one would write it, for the docs. */
  readonly example: string;
  /** Said instead of the default's value when that is `undefined`. */
  readonly absent?: string;
  /** A switch of the command line alone, that takes no value. */
  readonly flagOnly?: true;
  /** Never shown in logs; may lie in a file that a variable names. */
  readonly secret?: true;
  /** A secret that no flag takes: others see the flags of a process. */
  readonly isNoFlag?: true;
  /** Its value is the path of the configuration file, or of the directory that may contain it. */
  readonly locates?: 'file' | 'directory';
}

/** The options of one part of the server, by name. */
export type OptionTable = Readonly<Record<string, Option>>;

/** Values of the options of all parts, by name. */
export type Values = Readonly<Record<string, unknown>>;

/** The values of the options in a table. Times in ms, sizes in bytes. */
export type ValuesOf<Table extends OptionTable> = { readonly [Name in keyof Table]: ValueOf<Table[Name]> };

type ValueOf<O> = O extends { readonly kind: Kind<infer T>; readonly default: infer Default }
  ? Default extends undefined
    ? T | undefined
    : T
  : never;

/** The options that a part of the server registers. */
export interface OptionSet<Table extends OptionTable = OptionTable> {
  readonly table: Table;
  /** Throws a ConfigError for an invalid combination. `config` has the values of all parts. */
  readonly check?: (config: Values) => void;
}

/** The tables that a list of parts registers, merged into one type. */
export type TableOf<Parts extends readonly unknown[]> = Intersection<RegisteredTable<Parts[number]>>;

type RegisteredTable<Part> = Part extends { readonly options: OptionSet<infer Table> } ? Table : never;

/** Intersection of the members of a union. */
type Intersection<Union> = (Union extends unknown ? (member: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;

/** The values of one table. `config` must be complete for it, as readConfig() and withDefaults() make it. */
export function optionsOf<Table extends OptionTable>(config: Values, _table: Table): ValuesOf<Table> {
  // Each value came out of its own option's parser or default.
  return config as ValuesOf<Table>;
}

/** The option as on the command line, without dashes: "login-policy". Also its key in the file. */
export function flagOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The option's environment variable: "POSTHORN_LOGIN_POLICY". */
export function variableOf(name: string): string {
  return `POSTHORN_${flagOf(name).replaceAll('-', '_').toUpperCase()}`;
}

/** The variable that names a file with the secret: "POSTHORN_STORE_FILE". */
export function fileVariableOf(variable: string): string {
  return `${variable}_FILE`;
}

/** An option with a default. */
export function option<const T>(
  given: Option<T> & { readonly default: NoInfer<T> },
): Option<T> & { readonly default: T } {
  return given;
}

/** An option that is absent unless it is given. */
export function optional<const T>(
  given: Omit<Option<T>, 'default'>,
): Option<T> & { readonly default: undefined } {
  return { ...given, default: undefined };
}

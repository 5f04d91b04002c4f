/**
 * What an option is, and what it is called in the three places where it can be given.
 *
 * @module
 */
import type { Kind } from './kinds.ts';

/** Headings of the help text and of the docs page, in their order. */
export const GROUPS = {
  place: 'Where it runs',
  tls: 'TLS and addresses',
  cluster: 'Cluster',
  accounts: 'Accounts',
  cim: 'CIM’s clients',
  limits: 'Limits',
  operation: 'Operation',
} as const;

export type GroupName = keyof typeof GROUPS;

export interface Option<T = unknown> {
  readonly group: GroupName;
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
  /** Never shown in logs. */
  readonly secret?: true;
}

/** The option as on the command line, without dashes: "login-policy". Also its key in the file. */
export function flagOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The option's environment variable: "POSTHORN_LOGIN_POLICY". */
export function variableOf(name: string): string {
  return `POSTHORN_${flagOf(name).replaceAll('-', '_').toUpperCase()}`;
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

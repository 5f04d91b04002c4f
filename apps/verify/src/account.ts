/**
 * What is looked at once everything is quiet: what each user is given, what each device shows, and what lies in files.
 *
 * @module
 */
import type { Shown } from './shown.ts';

/** A conversation as the server gives it to one user. */
export interface Account {
  readonly user: number;
  readonly name: string;
  readonly conversation: number;
  /** By seq, without entries. */
  readonly lines: readonly Shown[];
  /** Undefined: it does not count anything for them. */
  readonly counts: Counts | undefined;
}

export interface Counts {
  readonly read: number;
  readonly unread: number;
  readonly mentions: number;
}

/** A conversation as a device shows it. */
export interface DevicePicture {
  readonly who: string;
  readonly user: number;
  readonly conversation: number;
  /** What the device was handed. */
  readonly seqs: ReadonlySet<number>;
  readonly lines: readonly Shown[];
  /** Whose words are in each message, by seq; see idsIn(). */
  readonly words: ReadonlyMap<number, readonly string[]>;
}

/** Whose words are where. */
export interface Trace {
  /** "romeo can read", "the file posthorn.db has". */
  readonly where: string;
  /** Under which they were sent; see idsIn(). */
  readonly ids: ReadonlySet<string>;
}

/** Everything that is looked at at the end of an era. */
export interface Quiet {
  readonly accounts: readonly Account[];
  readonly pictures: readonly DevicePicture[];
  readonly traces: readonly Trace[];
}

export const NOTHING_QUIET: Quiet = { accounts: [], pictures: [], traces: [] };

/**
 * The log as the auditor read it.
 *
 * @module
 */
import type { Content } from '@posthorn/protocol';
import type { Sight } from '../history.ts';

/** A message of the log. */
export interface LogMessage extends Sight {
  readonly time: number;
  /** Under which its sender sent it; empty: nobody could tell. */
  readonly id: string;
  readonly content: Content;
  /** For messages of the server: who joined, who left. */
  readonly event?: { readonly kind: string; readonly users: readonly number[] };
}

/** By conversation, by rising seq. */
export type Log = ReadonlyMap<number, readonly LogMessage[]>;

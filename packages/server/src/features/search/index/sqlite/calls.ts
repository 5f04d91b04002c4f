/**
 * Messages between the index and its threads: one call, one result, in order.
 *
 * @module
 */
import type { Failure } from '../../../../store/sqlite/failures.ts';
import type { ConnectionOptions } from './connection.ts';
import type { FtsIndex } from './fts-index.ts';

export interface ThreadOptions extends ConnectionOptions {
  /** How long what was erased may stay in the write-ahead log, if nobody reads from it. */
  readonly erasedMs?: number;
}

/** The methods of an FtsIndex that threads are asked for. */
export type CallName = Exclude<keyof FtsIndex, 'close' | 'tidy' | 'hasErased'>;

export interface Call {
  readonly name: CallName;
  readonly args: readonly unknown[];
}

export const CLOSE = 'close';

export type Result = { readonly value: unknown } | { readonly failure: Failure };

export type Opened = { readonly opened: true } | { readonly failure: Failure };

/** Carries out a call. The types of the arguments are checked where it is made. */
export function carryOut(index: FtsIndex, { name, args }: Call): unknown {
  return (index[name] as (...given: readonly unknown[]) => unknown).apply(index, [...args]);
}

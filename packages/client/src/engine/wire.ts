/**
 * What tabs and the engine tell each other: plain data, over a port. Both may be of different builds, so the first message says
 * which version of this it speaks.
 *
 * @module
 */
import type { Incoming } from '../api.ts';
import type { Cursor, Engine, PlainError, Slice, UploadInfo } from './api.ts';

/** Rises when either side would misunderstand the other. */
export const WIRE_VERSION = 3;

/** A way to the other side. Messages arrive in order. */
export interface Port {
  post(message: unknown): void;
  /** At most one listener. Messages that came before it are kept for it. */
  listen(listener: (message: unknown) => void): void;
  /** Idempotent. */
  close(): void;
}

type ValueOf<T> = T extends { get(): infer V } ? V : never;

/** Values that every tab has a copy of. */
export type Values = {
  readonly [K in 'status' | 'me' | 'hasConversations' | 'outgoing']: ValueOf<Engine[K]>;
};

type EntriesOf<T> = T extends { at(key: infer K): (infer V) | undefined } ? readonly [K, V] : never;

/** Tables that every tab has a copy of: the types of key and value. */
export type Tables = {
  readonly [K in 'conversations' | 'users' | 'presence' | 'typing' | 'mine' | 'pins' | 'bots']: EntriesOf<
    Engine[K]
  >;
} & { readonly cursors: readonly [number, ReadonlyMap<number, Cursor>] };

export type Changes = {
  readonly [K in keyof Tables]?: readonly (readonly [Tables[K][0], Tables[K][1] | undefined])[];
};

/** Calls that are answered: the methods of the engine that return promises. */
export type Method =
  | 'send'
  | 'acked'
  | 'retry'
  | 'discard'
  | 'call'
  | 'search'
  | 'searchHere'
  | 'setMine'
  | 'upload'
  | 'signOut';

/** Calls without an answer. */
export type Order = 'markRead' | 'setTyping' | 'setFocus' | 'reconnect' | 'probe' | 'dismiss';

export type Move =
  | { readonly to: 'newest' | 'older' | 'newer' }
  | { readonly to: 'around'; readonly seq: number };

export type ToEngine =
  | { readonly do: 'hello'; readonly version: number }
  | { readonly do: 'call'; readonly id: number; readonly name: Method; readonly args: readonly unknown[] }
  | { readonly do: 'cancel'; readonly id: number }
  | { readonly do: 'tell'; readonly name: Order; readonly args: readonly unknown[] }
  /** Everything of this kind that the tab watches now. */
  | { readonly do: 'watch'; readonly what: 'presence' | 'cursors' | 'pins'; readonly keys: readonly number[] }
  /** Profiles that the tab wants to know. */
  | { readonly do: 'want'; readonly users: readonly number[] }
  | {
      readonly do: 'open';
      readonly window: number;
      readonly conversation: number;
      readonly thread: number;
      readonly maxRows: number;
    }
  | { readonly do: 'move'; readonly id: number; readonly window: number; readonly move: Move }
  | { readonly do: 'shut'; readonly window: number }
  | { readonly do: 'bye' };

/** A slice, with only those of its messages that the tab does not have. */
export interface SlicePatch extends Omit<Slice, 'messages'> {
  readonly window: number;
  readonly seqs: readonly number[];
  readonly changed: readonly Incoming[];
}

export type ToTab =
  | { readonly is: 'refused'; readonly version: number }
  /** There is no engine: the storage cannot be used, or the address is wrong. */
  | { readonly is: 'failed'; readonly error: PlainError }
  | {
      readonly is: 'news';
      /** What is not among it is gone. */
      readonly isWhole: boolean;
      readonly values: Partial<Values>;
      readonly changes: Changes;
      readonly slices: readonly SlicePatch[];
    }
  | { readonly is: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly is: 'error'; readonly id: number; readonly error: PlainError }
  | { readonly is: 'progress'; readonly id: number; readonly info: UploadInfo }
  | { readonly is: 'alert'; readonly message: Incoming };

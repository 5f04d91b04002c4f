/**
 * The message log: appending with dense seqs, reading inside membership, heads and cursors.
 *
 * @module
 */
import type { Effect } from './records.ts';

/** A message to be written. */
export interface Append {
  readonly conversation: number;
  /**
   * The conversation's version against which the router authorised this. Membership, roles, silence and
   * blocks raise the version, so an outdated authorisation writes nothing (outcome `stale`). Promise 9.
   */
  readonly version: number;
  readonly sender: number;
  /** Unique among the sender's messages for ever (promise 2); 1 to 64 bytes. */
  readonly clientId: string;
  /** Unix ms; for people, never for order. */
  readonly time: number;
  /** Canonical encoded Content. Owned by the store from here on. */
  readonly content: Uint8Array;
  /** What changes with this message, in the same transaction. */
  readonly effect?: Effect | undefined;
}

/**
 * What became of one append. Outcomes are in the order of the batch; one's refusal does not touch another.
 * - `appended`: written at `seq`. `version` is the conversation's version after it.
 * - `repeated`: this (sender, client id) was written before with the same conversation and content.
 * - `conflict`: (sender, client id) was used for another payload.
 * - `stale`: the version is another one; nothing was written; authorise again.
 * - `missing`: no such conversation.
 * - `refused`: the effect could not be applied (an invite used up meanwhile); nothing was written.
 * - `forbidden`: {@link LogStore.forbid} was called for this (sender, client id) before; nothing is ever written.
 */
export type AppendOutcome =
  | { readonly status: 'appended'; readonly seq: number; readonly time: number; readonly version: number }
  | {
      readonly status: 'repeated';
      readonly conversation: number;
      readonly seq: number;
      readonly time: number;
    }
  | { readonly status: 'conflict' }
  | { readonly status: 'stale' }
  | { readonly status: 'missing' }
  | { readonly status: 'refused' }
  | { readonly status: 'forbidden' };

/** A message that its sender is told will never be written. */
export type Forbidden = Pick<Append, 'conversation' | 'sender' | 'clientId' | 'time' | 'content'>;

/** `repeated` and `conflict`: it was written before, see {@link AppendOutcome}. `forbidden`: it never will be. */
export type ForbidOutcome = Extract<
  AppendOutcome,
  { readonly status: 'repeated' | 'conflict' | 'forbidden' }
>;

/** A message as it lies in the log. */
export interface StoredMessage {
  readonly conversation: number;
  readonly seq: number;
  readonly sender: number;
  readonly time: number;
  readonly content: Uint8Array;
  /** Given only when the reader is the sender. */
  readonly clientId: string | undefined;
}

/** What a reader wants of one conversation; see Range in posthorn.proto for the meaning. */
export interface LogRange {
  readonly conversation: number;
  readonly after: number;
  /** 0: forward from `after`. */
  readonly before: number;
  readonly limit: number;
  /** 0: no check. Else the time of the message at `after` as the reader knows it. */
  readonly mark: number;
}

/** See Batch in posthorn.proto. `forbidden`: the reader never was a member (or it does not exist). */
export interface LogBatch {
  readonly conversation: number;
  readonly messages: readonly StoredMessage[];
  readonly through: number;
  readonly head: number;
  readonly more: boolean;
  readonly diverged: boolean;
  readonly forbidden: boolean;
}

export interface HeadRecord {
  readonly conversation: number;
  readonly seq: number;
}

/** A recently changed head, with what is needed to advertise it. */
export interface ChangedHead extends HeadRecord {
  readonly kind: 'direct' | 'group' | 'room' | 'inbox';
  readonly version: number;
  /** The users of a direct conversation or an inbox; empty for groups and rooms. */
  readonly users: readonly number[];
}

export interface LogStore {
  /**
   * Writes a batch in one transaction: per message its row, its seq (head + 1, the counter row is updated in
   * the same transaction: promise 3), its idempotency key and its effect. Within a batch, order is kept, and
   * a later append sees the effects of an earlier one. Rejects as a whole only with a StoreError.
   */
  append(batch: readonly Append[]): Promise<readonly AppendOutcome[]>;

  /**
   * Makes sure that messages are never written from now on, whoever has authorised them: an earlier attempt may still
   * be on its way by another node, and permission be given again before it comes (promise 8). Durable as an append is;
   * outcomes are in the order of the batch.
   */
  forbid(batch: readonly Forbidden[]): Promise<readonly ForbidOutcome[]>;

  /**
   * Reads ranges as `reader` may see them: only seqs inside one of their membership intervals (rooms: all).
   * Stops adding messages when `maxBytes` of content are reached (at least one message is given), later
   * ranges then come back empty with `more`. One consistent snapshot for all ranges.
   */
  pull(reader: number, ranges: readonly LogRange[], maxBytes: number): Promise<readonly LogBatch[]>;

  /** Heads of all conversations that `user` has or had (cut to what they may see), and of all rooms. */
  heads(user: number, after: number, limit: number): Promise<readonly HeadRecord[]>;

  /**
   * Heads that changed at or after `sinceMs` (Unix ms; coarse to 10 s, may give more), by conversation id.
   * For the head sweep (promise 6).
   */
  changedHeads(sinceMs: number, after: number, limit: number): Promise<readonly ChangedHead[]>;
}

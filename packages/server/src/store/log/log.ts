/**
 * The message log: appending with dense seqs, reading within memberships, heads.
 *
 * @module
 */
import type { Effect, Refusal } from './records.ts';

/** A message to append. */
export interface Append {
  readonly conversation: number;
  /**
   * The version of the conversation against which the router authorised the message. Changes of membership, roles,
   * silence and blocks raise the version, so an outdated authorisation writes nothing (outcome `stale`; promise 9).
   */
  readonly version: number;
  readonly sender: number;
  /** Unique among the sender's messages for ever (promise 2); 1 to 64 bytes. */
  readonly clientId: string;
  /** Unix ms. For display only, never for ordering. */
  readonly time: number;
  /** Canonical encoded Content. The store owns the bytes from here on. */
  readonly content: Uint8Array;
  /** Digest of the content as it was sent, if something else is written (digest.ts). A repeat is compared by it. */
  readonly said?: Uint8Array | undefined;
  /** False: it is no message of its own in unread numbers and lists (counting.ts). Default: true. */
  readonly counts?: boolean | undefined;
  /** Users whom it mentions; {@link EVERYBODY}: all who may read it. */
  readonly mentions?: readonly number[] | undefined;
  /** A change to commit in the same transaction. */
  readonly effect?: Effect | undefined;
}

/**
 * The outcome of one append. Outcomes are in the order of the batch and independent of each other.
 * - `appended`: written at `seq`. `version` is the conversation's version after it. `state`: the encoded State of the message
 *   that it was folded into, if it was. `veiled`: see Folded.
 * - `repeated`: this (sender, client id) was written before with the same conversation and content. `content`: what was
 *   written, if that was something else than what was sent.
 * - `conflict`: (sender, client id) was used for another payload.
 * - `stale`: the version has changed; nothing was written; authorise again.
 * - `missing`: no such conversation.
 * - `refused`: the effect could not be applied, e.g. the invite is used up; nothing was written. It says why.
 * - `forbidden`: {@link LogStore.forbid} was called for this (sender, client id) before; nothing is ever written.
 */
export type AppendOutcome =
  | {
      readonly status: 'appended';
      readonly seq: number;
      readonly time: number;
      readonly version: number;
      readonly state?: Uint8Array;
      readonly veiled?: Uint8Array | undefined;
    }
  | {
      readonly status: 'repeated';
      readonly conversation: number;
      readonly seq: number;
      readonly time: number;
      readonly content?: Uint8Array;
    }
  | { readonly status: 'conflict' }
  | { readonly status: 'stale' }
  | { readonly status: 'missing' }
  | ({ readonly status: 'refused' } & Refusal)
  | { readonly status: 'forbidden' };

/** A message to forbid: its sender is told that it will never be written. */
export type Forbidden = Pick<Append, 'conversation' | 'sender' | 'clientId' | 'time' | 'content' | 'said'>;

/** `repeated`, `conflict`: it was written before; see {@link AppendOutcome}. `forbidden`: it will never be written. */
export type ForbidOutcome = Extract<
  AppendOutcome,
  { readonly status: 'repeated' | 'conflict' | 'forbidden' }
>;

/** A message in the log. */
export interface StoredMessage {
  readonly conversation: number;
  readonly seq: number;
  readonly sender: number;
  readonly time: number;
  readonly content: Uint8Array;
  /** Present only if the reader is the sender. */
  readonly clientId: string | undefined;
  /** What has become of it, as an encoded State; absent: nothing. `content` is as last edited. */
  readonly state?: Uint8Array;
}

/** A range to read; see Range in posthorn.proto. */
export interface LogRange {
  readonly conversation: number;
  readonly after: number;
  /** 0: forward from `after`. */
  readonly before: number;
  readonly limit: number;
  /** The time of the message at `after`, as the reader knows it. 0: no check. */
  readonly mark: number;
}

/** See Batch in posthorn.proto. `forbidden`: the reader was never a member, or the conversation does not exist. */
export interface LogBatch {
  readonly conversation: number;
  /** Nothing above it has a state; see StoredMessage. */
  readonly folded: number;
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

/** A recently changed head, with the data needed to advertise it. */
export interface ChangedHead extends HeadRecord {
  readonly kind: 'direct' | 'group' | 'room' | 'inbox';
  readonly version: number;
  /** The users of a direct conversation or inbox. Empty for groups and rooms. */
  readonly users: readonly number[];
}

export interface LogStore {
  /**
   * Writes a batch in one transaction. For each message: its row, its seq (head + 1; the counter row is updated in the
   * same transaction, promise 3), its idempotency key and its effect. Keeps the order of the batch; later appends see
   * the effects of earlier ones. Rejects only as a whole, with a StoreError.
   */
  append(batch: readonly Append[]): Promise<readonly AppendOutcome[]>;

  /**
   * Prevents messages from ever being written, whoever authorised them. Needed because an earlier attempt may still be
   * on its way through another node, and permission may return before it arrives (promise 8). As durable as an append.
   * Outcomes are in the order of the batch.
   */
  forbid(batch: readonly Forbidden[]): Promise<readonly ForbidOutcome[]>;

  /**
   * Reads ranges, as far as `reader` may see them: only seqs within their membership intervals (rooms: all). Stops
   * after `maxBytes` of messages with their states, but returns at least one message; later ranges are then empty, with
   * `more`. All ranges see one snapshot.
   */
  pull(reader: number, ranges: readonly LogRange[], maxBytes: number): Promise<readonly LogBatch[]>;

  /** Heads of all conversations that `user` is or was in, limited to what they may see, and of all rooms. */
  heads(user: number, after: number, limit: number): Promise<readonly HeadRecord[]>;

  /**
   * Heads that changed at or after `sinceMs` (Unix ms), by conversation id. The resolution is 10 s, so some may be
   * older. For the head sweep (promise 6).
   */
  changedHeads(sinceMs: number, after: number, limit: number): Promise<readonly ChangedHead[]>;
}

/**
 * A submission on its way through the append queue.
 *
 * @module
 */
import type { PosthornError, State } from '@posthorn/protocol';
import type { Append } from '../store/log/log.ts';
import type { CachedConversation } from './conversation-cache.ts';
import type { Submission } from './submission.ts';

export interface Committed {
  readonly conversation: number;
  readonly seq: number;
  readonly time: number;
  /** Of the message that it was folded into. */
  readonly state?: State | undefined;
}

export interface Waiting {
  readonly submission: Submission;
  /** Canonical encoded Content. */
  readonly content: Uint8Array;
  /** 0 if unknown. Known at the latest when the batch is built. */
  conversation: number;
  /** The other user of a direct conversation, once known. Otherwise 0. */
  peer: number;
  /** Its conversation as it was read for this decision; undefined value: there is none. */
  read: PromiseSettledResult<CachedConversation | undefined> | undefined;
  readonly resolve: (committed: Committed) => void;
  readonly reject: (error: PosthornError) => void;
}

export interface Authorised {
  readonly waiting: Waiting;
  readonly cached: CachedConversation;
  readonly append: Append;
}

/** A submission that its rule, or an effect, forbids. */
export interface Offending {
  readonly waiting: Waiting;
  readonly error: PosthornError;
}

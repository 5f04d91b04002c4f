/**
 * A submission on its way through the append queue.
 *
 * @module
 */
import type { Content, PosthornError, State } from '@posthorn/protocol';
import type { Append } from '../store/log/log.ts';
import type { Instead } from './before.ts';
import type { CachedConversation } from './conversation-cache.ts';
import type { Submission } from './submission.ts';

export interface Committed {
  readonly conversation: number;
  readonly seq: number;
  readonly time: number;
  /** Of the message that it was folded into. */
  readonly state?: State | undefined;
  /** What was written, if that is not what was sent. */
  readonly content?: Content | undefined;
}

export interface Waiting {
  submission: Submission;
  /** Canonical encoded Content. */
  content: Uint8Array;
  /** Those who are asked before have not been asked yet. */
  isToAsk: boolean;
  /** What is to be written according to them; undefined: what was sent. */
  instead: Instead | undefined;
  /** Digest of what was sent, once something else is to be written. */
  said: Uint8Array | undefined;
  /** 0 if unknown. Known at the latest when the batch is built. */
  conversation: number;
  /** The other user of a direct conversation, once known. Otherwise 0. */
  peer: number;
  /** Its conversation as it was read for this decision; undefined value: there is none. */
  read: PromiseSettledResult<CachedConversation | undefined> | undefined;
  readonly resolve: (committed: Committed) => void;
  readonly reject: (error: PosthornError) => void;
}

/** Of one that nothing is known about yet. */
export const FRESH = { instead: undefined, said: undefined, read: undefined } as const;

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

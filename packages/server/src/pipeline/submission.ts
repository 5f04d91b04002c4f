/**
 * What enters the append queue.
 *
 * @module
 */
import type { ContentInit } from '@posthorn/protocol';
import type { Effect, MemberRecord } from '../store/log/records.ts';
import type { CachedConversation } from './conversation-cache.ts';

/** Something to be written. */
export interface Submission {
  readonly sender: number;
  /** The connection that asks; 0 for none. */
  readonly connection: number;
  /** 0: the direct conversation with `peer`. */
  readonly conversation: number;
  readonly peer: number;
  readonly clientId: string;
  /** Send.order in posthorn.proto; 0 for none. */
  readonly order: number;
  /** Checked; encoded once it is certain that it is taken. */
  readonly content: ContentInit;
  /** Other users whose membership the rule asks for. */
  readonly about?: readonly number[];
  /** Users who join or leave by it. */
  readonly affects?: readonly number[];
  /** Decides when the batch is built. Must be pure: it may run again after a change. */
  readonly rule: Rule;
}

/**
 * May this be written? Returns what changes with it, or throws a PosthornError. `member` is the sender's own
 * membership of a group; `cached.members` also has those of Submission.about.
 */
export type Rule = (
  cached: CachedConversation,
  member: MemberRecord | undefined,
  submission: Submission,
) => Effect | undefined;

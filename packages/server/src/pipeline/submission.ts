/**
 * The input of the append queue.
 *
 * @module
 */
import type { Content, ContentInit } from '@posthorn/protocol';
import type { Effect, MemberRecord } from '../store/log/records.ts';
import type { CachedConversation } from './conversation-cache.ts';

/** Somebody who says something, or whose words are said for them. */
export interface Author {
  readonly name: string;
  readonly admin: boolean;
  readonly bot: boolean;
}

/** A message to be authorised and written. */
export interface Submission {
  readonly sender: number;
  /** The connection of the sender; 0: none. */
  readonly connection: number;
  /** See Caller. */
  readonly sequence: number;
  /** 0: the direct conversation with `peer`. */
  readonly conversation: number;
  readonly peer: number;
  readonly clientId: string;
  /** Send.order in posthorn.proto; 0: none. */
  readonly order: number;
  /** Must have been checked. Encoded only after the submission is accepted. */
  readonly content: ContentInit;
  /** Whose words it is: whoever is asked before sends is asked about it (before.ts). Absent: the server says it itself. */
  readonly author?: Author;
  /** Other users whose membership the rule needs. */
  readonly about?: readonly number[];
  /** Users who join or leave. */
  readonly affects?: readonly number[];
  /** Runs when the batch is built. Must be pure: it runs again if the conversation changed. */
  readonly rule: Rule;
  /** The rule for other words in their place, when somebody who was asked has changed them. Absent: that for its author. */
  readonly ruleFor?: (content: Content) => Rule;
}

/**
 * Decides whether a message may be written. Returns its effect, or throws a PosthornError. `member`: the sender's
 * membership of a group. `cached.members` also contains the users in Submission.about.
 */
export type Rule = (
  cached: CachedConversation,
  member: MemberRecord | undefined,
  submission: Submission,
) => Effect | undefined;

/** The users whose memberships a submission's rule looks at. */
export function usersOf({ sender, about }: Submission): readonly number[] {
  return about === undefined ? [sender] : [sender, ...about];
}

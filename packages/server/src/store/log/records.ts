/**
 * Conversations and members in the store.
 *
 * @module
 */
import type { ErrorName } from '@posthorn/protocol';
import type { Reason } from '@posthorn/protocol/reasons';

export type ConversationKind = 'direct' | 'group' | 'room' | 'inbox';
export type MemberRole = 'member' | 'admin' | 'owner';

/**
 * A change that is committed together with the message that reports it (see Append.effect). Storages register the kinds
 * and their fields (storage.ts).
 */
export interface Effect {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Why an effect is impossible, for the sender. */
export interface Refusal {
  readonly code: ErrorName;
  readonly message: string;
  /** See PosthornError. */
  readonly retryAfterMs?: number;
  readonly reason?: Reason;
}

export interface ConversationRecord {
  readonly id: number;
  readonly kind: ConversationKind;
  readonly title: string;
  readonly head: number;
  /** Raised by every change of membership, role, silence, block, title or settings. */
  readonly version: number;
  /** Direct: both users, by rising id. Inbox: its user. Otherwise empty. */
  readonly users: readonly number[];
  /** Direct: those of `users` who block the other one. */
  readonly blockedBy: readonly number[];
  /** Direct: those of `users` who are gone for good, because their account was erased. */
  readonly departed: readonly number[];
  readonly memberCount: number;
  /** Those of a group. Means nothing in other conversations. */
  readonly settings: GroupSettings;
  /** What is said here vanishes so long after it was sent; 0: it stays. */
  readonly vanishAfterMs: number;
}

/** How people who are not added come into a group; see JoinPolicy in posthorn.proto. */
export type GroupJoining = 'invite' | 'approval' | 'open';

/** The fields of GroupSettings in posthorn.proto. */
export interface GroupSettings {
  readonly write: MemberRole;
  readonly invite: MemberRole;
  readonly pin: MemberRole;
  readonly mentionAll: MemberRole;
  readonly change: MemberRole;
  readonly topic: string;
  readonly pictureUrl: string;
  readonly slowModeS: number;
  readonly join: GroupJoining;
  readonly closed: boolean;
}

/** What members of some role and above may do. */
export type Right = 'write' | 'invite' | 'pin' | 'mentionAll' | 'change';

/** A member of a group. */
export interface MemberRecord {
  readonly user: number;
  readonly role: MemberRole;
  readonly joinedSeq: number;
  /** May not send for now; see MuteMember. */
  readonly silenced: boolean;
}

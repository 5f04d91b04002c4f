/**
 * Conversations and members in the store.
 *
 * @module
 */
import type { ErrorName } from '@posthorn/protocol';

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
}

export interface ConversationRecord {
  readonly id: number;
  readonly kind: ConversationKind;
  readonly title: string;
  readonly head: number;
  /** Raised by every change of membership, role, silence, block or title. */
  readonly version: number;
  /** Direct: both users, by rising id. Inbox: its user. Otherwise empty. */
  readonly users: readonly number[];
  /** Direct: those of `users` who block the other one. */
  readonly blockedBy: readonly number[];
  /** Direct: those of `users` who are gone for good, because their account was erased. */
  readonly departed: readonly number[];
  readonly memberCount: number;
}

/** A member of a group. */
export interface MemberRecord {
  readonly user: number;
  readonly role: MemberRole;
  readonly joinedSeq: number;
  /** May not send for now; see MuteMember. */
  readonly silenced: boolean;
}

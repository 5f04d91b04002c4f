/**
 * Conversations, who is in them and since when.
 *
 * @module
 */
export type ConversationKind = 'direct' | 'group' | 'room' | 'inbox';
export type MemberRole = 'member' | 'admin' | 'owner';

/**
 * A change that is committed together with the message that tells of it (see Append.effect). What kinds there are and
 * what each holds, the storages say that carry them out (storage.ts).
 */
export interface Effect {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface ConversationRecord {
  readonly id: number;
  readonly kind: ConversationKind;
  readonly title: string;
  readonly head: number;
  /** Rises with every change of membership, role, silence, block or title. */
  readonly version: number;
  /** Direct: both users by rising id. Inbox: its user. Else empty. */
  readonly users: readonly number[];
  /** Direct: those of `users` who have blocked the other one. */
  readonly blockedBy: readonly number[];
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

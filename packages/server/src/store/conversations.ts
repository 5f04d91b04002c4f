/**
 * Conversations, who is in them and since when.
 *
 * @module
 */
import type { StoredMessage } from './log.ts';

export type ConversationKind = 'direct' | 'group' | 'room' | 'inbox';
export type MemberRole = 'member' | 'admin' | 'owner';

/**
 * A change that is committed together with the message that tells of it (see Append.effect). All raise the
 * conversation's version. Membership intervals are in seqs: `add` opens one at the message's seq, `remove`
 * closes it there, so both see the message itself.
 */
export type Effect =
  /** With `invite`, one use of that invite is taken; when none is left the append is `refused`. */
  | {
      readonly type: 'add';
      readonly users: readonly number[];
      readonly role: MemberRole;
      readonly invite?: number;
    }
  | { readonly type: 'remove'; readonly users: readonly number[] }
  /** Several at once: giving away ownership changes two. */
  | {
      readonly type: 'roles';
      readonly roles: readonly { readonly user: number; readonly role: MemberRole }[];
    }
  /** Leaving owner: close the interval and pass the ownership on. */
  | { readonly type: 'remove-owner'; readonly user: number; readonly heir: number }
  | { readonly type: 'mute'; readonly user: number; readonly muted: boolean }
  | { readonly type: 'title'; readonly title: string };

export interface ConversationRecord {
  readonly id: number;
  readonly kind: ConversationKind;
  readonly title: string;
  readonly head: number;
  /** Rises with every change of membership, role, mute, block or title. */
  readonly version: number;
  /** Direct: both users by rising id. Inbox: its user. Else empty. */
  readonly users: readonly number[];
  /** Direct: those of `users` who have blocked the other one. */
  readonly blockedBy: readonly number[];
  readonly memberCount: number;
}

/** A user's standing in a group. */
export interface MemberRecord {
  readonly user: number;
  readonly role: MemberRole;
  readonly joinedSeq: number;
  readonly muted: boolean;
}

/** A conversation as one user sees it; the fields are those of Conversation in posthorn.proto. */
export interface ConversationView {
  readonly id: number;
  readonly kind: ConversationKind;
  readonly title: string;
  readonly head: number;
  readonly first: number;
  readonly role: MemberRole | undefined;
  readonly left: boolean;
  readonly peer: number;
  readonly memberCount: number;
  readonly read: number;
  readonly delivered: number;
  /** Messages of others in (read, head], visible to the user, counted up to 100. */
  readonly unread: number;
  readonly muted: boolean;
  readonly silenced: boolean;
  readonly lastMessage: StoredMessage | undefined;
}

export interface InviteRecord {
  readonly id: number;
  readonly conversation: number;
  readonly createdBy: number;
  readonly createdAt: number;
  /** 0: never. */
  readonly expiresAt: number;
  /** 0: no bound. */
  readonly maxUses: number;
  readonly uses: number;
}

/** A new group together with the first message of its log, which says that it was created. */
export interface GroupSpec {
  readonly title: string;
  readonly owner: number;
  /** Without the owner. All of them exist. */
  readonly members: readonly number[];
  readonly clientId: string;
  readonly time: number;
  /** Canonical encoded Content of the `created` event; becomes seq 1. */
  readonly content: Uint8Array;
}

export interface ConversationStore {
  get(id: number): Promise<ConversationRecord | undefined>;
  /** The direct conversation of two users; made when there is none (both intervals start at 1). Idempotent. */
  openDirect(a: number, b: number, time: number): Promise<ConversationRecord>;
  /** Makes a group once per (owner, clientId): a repeat with the same content returns the first one. */
  createGroup(
    spec: GroupSpec,
  ): Promise<
    | { readonly status: 'created' | 'repeated'; readonly conversation: ConversationRecord }
    | { readonly status: 'conflict' }
  >;
  /** Makes the room of that title when it is not there; used for the lobby at start. Idempotent. */
  ensureRoom(title: string): Promise<ConversationRecord>;
  /** Hides the room of that title, if there is one, until it is ensured again; what was said is kept. Idempotent. */
  closeRoom(title: string): Promise<void>;

  /** Those of `users` who are members now. */
  membersAmong(conversation: number, users: readonly number[]): Promise<readonly MemberRecord[]>;
  /** Members now, by user id. */
  members(conversation: number, afterUser: number, limit: number): Promise<readonly MemberRecord[]>;
  /** The longest-serving admin, else member, other than `except`. */
  heir(conversation: number, except: number): Promise<number | undefined>;
  /** Groups that `user` is a member of now, by id. */
  groupsOf(
    user: number,
    after: number,
    limit: number,
  ): Promise<readonly { readonly id: number; readonly version: number }[]>;

  /** The user's conversations (left ones too) and all rooms, by id. */
  views(user: number, after: number, limit: number): Promise<readonly ConversationView[]>;
  /** One of them; undefined when the user may not know of it. */
  view(user: number, conversation: number): Promise<ConversationView | undefined>;
  setMuted(user: number, conversation: number, muted: boolean): Promise<void>;

  createInvite(
    invite: Omit<InviteRecord, 'id' | 'uses'> & { readonly tokenHash: Uint8Array },
  ): Promise<InviteRecord>;
  inviteByToken(tokenHash: Uint8Array): Promise<InviteRecord | undefined>;
  invite(id: number): Promise<InviteRecord | undefined>;
  invites(conversation: number): Promise<readonly InviteRecord[]>;
  revokeInvite(id: number): Promise<void>;

  /** Sets or lifts a block; raises the version of their direct conversation when there is one. Idempotent. */
  setBlock(user: number, other: number, blocked: boolean): Promise<void>;
  /** Whom `user` blocks, by id. */
  blocks(user: number, after: number, limit: number): Promise<readonly number[]>;
  /** Whether either blocks the other. */
  isBlocked(a: number, b: number): Promise<boolean>;
}

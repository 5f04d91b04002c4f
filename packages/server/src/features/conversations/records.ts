/**
 * Conversations as users see them.
 *
 * @module
 */
import type { StoredMessage } from '../../store/log/log.ts';
import type { ConversationKind, GroupSettings, MemberRole } from '../../store/log/records.ts';

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
  /** Messages in (read, head] that count (ContentKind.counts) and are visible to the user. */
  readonly unread: number;
  /** Those in (read, head] that mention the user, counting or not. */
  readonly mentions: number;
  /** No alerts before this time (Unix ms); 0: alerts. */
  readonly mutedUntil: number;
  readonly silenced: boolean;
  readonly lastMessage: StoredMessage | undefined;
  /** Undefined unless it is a group that the user is in. */
  readonly settings: GroupSettings | undefined;
  readonly noPreviews: boolean;
  readonly vanishAfterMs: number;
}

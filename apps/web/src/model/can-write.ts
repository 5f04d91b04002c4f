/**
 * Whether the user may write in a conversation, and if not, why.
 *
 * @module
 */
import type { ConversationInfo } from '@posthorn/client/engine';
import type { Role } from '@posthorn/protocol';

/** What keeps the user from writing. */
export type Silence = 'left' | 'inbox' | 'closed' | 'silenced' | 'announcements' | 'blocked';

type Needed = Pick<ConversationInfo, 'kind' | 'left' | 'role' | 'silenced' | 'settings' | 'memberCount'>;

const RANK: Readonly<Record<Role, number>> = { unspecified: 0, member: 1, admin: 2, owner: 3 };

/** Undefined: the user may write. */
export function silenceOf(conversation: Needed, isBlocked = false): Silence | undefined {
  if (conversation.kind === 'inbox') return 'inbox';
  if (conversation.left) return 'left';
  if (conversation.settings?.closed === true) return 'closed';
  if (conversation.silenced) return 'silenced';
  if (!hasRank(conversation, conversation.settings?.write ?? 'member')) return 'announcements';
  return isBlocked && conversation.kind === 'direct' ? 'blocked' : undefined;
}

/** Whether the user may alert everybody. */
export function mayMentionAll(conversation: Needed): boolean {
  if (conversation.kind === 'direct' || conversation.kind === 'inbox') return false;
  if (conversation.kind === 'room') return true;
  const wanted = conversation.settings?.mentionAll ?? 'unspecified';
  const usual: Role = conversation.memberCount <= 20 ? 'member' : 'admin';
  return hasRank(conversation, wanted === 'unspecified' ? usual : wanted);
}

function hasRank({ kind, role }: Needed, wanted: Role): boolean {
  return kind !== 'group' || RANK[role] >= RANK[wanted];
}

/** How long the user has to wait until the next message in slow mode, in ms; 0: not at all. `lastAt`: when they sent the last one. */
export function slowModeLeft(conversation: Needed, lastAt: number | undefined, now: number): number {
  const seconds = conversation.settings?.slowModeS ?? 0;
  if (seconds === 0 || lastAt === undefined || RANK[conversation.role] >= RANK.admin) return 0;
  return Math.max(0, lastAt + seconds * 1000 - now);
}

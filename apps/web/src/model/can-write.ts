/**
 * Whether the user may write in a conversation, and if not, why.
 *
 * @module
 */
import type { ConversationInfo } from '@posthorn/client/engine';
import { neededFor, rankOf } from './group-rights.ts';
import type { Right } from './group-rights.ts';

/** What keeps the user from writing. */
export type Silence = 'left' | 'inbox' | 'closed' | 'silenced' | 'announcements' | 'blocked';

type Needed = Pick<ConversationInfo, 'kind' | 'left' | 'role' | 'silenced' | 'settings' | 'memberCount'>;

/** Undefined: the user may write. */
export function silenceOf(conversation: Needed, isBlocked = false): Silence | undefined {
  if (conversation.kind === 'inbox') return 'inbox';
  if (conversation.left) return 'left';
  if (conversation.settings?.closed === true) return 'closed';
  if (conversation.silenced) return 'silenced';
  if (!hasRight(conversation, 'write')) return 'announcements';
  return isBlocked && conversation.kind === 'direct' ? 'blocked' : undefined;
}

/** Whether the user may alert everybody. */
export function mayMentionAll(conversation: Needed): boolean {
  return (
    conversation.kind === 'room' || (conversation.kind === 'group' && hasRight(conversation, 'mentionAll'))
  );
}

function hasRight(conversation: Needed, right: Right): boolean {
  return conversation.kind !== 'group' || rankOf(conversation.role) >= rankOf(neededFor(right, conversation));
}

/** How long the user has to wait until the next message in slow mode, in ms; 0: not at all. `lastAt`: when they sent the last one. */
export function slowModeLeft(conversation: Needed, lastAt: number | undefined, now: number): number {
  const seconds = conversation.settings?.slowModeS ?? 0;
  if (seconds === 0 || lastAt === undefined || rankOf(conversation.role) >= rankOf('admin')) return 0;
  return Math.max(0, lastAt + seconds * 1000 - now);
}

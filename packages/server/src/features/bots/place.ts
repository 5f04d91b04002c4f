/**
 * Conversations as those see them who use bots there.
 *
 * @module
 */
import type { CachedConversation } from '../../pipeline/conversation-cache.ts';
import { blocked, notAMember } from '../../pipeline/refusals.ts';
import type { Services } from '../../router/services.ts';

/** A conversation that a user is in now. Throws NOT_A_MEMBER, also for a conversation that does not exist. */
export async function placeOf(
  { conversations }: Services,
  conversation: number,
  user: number,
  others: readonly number[] = [],
): Promise<CachedConversation> {
  const cached = await conversations.current(conversation, [user, ...others]);
  if (cached === undefined || !isIn(cached, user)) throw notAMember();
  return cached;
}

/** Whether a user is in a conversation; their membership must have been looked up. Nobody uses a bot in an inbox. */
export function isIn({ record, members }: CachedConversation, user: number): boolean {
  switch (record.kind) {
    case 'room':
      return true;
    case 'inbox':
      return false;
    case 'direct':
      return record.users.includes(user) && record.departed.length === 0;
    case 'group':
      return members.get(user) !== undefined;
  }
}

/** Throws BLOCKED if one of the two of a direct conversation takes nothing from the other one. */
export function assertOnSpeakingTerms({ record, refusing }: CachedConversation): void {
  if (record.kind === 'direct' && (record.blockedBy.length > 0 || refusing.length > 0)) throw blocked();
}

/**
 * Rules about who may change a group. The append queue applies them to the current members.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { bannedAmong } from './join-queries.ts';
import type { Services } from '../../router/services.ts';
import { isAtLeast } from '../../store/log/group-settings.ts';
import type { MemberRecord, Right } from '../../store/log/records.ts';
import type { CachedConversation } from '../../pipeline/conversation-cache.ts';
import { notAMember } from '../../pipeline/refusals.ts';

/** Returns the caller as a member. Throws NOT_A_MEMBER, or FORBIDDEN if the conversation is not a group. */
export function asMember(cached: CachedConversation, member: MemberRecord | undefined): MemberRecord {
  if (cached.record.kind === 'direct' && member !== undefined) throw onlyInGroups();
  asGroup(cached);
  if (member === undefined) throw notAMember();
  return member;
}

/** Throws unless the conversation is a group: FORBIDDEN for a room, which is public, else NOT_A_MEMBER. */
export function asGroup({ record }: CachedConversation): void {
  if (record.kind === 'room') throw onlyInGroups();
  if (record.kind !== 'group') throw notAMember();
}

function onlyInGroups(): PosthornError {
  return new PosthornError('FORBIDDEN', 'this works in groups alone', { reason: 'groups-only' });
}

/** Returns the caller as an admin or the owner. Throws NOT_A_MEMBER, FORBIDDEN. */
export function asManager(cached: CachedConversation, caller: MemberRecord | undefined): MemberRecord {
  const member = asMember(cached, caller);
  if (member.role === 'member') {
    throw new PosthornError('FORBIDDEN', 'only admins and the owner of the group may do this', {
      reason: 'managers-only',
    });
  }
  return member;
}

/** Returns the caller as a member who has a right. Throws NOT_A_MEMBER, FORBIDDEN. */
export function asHolder(
  cached: CachedConversation,
  caller: MemberRecord | undefined,
  right: Right,
): MemberRecord {
  const member = asMember(cached, caller);
  if (!isAtLeast(member.role, cached.record.settings[right])) {
    throw new PosthornError('FORBIDDEN', 'the settings of the group do not let you do this', {
      reason: 'group-settings',
    });
  }
  return member;
}

/** Throws FORBIDDEN if nobody comes in any more. */
export function assertNotClosed({ record }: CachedConversation): void {
  if (record.settings.closed)
    throw new PosthornError('FORBIDDEN', 'the group is closed', { reason: 'group-closed' });
}

/** Throws LIMIT_EXCEEDED if the group has no room for so many more. */
export function assertRoom({ record }: CachedConversation, more: number, most: number): void {
  if (record.memberCount + more > most)
    throw new PosthornError('LIMIT_EXCEEDED', `a group has at most ${most} members`, {
      reason: 'group-full',
    });
}

/** Throws FORBIDDEN and says why. The effect that lets somebody in looks again. */
export async function assertNotBanned(
  { store }: Pick<Services, 'store'>,
  conversation: number,
  user: number,
): Promise<void> {
  const [banned] = await store.run(bannedAmong, conversation, [user]);
  if (banned === undefined) return;
  const why = banned.reason === '' ? '' : `: ${banned.reason}`;
  throw new PosthornError('FORBIDDEN', `you are banned from this group${why}`, { reason: 'banned' });
}

/** Returns the caller as the owner. Throws NOT_A_MEMBER, FORBIDDEN. */
export function asOwner(cached: CachedConversation, caller: MemberRecord | undefined): MemberRecord {
  const member = asMember(cached, caller);
  if (member.role !== 'owner')
    throw new PosthornError('FORBIDDEN', 'only the owner of the group may do this', { reason: 'owner-only' });
  return member;
}

/** Returns another member, whom the caller outranks. Throws NOT_FOUND, FORBIDDEN. */
export function subordinate(
  cached: CachedConversation,
  caller: MemberRecord | undefined,
  user: number,
): MemberRecord {
  const { role } = asManager(cached, caller);
  const target = memberOf(cached, user);
  if (target.role === 'owner' || (target.role === 'admin' && role === 'admin')) {
    throw new PosthornError('FORBIDDEN', 'you may not do this to somebody of your rank or above', {
      reason: 'outranked',
    });
  }
  return target;
}

/** Returns a member that the request names (Submission.about). Throws NOT_FOUND. */
export function memberOf(cached: CachedConversation, user: number): MemberRecord {
  const member = cached.members.get(user);
  if (member === undefined)
    throw new PosthornError('NOT_FOUND', 'this user is not in the group', { reason: 'not-a-member-there' });
  return member;
}

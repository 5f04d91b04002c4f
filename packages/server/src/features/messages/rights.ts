/**
 * What somebody may do in a conversation besides writing.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { ContentTrait, Sending } from '../../router/contents.ts';
import { isAtLeast } from '../../store/log/group-settings.ts';
import { MAX_HERE, mentionsOnline } from './here.ts';
import type { Right } from '../../store/log/records.ts';

/**
 * Whether the sender has a right: in a group by their role and its settings, in a direct conversation always, and in a room
 * as an administrator of the server, but that everybody writes there.
 */
export function hasRight(
  { cached: { record }, member, isAdministrator }: Pick<Sending, 'cached' | 'member' | 'isAdministrator'>,
  right: Right,
): boolean {
  switch (record.kind) {
    case 'direct':
      return true;
    case 'group':
      return member !== undefined && isAtLeast(member.role, record.settings[right]);
    case 'room':
      return right === 'write' || isAdministrator;
    case 'inbox':
      return false;
  }
}

/** Whether the sender may undo what others have said: an admin of the group, in a room one of the server. */
export function isManager({ cached, member, isAdministrator }: Sending): boolean {
  if (cached.record.kind === 'room') return isAdministrator;
  return member?.role === 'admin' || member?.role === 'owner';
}

/** People are alerted who are not named. */
export const MENTION_ALL: ContentTrait = {
  name: 'mention-all',
  isIn: ({ mentionAll, kind }) =>
    mentionAll !== 'unspecified' || (kind?.case === 'edit' && kind.value.mentionAll !== 'unspecified'),
  effect(content, sending) {
    if (!hasRight(sending, 'mentionAll'))
      throw new PosthornError('FORBIDDEN', 'you may not alert everybody here', {
        reason: 'alerting-not-allowed',
      });
    if (mentionsOnline(content) && sending.cached.record.memberCount > MAX_HERE)
      throw new PosthornError(
        'LIMIT_EXCEEDED',
        `in a group of more than ${MAX_HERE} alert everybody, or nobody`,
        { reason: 'too-many-to-alert-online' },
      );
    return undefined;
  },
};

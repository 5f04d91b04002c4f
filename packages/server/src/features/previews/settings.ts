/**
 * Whether links get previews in a conversation.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { AckInit, SetPreviews } from '@posthorn/protocol';
import type { CachedConversation } from '../../pipeline/conversation-cache.ts';
import { notAMember } from '../../pipeline/refusals.ts';
import { sessionOf } from '../../router/caller.ts';
import { clientIdOf } from '../../router/ids.ts';
import type { Caller, CallerSession } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import type { MemberRecord } from '../../store/log/records.ts';
import { maySend } from '../messages/send.ts';
import type { NoPreviewsEffect } from './effects.ts';

export function setPreviews(
  services: Services,
  caller: Caller,
  { conversation, off, clientId }: SetPreviews,
): Promise<AckInit> {
  const session = sessionOf(caller);
  const effect: NoPreviewsEffect = { type: 'no-previews', off };
  return services.append.submit({
    sender: session.user,
    // The ack does not contain the event, so the caller gets the push too.
    connection: 0,
    sequence: 0,
    conversation,
    peer: 0,
    clientId: clientIdOf(services, clientId),
    order: 0,
    content: { kind: { case: 'event', value: { kind: off ? 'no-previews' : 'previews' } } },
    rule: (cached, member, submission) => {
      assertMaySet(cached, member, session);
      if (cached.record.kind === 'direct') maySend(cached, member, submission);
      return effect;
    },
  });
}

function assertMaySet(
  { record: { kind, users } }: CachedConversation,
  member: MemberRecord | undefined,
  { user, admin }: Pick<CallerSession, 'user' | 'admin'>,
): void {
  const isIn = kind === 'group' ? member !== undefined : kind === 'room' || users.includes(user);
  if (!isIn) throw notAMember();
  const isInCharge =
    kind === 'direct' || (kind === 'group' && member?.role !== 'member') || (kind === 'room' && admin);
  if (!isInCharge) throw new PosthornError('FORBIDDEN', 'others decide about previews here');
}

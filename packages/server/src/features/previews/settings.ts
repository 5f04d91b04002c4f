/**
 * Whether links get previews in a conversation.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { AckInit, SetPreviews } from '@posthorn/protocol';
import { sessionOf } from '../../router/caller.ts';
import { clientIdOf } from '../../router/ids.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { hasRight } from '../messages/rights.ts';
import { mayAct } from '../messages/send.ts';
import type { NoPreviewsEffect } from './effects.ts';

export function setPreviews(
  services: Services,
  caller: Caller,
  { conversation, off, clientId }: SetPreviews,
): Promise<AckInit> {
  const { user: sender, admin: isAdministrator } = sessionOf(caller);
  const effect: NoPreviewsEffect = { type: 'no-previews', off };
  return services.append.submit({
    sender,
    // The ack does not contain the event, so the caller gets the push too.
    connection: 0,
    sequence: 0,
    conversation,
    peer: 0,
    clientId: clientIdOf(services, clientId),
    order: 0,
    content: { kind: { case: 'event', value: { kind: off ? 'no-previews' : 'previews' } } },
    rule: (cached, member, submission) => {
      mayAct(cached, member, submission);
      if (hasRight({ cached, member, isAdministrator }, 'change')) return effect;
      throw new PosthornError('FORBIDDEN', 'others decide here about previews', {
        reason: 'previews-not-yours',
      });
    },
  });
}

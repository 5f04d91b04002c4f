/**
 * Opening direct conversations, and a user's own settings of a conversation.
 *
 * @module
 */
import * as viewQueries from './queries.ts';
import { PosthornError } from '@posthorn/protocol';
import type { ConversationInit, DoneInit, ForgetConversation, OpenDirect } from '@posthorn/protocol';
import { isOpenTo } from '../people/privacy.ts';
import { sessionOf } from '../../router/caller.ts';
import { conversationFor } from './views.ts';
import { blocked } from '../../pipeline/refusals.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';

export async function openDirect(
  services: Services,
  caller: Caller,
  request: OpenDirect,
): Promise<ConversationInit> {
  const { user } = sessionOf(caller);
  if (request.user === user)
    throw new PosthornError('INVALID', 'a direct conversation needs somebody else', {
      reason: 'direct-with-yourself',
    });
  if (!(await isOpenTo(services, 'write', { asker: user, user: request.user }))) {
    throw blocked();
  }
  const id = await services.conversations.direct(user, request.user);
  return conversationFor(services, user, id);
}

export async function forgetConversation(
  services: Services,
  caller: Caller,
  request: ForgetConversation,
): Promise<DoneInit> {
  const { user } = sessionOf(caller);
  const { left } = await conversationFor(services, user, request.conversation);
  if (left !== true || !(await services.store.run(viewQueries.forget, user, request.conversation))) {
    throw new PosthornError('INVALID', 'leave the group first', { reason: 'leave-first' });
  }
  return {};
}

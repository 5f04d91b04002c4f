/**
 * Conversations as one user may see them (promise 9).
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type {
  ConversationInit,
  ConversationsInit,
  GetConversation,
  ListConversations,
} from '@posthorn/protocol';
import { sessionOf } from '../../router/caller.ts';
import { idCursor, nextCursor, pageLimit } from '../../router/ids.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { toMessage } from '../messages/reading.ts';
import * as viewQueries from './queries.ts';
import type { ConversationView } from './records.ts';

export async function listConversations(
  services: Services,
  caller: Caller,
  request: ListConversations,
): Promise<ConversationsInit> {
  const limit = pageLimit(request.limit);
  const after = idCursor(request.cursor);
  const views = await services.store.run(
    viewQueries.views,
    sessionOf(caller).user,
    after,
    limit,
    services.contents.uncounted,
  );
  return { conversations: views.map(toConversation), next: nextCursor(views, limit, (view) => view.id) };
}

export function getConversation(
  services: Services,
  caller: Caller,
  request: GetConversation,
): Promise<ConversationInit> {
  return conversationFor(services, sessionOf(caller).user, request.conversation);
}

/** Returns a conversation as `user` sees it. Throws NOT_FOUND. */
export async function conversationFor(
  services: Services,
  user: number,
  id: number,
): Promise<ConversationInit> {
  const view = await services.store.run(viewQueries.view, user, id, services.contents.uncounted);
  if (view === undefined) throw new PosthornError('NOT_FOUND', 'there is no such conversation');
  return toConversation(view);
}

/** Converts a view to the form sent to clients. */
export function toConversation(view: ConversationView): ConversationInit {
  const { role, lastMessage, ...rest } = view;
  return {
    ...rest,
    role: role ?? 'unspecified',
    lastMessage: lastMessage === undefined ? undefined : toMessage(lastMessage),
  };
}

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
import type { RouterState, Services } from '../../router/services.ts';
import { Turns } from '../../router/turns.ts';
import { toMessage } from '../messages/reading.ts';
import * as viewQueries from './queries.ts';
import type { ConversationView } from './records.ts';

/** Lists of one user at once: each looks at up to 2,000 messages of each conversation, to count what is unread. */
const LISTS_AT_ONCE = 2;

export const LIST_TURNS: RouterState<Turns> = { name: 'list turns', open: () => new Turns(LISTS_AT_ONCE) };

export async function listConversations(
  services: Services,
  caller: Caller,
  request: ListConversations,
): Promise<ConversationsInit> {
  const limit = pageLimit(request.limit);
  const after = idCursor(request.cursor);
  const { user } = sessionOf(caller);
  const { store, contents } = services;
  const views = await services
    .state(LIST_TURNS)
    .take(user, () => store.run(viewQueries.views, user, after, limit, contents.uncounted));
  return {
    conversations: views.map((view) => toConversation(view, services.clock.now())),
    next: nextCursor(views, limit, (view) => view.id),
  };
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
  return toConversation(view, services.clock.now());
}

/** Converts a view to the form sent to clients. `now`: Unix ms. */
export function toConversation(view: ConversationView, now: number): ConversationInit {
  const { role, lastMessage, mutedUntil, ...rest } = view;
  return {
    ...rest,
    muted: mutedUntil > now,
    role: role ?? 'unspecified',
    lastMessage: lastMessage === undefined ? undefined : toMessage(lastMessage),
  };
}

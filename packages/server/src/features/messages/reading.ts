/**
 * Reading: messages, heads and conversations as one user may see them (promises 7 and 9).
 *
 * @module
 */
import * as cursorQueries from '../cursors/queries.ts';
import * as viewQueries from '../conversations/queries.ts';
import { ERRORS, LIMITS, PosthornError } from '@posthorn/protocol';
import type {
  BatchInit,
  ConversationInit,
  ConversationsInit,
  GetConversation,
  HeadsPageInit,
  ListConversations,
  ListHeads,
  ListReceipts,
  MessageInit,
  Pull,
  PulledInit,
  Range,
  ReceiptsInit,
} from '@posthorn/protocol';
import type { ConversationView } from '../conversations/records.ts';
import type { LogBatch, LogRange, StoredMessage } from '../../store/log/log.ts';
import { sessionOf } from '../../router/caller.ts';
import { idCursor, nextCursor, pageLimit } from '../../router/ids.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';

export async function pull(services: Services, caller: Caller, request: Pull): Promise<PulledInit> {
  const { ranges } = request;
  if (ranges.length > LIMITS.maxRangesPerPull) {
    throw new PosthornError('TOO_LARGE', `at most ${LIMITS.maxRangesPerPull} ranges can be pulled at once`);
  }
  const batches = await services.store.log.pull(sessionOf(caller).user, bounded(ranges), LIMITS.maxPullBytes);
  return { batches: batches.map(toBatch) };
}

/** Shares the bound on messages among the ranges, in their order. */
function bounded(ranges: readonly Range[]): LogRange[] {
  let left: number = LIMITS.maxMessagesPerPull;
  return ranges.map((range) => {
    const limit = Math.min(range.limit === 0 ? LIMITS.defaultPageItems : range.limit, left);
    left -= limit;
    return { ...range, limit };
  });
}

function toBatch(batch: LogBatch): BatchInit {
  if (batch.forbidden) return { conversation: batch.conversation, error: ERRORS.NOT_A_MEMBER.code };
  return { ...batch, messages: batch.messages.map(toMessage), error: 0 };
}

/** A stored message as it travels. */
export function toMessage(message: StoredMessage): MessageInit {
  return message;
}

export async function listHeads(
  services: Services,
  caller: Caller,
  request: ListHeads,
): Promise<HeadsPageInit> {
  const limit = pageLimit(
    request.limit === 0 ? LIMITS.maxHeadsPerPage : request.limit,
    LIMITS.maxHeadsPerPage,
  );
  const heads = await services.store.log.heads(sessionOf(caller).user, idCursor(request.cursor), limit);
  return { heads, next: nextCursor(heads, limit, (head) => head.conversation) };
}

export async function listConversations(
  services: Services,
  caller: Caller,
  request: ListConversations,
): Promise<ConversationsInit> {
  const limit = pageLimit(request.limit);
  const after = idCursor(request.cursor);
  const views = await services.store.run(viewQueries.views, sessionOf(caller).user, after, limit);
  return { conversations: views.map(toConversation), next: nextCursor(views, limit, (view) => view.id) };
}

export function getConversation(
  services: Services,
  caller: Caller,
  request: GetConversation,
): Promise<ConversationInit> {
  return conversationFor(services, sessionOf(caller).user, request.conversation);
}

/** One conversation as `user` sees it. Throws NOT_FOUND. */
export async function conversationFor(
  services: Services,
  user: number,
  id: number,
): Promise<ConversationInit> {
  const view = await services.store.run(viewQueries.view, user, id);
  if (view === undefined) throw new PosthornError('NOT_FOUND', 'there is no such conversation');
  return toConversation(view);
}

/** A view as it travels. */
export function toConversation(view: ConversationView): ConversationInit {
  const { role, lastMessage, ...rest } = view;
  return {
    ...rest,
    role: role ?? 'unspecified',
    lastMessage: lastMessage === undefined ? undefined : toMessage(lastMessage),
  };
}

export async function listReceipts(
  services: Services,
  caller: Caller,
  request: ListReceipts,
): Promise<ReceiptsInit> {
  const { user } = sessionOf(caller);
  const view = await services.store.run(viewQueries.view, user, request.conversation);
  if (view === undefined || view.left)
    throw new PosthornError('NOT_A_MEMBER', 'you are not in this conversation');
  const limit = pageLimit(request.limit);
  const receipts = await services.store.run(
    cursorQueries.cursors,
    request.conversation,
    idCursor(request.cursor),
    limit,
  );
  return { receipts, next: nextCursor(receipts, limit, (receipt) => receipt.user) };
}

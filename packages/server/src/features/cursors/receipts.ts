/**
 * How far the members of a conversation have read.
 *
 * @module
 */
import type { ListReceipts, ReceiptsInit } from '@posthorn/protocol';
import { sessionOf } from '../../router/caller.ts';
import { idCursor, nextCursor, pageLimit } from '../../router/ids.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import * as logQueries from '../../store/log/conversations.ts';
import * as viewQueries from '../conversations/queries.ts';
import * as cursorQueries from './queries.ts';
import { notAMember } from '../../pipeline/refusals.ts';

export async function listReceipts(
  services: Services,
  caller: Caller,
  request: ListReceipts,
): Promise<ReceiptsInit> {
  const { user } = sessionOf(caller);
  const view = await services.store.run(
    viewQueries.view,
    user,
    request.conversation,
    services.contents.uncounted,
  );
  if (view === undefined || view.left) throw notAMember();
  const limit = pageLimit(request.limit);
  const record = await services.store.run(logQueries.getConversation, request.conversation);
  if (record !== undefined && record.blockedBy.length > 0) {
    // If one of the two blocks the other, each sees only their own cursor.
    const own = { user, conversation: request.conversation, read: view.read, delivered: view.delivered };
    return { receipts: own.read + own.delivered > 0 && request.cursor === '' ? [own] : [], next: '' };
  }
  const receipts = await services.store.run(
    cursorQueries.cursors,
    request.conversation,
    idCursor(request.cursor),
    limit,
  );
  return { receipts, next: nextCursor(receipts, limit, (receipt) => receipt.user) };
}

/**
 * How far the members of a conversation have read.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { ListReceipts, ReceiptsInit } from '@posthorn/protocol';
import { sessionOf } from '../../router/caller.ts';
import { idCursor, nextCursor, pageLimit } from '../../router/ids.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import * as viewQueries from '../conversations/queries.ts';
import * as cursorQueries from './queries.ts';

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

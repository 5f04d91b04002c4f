/**
 * Blocking. A block stops direct messages in both directions, whichever user set it.
 *
 * @module
 */
import * as blockQueries from './block-queries.ts';
import * as userQueries from '../accounts/user-queries.ts';
import { PosthornError } from '@posthorn/protocol';
import type { Block, DoneInit, ListBlocked, Unblock, UsersInit } from '@posthorn/protocol';
import { sessionOf } from '../../router/caller.ts';
import { idCursor, nextCursor, pageLimit } from '../../router/ids.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { toUser } from '../accounts/users.ts';

export async function block(services: Services, caller: Caller, request: Block): Promise<DoneInit> {
  const { user } = sessionOf(caller);
  if (request.user === user)
    throw new PosthornError('INVALID', 'nobody can block themselves', { reason: 'blocking-yourself' });
  const { store } = services;
  const [other] = await store.run(userQueries.usersByIds, [request.user]);
  if (other === undefined)
    throw new PosthornError('NOT_FOUND', 'there is no such user', { reason: 'no-such-user' });
  const blocked = await store.run(blockQueries.blocks, user, 0, blockQueries.MAX_BLOCKED);
  if (blocked.length >= blockQueries.MAX_BLOCKED && !blocked.includes(other.id)) {
    throw new PosthornError('LIMIT_EXCEEDED', `at most ${blockQueries.MAX_BLOCKED} users can be blocked`, {
      reason: 'too-many-blocked',
    });
  }
  await store.run(blockQueries.setBlock, user, other.id, true);
  services.publish.blocked(user, other.id);
  return {};
}

export async function unblock(services: Services, caller: Caller, request: Unblock): Promise<DoneInit> {
  await services.store.run(blockQueries.setBlock, sessionOf(caller).user, request.user, false);
  return {};
}

export async function listBlocked(
  services: Services,
  caller: Caller,
  request: ListBlocked,
): Promise<UsersInit> {
  const limit = pageLimit(request.limit);
  const { store, clock } = services;
  const ids = await store.run(blockQueries.blocks, sessionOf(caller).user, idCursor(request.cursor), limit);
  const users = ids.length === 0 ? [] : await store.run(userQueries.usersByIds, ids);
  return { users: users.map((user) => toUser(user, clock.now())), next: nextCursor(ids, limit, (id) => id) };
}

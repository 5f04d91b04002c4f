/**
 * Blocking: between two users, whoever of them asked for it, nothing direct passes any more.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Block, DoneInit, ListBlocked, Unblock, UsersInit } from '@posthorn/protocol';
import { sessionOf } from '../../router/caller.ts';
import { idCursor, nextCursor, pageLimit } from '../../router/ids.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { toUser } from './users.ts';

/** So many a user may block. */
const MAX_BLOCKED = 5000;

export async function block(services: Services, caller: Caller, request: Block): Promise<DoneInit> {
  const { user } = sessionOf(caller);
  if (request.user === user) throw new PosthornError('INVALID', 'nobody can block themselves');
  const { accounts, conversations } = services.store;
  const [other] = await accounts.byIds([request.user]);
  if (other === undefined) throw new PosthornError('NOT_FOUND', 'there is no such user');
  const blocked = await conversations.blocks(user, 0, MAX_BLOCKED);
  if (blocked.length >= MAX_BLOCKED && !blocked.includes(other.id)) {
    throw new PosthornError('LIMIT_EXCEEDED', `at most ${MAX_BLOCKED} users can be blocked`);
  }
  await conversations.setBlock(user, other.id, true);
  services.publish.blocked(user, other.id);
  return {};
}

export async function unblock(services: Services, caller: Caller, request: Unblock): Promise<DoneInit> {
  await services.store.conversations.setBlock(sessionOf(caller).user, request.user, false);
  return {};
}

export async function listBlocked(
  services: Services,
  caller: Caller,
  request: ListBlocked,
): Promise<UsersInit> {
  const limit = pageLimit(request.limit);
  const { accounts, conversations } = services.store;
  const ids = await conversations.blocks(sessionOf(caller).user, idCursor(request.cursor), limit);
  const users = ids.length === 0 ? [] : await accounts.byIds(ids);
  return { users: users.map(toUser), next: nextCursor(ids, limit, (id) => id) };
}

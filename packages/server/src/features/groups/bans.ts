/**
 * Who may not come into a group.
 *
 * @module
 */
import type { BansInit, DoneInit, ListBans, Unban } from '@posthorn/protocol';
import { sessionOf } from '../../router/caller.ts';
import { idCursor, nextCursor, pageLimit } from '../../router/ids.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { currentGroup } from './groups.ts';
import * as joinQueries from './join-queries.ts';
import { asManager } from './permissions.ts';

export async function listBans(services: Services, caller: Caller, request: ListBans): Promise<BansInit> {
  const { conversation, cursor } = request;
  await assertManager(services, caller, conversation);
  const limit = pageLimit(request.limit);
  const bans = await services.store.run(joinQueries.bans, conversation, idCursor(cursor), limit);
  return { bans, next: nextCursor(bans, limit, ({ user }) => user) };
}

export async function unban(
  services: Services,
  caller: Caller,
  { conversation, user }: Unban,
): Promise<DoneInit> {
  await assertManager(services, caller, conversation);
  await services.store.run(joinQueries.unban, conversation, user);
  return {};
}

async function assertManager(services: Services, caller: Caller, conversation: number): Promise<void> {
  const { user } = sessionOf(caller);
  const cached = await currentGroup(services, conversation, user);
  asManager(cached, cached.members.get(user));
}

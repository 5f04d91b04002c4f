/**
 * Operations of administrators.
 *
 * @module
 */
import { DISABLINGS, PASSWORDS } from '../accounts/states.ts';
import * as adminQueries from './queries.ts';
import * as userQueries from '../accounts/user-queries.ts';
import { PosthornError } from '@posthorn/protocol';
import type { DisableUser, DoneInit, GetServerInfo, ResetPassword, ServerInfoInit } from '@posthorn/protocol';
import { sessionOf } from '../../router/caller.ts';
import { connectionCount } from '../../router/online.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { endSessions } from '../accounts/sessions.ts';

export async function disableUser(
  services: Services,
  caller: Caller,
  request: DisableUser,
): Promise<DoneInit> {
  const { user, disabled } = request;
  if (user === sessionOf(caller).user) throw new PosthornError('INVALID', 'you cannot disable yourself');
  const updated = await services.store.run(userQueries.updateUser, user, { disabled });
  if (updated === undefined) throw new PosthornError('NOT_FOUND', 'there is no such user');
  if (disabled) {
    await endSessions(services, user, undefined, 'ACCOUNT_DISABLED');
    await services.state(DISABLINGS).tell(user);
  }
  services.logger.info({ user, disabled, by: sessionOf(caller).user }, 'account switched');
  return {};
}

export async function resetPassword(
  services: Services,
  caller: Caller,
  request: ResetPassword,
): Promise<DoneInit> {
  const { user, newPassword } = request;
  const [found] = await services.store.run(userQueries.usersByIds, [user]);
  if (found === undefined) throw new PosthornError('NOT_FOUND', 'there is no such user');
  const passwordHash = await services.state(PASSWORDS).hash(newPassword, found.name, caller);
  await services.store.run(userQueries.updateUser, user, { passwordHash });
  await endSessions(services, user, undefined, 'SESSION_REVOKED');
  services.logger.info({ user, by: sessionOf(caller).user }, 'password reset');
  return {};
}

export async function getServerInfo(
  services: Services,
  _caller: Caller,
  _request: GetServerInfo,
): Promise<ServerInfoInit> {
  const { store, config } = services;
  const [stats, connections] = await Promise.all([store.run(adminQueries.totals), connectionCount(services)]);
  const { version, node, startedAt } = config;
  return { ...stats, version, node, startedAt, epoch: store.epoch, connections };
}

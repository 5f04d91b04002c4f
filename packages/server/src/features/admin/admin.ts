/**
 * Operations of administrators.
 *
 * @module
 */
import { PASSWORDS, TOKENS } from '../accounts/states.ts';
import * as adminQueries from './queries.ts';
import * as userQueries from '../accounts/user-queries.ts';
import { PosthornError } from '@posthorn/protocol';
import type {
  DisableUser,
  DoneInit,
  GetServerInfo,
  ResetPassword,
  ServerInfoInit,
  SetAdministrator,
} from '@posthorn/protocol';
import { originOf } from '../../router/audit.ts';
import { sessionOf } from '../../router/caller.ts';
import { connectionCount } from '../../router/online.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { endSessions } from '../accounts/sessions.ts';
import { changeStanding } from '../accounts/standing.ts';
import { switchAccount } from '../accounts/switching.ts';

export async function disableUser(
  services: Services,
  caller: Caller,
  request: DisableUser,
): Promise<DoneInit> {
  const { user, disabled } = request;
  if (user === sessionOf(caller).user)
    throw new PosthornError('INVALID', 'you cannot disable yourself', { reason: 'disabling-yourself' });
  const origin = originOf(services.clock, caller, 'disableUser');
  await switchAccount(services, user, disabled, origin);
  services.logger.info({ user, disabled, by: sessionOf(caller).user }, 'account switched');
  return {};
}

export async function setAdministrator(
  services: Services,
  caller: Caller,
  { user, administrator }: SetAdministrator,
): Promise<DoneInit> {
  const origin = originOf(services.clock, caller, 'setAdministrator');
  const before = await changeStanding(services.store, user, { admin: administrator }, origin);
  if (before.admin === administrator) return {};
  if (administrator) services.state(TOKENS).forgetUser(user);
  // Open connections would keep the rights.
  else await endSessions(services, { user, code: 'SESSION_REVOKED', origin });
  services.logger.info({ user, administrator, by: sessionOf(caller).user }, 'administrator set');
  return {};
}

export async function resetPassword(
  services: Services,
  caller: Caller,
  request: ResetPassword,
): Promise<DoneInit> {
  const { user, newPassword } = request;
  const [found] = await services.store.run(userQueries.usersByIds, [user]);
  if (found === undefined)
    throw new PosthornError('NOT_FOUND', 'there is no such user', { reason: 'no-such-user' });
  if (found.erased)
    throw new PosthornError('INVALID', 'the account was erased', { reason: 'account-erased' });
  if (found.bot)
    throw new PosthornError('INVALID', 'a bot has no password: give it a new token instead', {
      reason: 'bot-has-no-password',
    });
  const passwordHash = await services.state(PASSWORDS).hash(newPassword, found.name, caller);
  const origin = originOf(services.clock, caller, 'resetPassword');
  await services.store.run(userQueries.updateUser, user, { passwordHash }, origin);
  await endSessions(services, { user, code: 'SESSION_REVOKED', origin });
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

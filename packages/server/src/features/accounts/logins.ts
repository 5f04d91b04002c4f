/**
 * Logins and sessions, as a router uses them.
 *
 * @module
 */
import type { Logins } from '../../router/local.ts';
import type { Services } from '../../router/services.ts';
import { attach, attachAs, authenticate, authenticateAs, sessionsOf } from './sessions.ts';
import { updateUser } from './user-queries.ts';

export function createLogins(services: Services): Logins {
  return {
    authenticate: (token) => authenticate(services, token),
    authenticateAs: (identity) => authenticateAs(services, identity),
    attach: (caller, token) => attach(services, caller, token),
    attachAs: (caller, identity) => attachAs(services, caller, identity),
    sessionsOf: (users) => sessionsOf(services, users),
    async wentOffline(user) {
      await services.store.run(updateUser, user, { lastSeen: services.clock.now() });
    },
  };
}

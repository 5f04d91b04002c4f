/**
 * What accounts keep about a user.
 *
 * @module
 */
import { ownOrigin } from '../../router/audit.ts';
import type { ExportLine, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import * as identityQueries from './identity-queries.ts';
import * as sessionQueries from './session-queries.ts';
import { endSessions } from './sessions.ts';
import * as userQueries from './user-queries.ts';
import { toUser } from './users.ts';

export function personalData(services: Services): PersonalData {
  return {
    export: (user) => exportAccount(services, user),
    async erase({ user }) {
      // A login may have been under way.
      const origin = ownOrigin(services.clock, 'eraseUser');
      await endSessions(services, { user, code: 'ACCOUNT_DISABLED', origin });
      await services.store.run(sessionQueries.forgetFences, user);
      await services.store.run(identityQueries.forgetIdentities, user);
    },
  };
}

async function* exportAccount({ store, clock }: Services, id: number): AsyncGenerator<ExportLine> {
  const [user] = await store.run(userQueries.usersByIds, [id]);
  if (user === undefined) return;
  yield { type: 'profile', ...toUser(user, clock.now()), lastSeen: user.lastSeen };
  for (const { issuer, subject, email } of await store.run(identityQueries.identitiesOf, id))
    yield { type: 'identity', issuer, subject, email };
  for (const session of await store.run(sessionQueries.sessionsOf, id)) yield { type: 'session', ...session };
}

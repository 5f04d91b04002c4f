/**
 * What accounts keep about a user.
 *
 * @module
 */
import type { ExportLine, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import * as sessionQueries from './session-queries.ts';
import * as userQueries from './user-queries.ts';
import { toUser } from './users.ts';

export function personalData(services: Services): PersonalData {
  return { export: (user) => exportAccount(services, user) };
}

async function* exportAccount({ store }: Services, id: number): AsyncGenerator<ExportLine> {
  const [user] = await store.run(userQueries.usersByIds, [id]);
  if (user === undefined) return;
  yield { type: 'profile', ...toUser(user), lastSeen: user.lastSeen };
  for (const session of await store.run(sessionQueries.sessionsOf, id)) yield { type: 'session', ...session };
}

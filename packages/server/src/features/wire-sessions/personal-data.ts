/**
 * Sessions of other wires, as personal data.
 *
 * @module
 */
import type { ExportLine, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import { eraseWireSessions, wireSessionsOf } from './queries.ts';

export function personalData(services: Services): PersonalData {
  return {
    export: (user) => exportSessions(services, user),
    erase: ({ user }) => services.store.run(eraseWireSessions, user),
  };
}

async function* exportSessions({ store }: Services, user: number): AsyncGenerator<ExportLine> {
  for (const session of await store.run(wireSessionsOf, user)) yield { type: 'wire-session', ...session };
}

/**
 * Sessions of other wires, as personal data.
 *
 * @module
 */
import { decodeSchedule } from '@posthorn/protocol';
import { toJson } from '@posthorn/protocol/schema';
import type { ExportLine, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import { eraseWireSessions, wireSessionsOf } from './queries.ts';
import { willsOf } from './will-queries.ts';

export function personalData(services: Services): PersonalData {
  return {
    export: (user) => exportSessions(services, user),
    erase: ({ user }) => services.store.run(eraseWireSessions, user),
  };
}

async function* exportSessions({ store }: Services, user: number): AsyncGenerator<ExportLine> {
  for (const session of await store.run(wireSessionsOf, user)) yield { type: 'wire-session', ...session };
  for (const { message } of await store.run(willsOf, user))
    yield { type: 'will', ...toJson('Schedule', decodeSchedule(message)) };
}

/**
 * What a user has scheduled.
 *
 * @module
 */
import { toJson } from '@posthorn/protocol/schema';
import type { ExportLine, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import * as scheduledQueries from './queries.ts';
import { MAX_PAGE, toScheduled } from './scheduled.ts';

export function personalData(services: Services): PersonalData {
  const { store } = services;
  return {
    export: (user) => exportScheduled(services, user),
    erase: ({ user }) => store.run(scheduledQueries.eraseScheduled, user),
    expire: async (before) =>
      (await store.run(scheduledQueries.removeFailedBefore, before, MAX_PAGE)) === MAX_PAGE,
  };
}

async function* exportScheduled({ store }: Services, user: number): AsyncGenerator<ExportLine> {
  for (let after = 0; ;) {
    const found = await store.run(scheduledQueries.scheduledOf, user, after, MAX_PAGE);
    for (const each of found) yield { type: 'scheduled', ...toJson('Scheduled', toScheduled(each)) };
    if (found.length < MAX_PAGE) return;
    after = found.at(-1)?.id ?? after;
  }
}

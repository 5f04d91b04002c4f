/**
 * What is kept about whom a user blocks, and what they let others do.
 *
 * @module
 */
import type { ExportLine, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import * as userQueries from '../accounts/user-queries.ts';
import * as blockQueries from './block-queries.ts';
import { erasePeople } from './privacy-queries.ts';
import { privacyFor } from './privacy.ts';

export function personalData(services: Services): PersonalData {
  return {
    export: (user) => exportPeople(services, user),
    erase: ({ user }) => services.store.run(erasePeople, user),
  };
}

const PAGE = 200;

async function* exportPeople(services: Services, user: number): AsyncGenerator<ExportLine> {
  const { store } = services;
  yield { type: 'privacy', ...(await privacyFor(services, user)) };
  for (let after = 0; ;) {
    const blocked = await store.run(blockQueries.blocks, user, after, PAGE);
    for (const { id, name } of await store.run(userQueries.usersByIds, blocked)) {
      yield { type: 'blocked', user: id, name };
    }
    if (blocked.length < PAGE) return;
    after = blocked.at(-1) ?? after;
  }
}

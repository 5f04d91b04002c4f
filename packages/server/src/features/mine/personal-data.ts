/**
 * A user's own space, as personal data.
 *
 * @module
 */
import { LIMITS } from '@posthorn/protocol';
import type { ExportLine, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import * as mineQueries from './queries.ts';
import type { MinePlace } from './records.ts';

export function personalData(services: Services): PersonalData {
  return {
    export: (user) => exportMine(services, user),
    erase: ({ user }) => services.store.run(mineQueries.eraseMine, user),
  };
}

const BOUNDS = { limit: 200, maxBytes: LIMITS.maxPullBytes };

async function* exportMine({ store }: Services, user: number): AsyncGenerator<ExportLine> {
  for (let place: MinePlace = { after: 0, begun: 0 }; ;) {
    const page = await store.run(mineQueries.changedMine, user, '', place, BOUNDS);
    for (const { key, value } of page.entries) if (value !== '') yield { type: 'mine', key, value };
    if (!page.more) return;
    place = { after: page.version, begun: page.begun };
  }
}

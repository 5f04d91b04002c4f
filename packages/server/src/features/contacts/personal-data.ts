/**
 * A user's contacts, as personal data.
 *
 * @module
 */
import type { ExportLine, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import * as contactQueries from './queries.ts';

export function personalData(services: Services): PersonalData {
  return {
    export: (user) => exportContacts(services, user),
    erase: ({ user }) => services.store.run(contactQueries.eraseContacts, user),
  };
}

const PAGE = 200;

async function* exportContacts({ store }: Services, self: number): AsyncGenerator<ExportLine> {
  for (let after = 0; ;) {
    const found = await store.run(contactQueries.contacts, self, undefined, after, PAGE);
    for (const { user, state, text, time } of found) yield { type: 'contact', user, state, text, time };
    if (found.length < PAGE) return;
    after = found.at(-1)?.user ?? after;
  }
}

/**
 * What server keys keep about whoever has made them.
 *
 * @module
 */
import type { ExportLine, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import { keysMadeBy } from './key-queries.ts';

/** A key is the server's: it stays when the account goes, and then only says the number of it. */
export function personalData(services: Services): PersonalData {
  return { export: (user) => exportKeys(services, user) };
}

async function* exportKeys({ store }: Services, user: number): AsyncGenerator<ExportLine> {
  for (const { id, name, scopes, createdAt } of await store.run(keysMadeBy, user)) {
    yield { type: 'server-key', id, name, scopes: scopes.split(' '), createdAt };
  }
}

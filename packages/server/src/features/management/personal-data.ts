/**
 * What other systems call a user.
 *
 * @module
 */
import type { ExportLine, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import { externalIdOf, forgetExternalId } from '../accounts/import-queries.ts';

export function personalData(services: Services): PersonalData {
  return {
    export: (user) => exportExternalId(services, user),
    async erase({ user }) {
      await services.store.run(forgetExternalId, user);
    },
  };
}

async function* exportExternalId({ store }: Services, user: number): AsyncGenerator<ExportLine> {
  const externalId = await store.run(externalIdOf, user);
  if (externalId !== undefined) yield { type: 'external-id', externalId };
}

/**
 * What second factors keep about a user.
 *
 * @module
 */
import type { ExportLine, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import * as queries from './factor-queries.ts';

export function personalData(services: Services): PersonalData {
  const { store } = services;
  return {
    export: (user) => exportFactors(services, user),
    async erase({ user }) {
      await store.run(queries.forgetFactors, user);
    },
  };
}

/** Without the secrets. */
async function* exportFactors({ store }: Services, user: number): AsyncGenerator<ExportLine> {
  for (const { id, kind, name, domain, createdAt, lastUsedAt } of await store.run(queries.factorsOf, user))
    yield { type: 'second-factor', id, kind, name, domain, createdAt, lastUsedAt };
}

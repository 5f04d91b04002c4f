/**
 * Subscriptions, as personal data. Their URLs and keys are secrets of the browsers.
 *
 * @module
 */
import type { ExportLine, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import { serviceOf } from './hosts.ts';
import { eraseSubscriptions, subscriptionsOf } from './subscription-queries.ts';

export function personalData(services: Services): PersonalData {
  return {
    export: (user) => exportSubscriptions(services, user),
    erase: ({ user }) => services.store.run(eraseSubscriptions, user),
  };
}

async function* exportSubscriptions({ store, clock }: Services, user: number): AsyncGenerator<ExportLine> {
  for (const { session, endpoint, createdAt } of await store.run(subscriptionsOf, user, clock.now()))
    yield { type: 'push', session, service: serviceOf(endpoint), createdAt };
}

/**
 * Webhooks, as personal data: they belong to the server; who has made them is known.
 *
 * @module
 */
import type { ExportLine, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import { allWebhooks } from './webhook-queries.ts';

export function personalData(services: Services): PersonalData {
  return { export: (user) => exportWebhooks(services, user) };
}

async function* exportWebhooks({ store }: Services, user: number): AsyncGenerator<ExportLine> {
  for (const { id, url, description, createdBy, createdAt } of await store.run(allWebhooks)) {
    if (createdBy !== user) continue;
    // The path may hold a secret of the receiver.
    yield { type: 'webhook', id, receiver: URL.parse(url)?.host ?? '', description, createdAt };
  }
}

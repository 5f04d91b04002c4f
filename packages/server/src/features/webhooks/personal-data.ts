/**
 * Webhooks, as personal data: they belong to the server; who has made them is known.
 *
 * @module
 */
import type { ExportLine, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import { readableUrl } from './sealed-values.ts';
import { allWebhooks } from './webhook-queries.ts';

export function personalData(services: Services): PersonalData {
  return { export: (user) => exportWebhooks(services, user) };
}

async function* exportWebhooks({ store, sealer }: Services, user: number): AsyncGenerator<ExportLine> {
  for (const webhook of await store.run(allWebhooks)) {
    const { id, description, createdBy, createdAt } = webhook;
    if (createdBy !== user) continue;
    // The path may hold a secret of the receiver.
    yield {
      type: 'webhook',
      id,
      receiver: URL.parse(readableUrl(webhook, sealer))?.host ?? '',
      description,
      createdAt,
    };
  }
}

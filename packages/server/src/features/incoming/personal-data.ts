/**
 * What incoming webhooks keep about whoever has made their keys.
 *
 * @module
 */
import type { ExportLine, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import { incomingMadeBy } from './incoming-queries.ts';

/** A webhook is the group's: it stays when the account goes, refuses all posts, and only says the number of the account. */
export function personalData(services: Services): PersonalData {
  return { export: (user) => exportIncoming(services, user) };
}

async function* exportIncoming({ store }: Services, user: number): AsyncGenerator<ExportLine> {
  for (const { id, conversation, name, createdAt } of await store.run(incomingMadeBy, user)) {
    yield { type: 'incoming-webhook', id, conversation, name, createdAt };
  }
}

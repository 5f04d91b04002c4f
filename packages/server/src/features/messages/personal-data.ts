/**
 * The messages that a user may read.
 *
 * @module
 */
import { toJson } from '@posthorn/protocol/schema';
import type { ExportLine, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import { messagesFor } from './reading.ts';

export function personalData(services: Services): PersonalData {
  return { export: (user) => exportMessages(services, user) };
}

const CONVERSATIONS = 200;
const MESSAGES = 200;
/** Bytes of content that are read at once. */
const MAX_BYTES = 262_144;

async function* exportMessages(services: Services, user: number): AsyncGenerator<ExportLine> {
  for (let after = 0; ;) {
    const heads = await services.store.log.heads(user, after, CONVERSATIONS);
    for (const { conversation } of heads) yield* exportConversation(services, user, conversation);
    if (heads.length < CONVERSATIONS) return;
    after = heads.at(-1)?.conversation ?? after;
  }
}

async function* exportConversation(
  services: Services,
  user: number,
  conversation: number,
): AsyncGenerator<ExportLine> {
  for (let after = 0; ;) {
    const range = { conversation, after, before: 0, limit: MESSAGES, mark: 0 };
    const [batch] = await services.store.log.pull(user, [range], MAX_BYTES);
    if (batch === undefined) return;
    for (const message of await messagesFor(services, user, batch))
      yield { type: 'message', ...toJson('Message', message) };
    if (!batch.more) return;
    after = batch.through;
  }
}

/**
 * How far a conversation was read, in messages that an export has.
 *
 * @module
 */
import type { Services } from '../../router/services.ts';
import { messagesAfter } from './export-queries.ts';
import { saidIn } from './exported.ts';
import type { Said } from './exported.ts';
import { createdIn } from './openings.ts';

const MESSAGES = 500;

/** The last message up to `seq` that is in an export. */
export async function lastSaid(
  store: Services['store'],
  conversation: number,
  seq: number,
): Promise<Said | undefined> {
  for (let to = seq; to > 0; to -= MESSAGES) {
    const from = Math.max(0, to - MESSAGES);
    const found = await store.run(messagesAfter, conversation, from, to - from);
    const said = found.flatMap((message) => (createdIn(message) ? [] : (saidIn(message) ?? [])));
    if (said.length > 0) return said.at(-1);
  }
  return undefined;
}

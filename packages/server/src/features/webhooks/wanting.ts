/**
 * Whether a webhook wants to hear of what happens besides the log.
 *
 * @module
 */
import type { Services } from '../../router/services.ts';
import { matches } from './selection.ts';
import { allWebhooks } from './webhook-queries.ts';

/** Those that are paused, or off, are not counted: nobody hears now. */
export async function wantsHappening({ store }: Services, type: string): Promise<boolean> {
  const webhooks = await store.run(allWebhooks);
  return webhooks.some(
    ({ paused, offSince, conversations, events }) =>
      !paused && offSince === 0 && conversations.length === 0 && matches(events, type),
  );
}

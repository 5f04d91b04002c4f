/**
 * How webhooks stand, as administrators are told.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { WebhookInit, WebhookState } from '@posthorn/protocol';
import type { Services } from '../../router/services.ts';
import { currentHead } from './event-queries.ts';
import { laneCounts } from './lane-queries.ts';
import { deadCounts } from './outcome-queries.ts';
import type { WebhookRecord } from './records.ts';
import { readableUrl } from './sealed-values.ts';

export function noSuchWebhook(): PosthornError {
  return new PosthornError('NOT_FOUND', 'there is no such webhook');
}

/** In the same order, without secrets. */
export async function standings(
  { store, clock, sealer }: Services,
  webhooks: readonly WebhookRecord[],
): Promise<readonly WebhookInit[]> {
  if (webhooks.length === 0) return [];
  // What waits first: so `position` is never beyond it.
  const waiting = new Map((await store.run(laneCounts)).map((each) => [each.webhook, each]));
  const dead = new Map((await store.run(deadCounts)).map(({ webhook, count }) => [webhook, count]));
  const head = await store.run(currentHead);
  return webhooks.map((webhook) => {
    const { id, events, conversations, noDirect, batch, description, health } = webhook;
    const lanes = waiting.get(id);
    const isResting = health.restsUntil > clock.now();
    return {
      id,
      url: readableUrl(webhook, sealer),
      events,
      conversations,
      noDirect,
      batch: batch <= 1 ? 0 : batch,
      description,
      createdBy: webhook.createdBy,
      createdAt: webhook.createdAt,
      state: stateOf(webhook),
      trouble: health.trouble,
      head,
      position: lanes === undefined ? head : lanes.done,
      waiting: lanes?.waiting ?? 0,
      failingSince: health.failingSince,
      nextTryAt: isResting ? health.restsUntil : 0,
      deadLetters: dead.get(id) ?? 0,
    };
  });
}

function stateOf({ paused, offSince }: WebhookRecord): WebhookState {
  if (offSince > 0) return 'off';
  return paused ? 'paused' : 'active';
}

/**
 * Delivers again, and shows what became of deliveries.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type {
  DeliveriesInit,
  DeliveryInit,
  ListDeadLetters,
  ListDeliveries,
  ReplayWebhook,
  WebhookInit,
} from '@posthorn/protocol';
import { idCursor, nextCursor, pageLimit } from '../../router/ids.ts';
import { originOf } from '../../router/audit.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { DELIVERIES } from './deliveries.ts';
import { replayDead } from './dead-queries.ts';
import { currentHead } from './event-queries.ts';
import { replayLanes } from './lane-queries.ts';
import { attemptsOf, deadLetters } from './outcome-queries.ts';
import type { AttemptRecord, DeadLetter } from './records.ts';
import { noSuchWebhook } from './standing.ts';
import { noteReplay, webhookById } from './webhook-queries.ts';
import { getWebhook } from './webhooks.ts';

const PAGE = 500;
const MAX_POSITIONS = 500;

export async function replayWebhook(
  services: Services,
  caller: Caller,
  { webhook, from, positions, dead }: ReplayWebhook,
): Promise<WebhookInit> {
  const { store, clock } = services;
  const isOne = [from > 0, positions.length > 0, dead].filter(Boolean).length === 1;
  if (!isOne)
    throw new PosthornError(
      'INVALID',
      'say either from which position on (the first is 1), or which dead letters',
    );
  if (positions.length > MAX_POSITIONS)
    throw new PosthornError('INVALID', `at most ${MAX_POSITIONS} positions`);
  await existing(services, webhook);
  if (from > (await store.run(currentHead)))
    throw new PosthornError('INVALID', `there is no event at the position ${from} yet`);
  await store.run(noteReplay, webhook, from, originOf(clock, caller, 'replayWebhook'));
  if (from > 0) {
    for (let after: number | undefined = -1; after !== undefined;)
      after = await store.run(replayLanes, { webhook, from, after, limit: PAGE }, clock.now());
  } else await store.run(replayDead, webhook, dead ? [] : positions, clock.now());
  services.state(DELIVERIES).wake();
  return getWebhook(services, caller, { webhook });
}

export async function listDeliveries(
  services: Services,
  _caller: Caller,
  { webhook, after, limit }: ListDeliveries,
): Promise<DeliveriesInit> {
  await existing(services, webhook);
  const found = await services.store.run(attemptsOf, webhook, after, pageLimit(limit));
  return { deliveries: found.map(toDelivery) };
}

export async function listDeadLetters(
  services: Services,
  _caller: Caller,
  request: ListDeadLetters,
): Promise<DeliveriesInit> {
  const { webhook, cursor } = request;
  await existing(services, webhook);
  const limit = pageLimit(request.limit);
  const found = await services.store.run(deadLetters, webhook, idCursor(cursor), limit);
  return { deliveries: found.map(toLetter), next: nextCursor(found, limit, ({ position }) => position) };
}

/** Throws NOT_FOUND. */
async function existing({ store }: Services, webhook: number): Promise<void> {
  if ((await store.run(webhookById, webhook)) === undefined) throw noSuchWebhook();
}

function toDelivery({ webhook: _webhook, ...attempt }: AttemptRecord): DeliveryInit {
  return attempt;
}

function toLetter({ webhook: _webhook, ...letter }: DeadLetter): DeliveryInit {
  return { ...letter, events: 1 };
}

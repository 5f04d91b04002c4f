/**
 * Webhooks: administrators make, change and remove them, and look at what became of deliveries.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type {
  AddWebhook,
  ChangeWebhook,
  DoneInit,
  GetWebhook,
  ListWebhooks,
  RemoveWebhook,
  RotateWebhookSecret,
  WebhookInit,
  WebhooksInit,
} from '@posthorn/protocol';
import { prepareUse } from '../../pipeline/followers/use.ts';
import { originOf } from '../../router/audit.ts';
import { sessionOf } from '../../router/caller.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import {
  checkedBatch,
  checkedConversations,
  checkedDescription,
  checkedEvents,
  checkedUrl,
} from './checks.ts';
import { DELIVERIES } from './deliveries.ts';
import { FOLLOWER } from './follower.ts';
import { placeHappenings } from './happening-queries.ts';
import type { WebhookRecord } from './records.ts';
import { newSecret, sealedSecret, sealedUrl } from './sealed-values.ts';
import { noSuchWebhook, standings } from './standing.ts';
import * as queries from './webhook-queries.ts';

const MAX_WEBHOOKS = 100;
const PAGE = 500;
const OVERLAP_MS = 86_400_000;
const LONGEST_OVERLAP_MS = 7 * OVERLAP_MS;

export async function addWebhook(
  services: Services,
  caller: Caller,
  request: AddWebhook,
): Promise<WebhookInit> {
  const { store, clock, random, sealer } = services;
  const owner = { createdBy: sessionOf(caller).user, createdAt: clock.now() };
  const secret = newSecret(random);
  const url = await checkedUrl(services, request.url);
  const webhook = {
    ...owner,
    events: checkedEvents(services, request.events),
    conversations: await checkedConversations(services, request.conversations),
    noDirect: request.noDirect,
    batch: checkedBatch(request.batch),
    description: checkedDescription(request.description),
    url: sealedUrl(owner, url, sealer),
    secret: sealedSecret(owner, secret, sealer),
  };
  // What happened until now is not for it.
  await prepareUse(services, FOLLOWER);
  while (await store.run(placeHappenings, PAGE, clock.now()));
  const origin = originOf(clock, caller, 'addWebhook');
  const bounds = { most: MAX_WEBHOOKS, receiver: new URL(url).origin };
  const made = await store.run(queries.addWebhook, webhook, bounds, origin);
  if (made === undefined)
    throw new PosthornError('LIMIT_EXCEEDED', `there are ${MAX_WEBHOOKS} webhooks: remove one first`);
  return { ...(await standing(services, made)), secret };
}

export async function listWebhooks(
  services: Services,
  _caller: Caller,
  _request: ListWebhooks,
): Promise<WebhooksInit> {
  return { webhooks: await standings(services, await services.store.run(queries.allWebhooks)) };
}

export async function getWebhook(
  services: Services,
  _caller: Caller,
  { webhook }: GetWebhook,
): Promise<WebhookInit> {
  return standing(services, await services.store.run(queries.webhookById, webhook));
}

export async function changeWebhook(
  services: Services,
  caller: Caller,
  request: ChangeWebhook,
): Promise<WebhookInit> {
  const { store, clock } = services;
  const { url, events, conversations, allConversations, noDirect, batch, description, paused } = request;
  const patch = {
    ...(url !== undefined && (await otherUrl(services, request.webhook, url))),
    ...(events.length > 0 && { events: checkedEvents(services, events) }),
    ...((conversations.length > 0 || allConversations) && {
      conversations: await checkedConversations(services, allConversations ? [] : conversations),
    }),
    ...(noDirect !== undefined && { noDirect }),
    ...(batch !== undefined && { batch: checkedBatch(batch) }),
    ...(description !== undefined && { description: checkedDescription(description) }),
    ...(paused !== undefined && { paused }),
  };
  const origin = originOf(clock, caller, 'changeWebhook');
  const changed = await store.run(queries.changeWebhook, request.webhook, patch, origin);
  services.state(DELIVERIES).wake();
  return standing(services, changed);
}

async function otherUrl(
  services: Services,
  webhook: number,
  text: string,
): Promise<{ readonly url: string; readonly receiver: string }> {
  const url = await checkedUrl(services, text);
  const found = await services.store.run(queries.webhookById, webhook);
  if (found === undefined) throw noSuchWebhook();
  return { url: sealedUrl(found, url, services.sealer), receiver: new URL(url).origin };
}

export async function removeWebhook(
  { store, clock }: Services,
  caller: Caller,
  { webhook }: RemoveWebhook,
): Promise<DoneInit> {
  const origin = originOf(clock, caller, 'removeWebhook');
  if (!(await store.run(queries.removeWebhook, webhook, origin))) throw noSuchWebhook();
  return {};
}

export async function rotateWebhookSecret(
  services: Services,
  caller: Caller,
  { webhook, overlapMs = OVERLAP_MS }: RotateWebhookSecret,
): Promise<WebhookInit> {
  const { store, clock, random, sealer } = services;
  if (overlapMs > LONGEST_OVERLAP_MS)
    throw new PosthornError('INVALID', 'the old secret counts for at most 7 days');
  const origin = originOf(clock, caller, 'rotateWebhookSecret');
  const secret = newSecret(random);
  const until = clock.now() + overlapMs;
  const found = await store.run(queries.webhookById, webhook);
  if (found === undefined) throw noSuchWebhook();
  const sealed = sealedSecret(found, secret, sealer);
  const rotated = await store.run(queries.rotateSecret, webhook, sealed, until, origin);
  return { ...(await standing(services, rotated)), secret };
}

async function standing(services: Services, record: WebhookRecord | undefined): Promise<WebhookInit> {
  const [found] = record === undefined ? [] : await standings(services, [record]);
  if (found === undefined) throw noSuchWebhook();
  return found;
}

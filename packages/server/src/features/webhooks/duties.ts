/**
 * What one router does for all: it delivers what is due, gives positions to what happens in no conversation, and forgets what is
 * old.
 *
 * @module
 */
import { optionsOf } from '../../config/option.ts';
import type { Duty } from '../../pipeline/duties.ts';
import type { Services } from '../../router/services.ts';
import { DELIVERIES } from './deliveries.ts';
import { removeEventsBefore } from './event-queries.ts';
import { isUnplaced, placeHappenings } from './happening-queries.ts';
import { laneCounts } from './lane-queries.ts';
import { WEBHOOK_OPTIONS } from './options.ts';
import { trimAttempts } from './outcome-queries.ts';
import { allWebhooks, removeLeftOvers } from './webhook-queries.ts';

const LOOK_MS = 500;
const MEASURE_MS = 10_000;
const CLEAN_MS = 60_000;
const PAGE = 500;
const KEPT_ATTEMPTS = 1000;

export function duties(services: Services): readonly Duty[] {
  return [
    {
      name: 'webhooks-due',
      intervalMs: LOOK_MS,
      async run(mayGoOn) {
        while (await mayGoOn()) if (!(await placeMore(services))) break;
        if (await mayGoOn()) await services.state(DELIVERIES).begin();
      },
    },
    {
      name: 'webhooks-lag',
      intervalMs: MEASURE_MS,
      async run(mayGoOn) {
        if (await mayGoOn()) services.state(DELIVERIES).metrics.looked(await services.store.run(laneCounts));
      },
    },
    { name: 'webhooks-clean', intervalMs: CLEAN_MS, run: (mayGoOn) => clean(services, mayGoOn) },
  ];
}

/** Whether more is left. */
async function placeMore({ store, clock }: Services): Promise<boolean> {
  return (await store.run(isUnplaced)) && store.run(placeHappenings, PAGE, clock.now());
}

async function clean(services: Services, mayGoOn: () => Promise<boolean>): Promise<void> {
  const { store, clock, config } = services;
  const { webhookRetention } = optionsOf(config.options, WEBHOOK_OPTIONS);
  let isLeft = true;
  while (isLeft && (await mayGoOn())) isLeft = await store.run(removeLeftOvers, PAGE);
  for (const { id } of await store.run(allWebhooks)) {
    isLeft = true;
    while (isLeft && (await mayGoOn())) isLeft = await store.run(trimAttempts, id, KEPT_ATTEMPTS, PAGE);
  }
  let removed = PAGE;
  while (removed === PAGE && (await mayGoOn()))
    removed = await store.run(removeEventsBefore, clock.now() - webhookRetention, PAGE);
}

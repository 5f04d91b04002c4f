/**
 * A server in the process, an administrator and somebody else, and a receiver of webhooks.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { AddWebhookInit, Webhook } from '@posthorn/protocol';
import { WebhookReceiver } from '@posthorn/testing/webhook-receiver';
import { inhabited } from './inhabited.ts';
import type { Inhabited } from './inhabited.ts';
import type { Person } from './people.ts';
import { SteppedClock } from './stepped-clock.ts';

/** Of a server that webhooks are tested with. */
export const OPTIONS = { webhookAllow: ['127.0.0.0/8'], sendRate: 100_000 };

export interface Scene extends Inhabited {
  readonly clock: SteppedClock;
  readonly receiver: WebhookReceiver;
  /** The administrator. */
  readonly ann: Person;
  readonly bob: Person;
}

/** Two people, and a receiver without a webhook. */
export async function open(t: TestContext): Promise<Scene> {
  const clock = new SteppedClock();
  const { place, people } = await inhabited(t, OPTIONS, { clock });
  const receiver = await WebhookReceiver.open();
  t.after(() => receiver[Symbol.asyncDispose]());
  const [ann, bob] = [await people.join('ann'), await people.join('bob')];
  return { place, people, clock, receiver, ann, bob };
}

export function add({ ann, receiver }: Scene, more: Partial<AddWebhookInit> = {}): Promise<Webhook> {
  return ann.client.call('addWebhook', { url: receiver.url(), events: ['message.created'], ...more });
}

export function standing({ ann }: Scene, { id }: Webhook): Promise<Webhook> {
  return ann.client.call('getWebhook', { webhook: id });
}

export async function say(
  from: Person,
  to: Person,
  text: string,
): Promise<{ conversation: number; seq: number }> {
  // The clock may have cut them off.
  await to.until(() => to.client.state.name === 'online');
  return from.client.send({ to: to.id }, { text }).done;
}

/** Lets the server look at what is due until something is so. */
export async function until(
  { clock, receiver }: Pick<Scene, 'clock' | 'receiver'>,
  isTrue: () => boolean | Promise<boolean>,
): Promise<void> {
  for (let round = 0; !(await isTrue()); round++) {
    assert.ok(round < 2000, 'it never came');
    await clock.pass(500);
    // By the clock of the test a request would take minutes otherwise.
    await receiver.roundTrip();
  }
}

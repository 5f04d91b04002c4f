/**
 * A server in the process, and somebody who is told of messages by a push service.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { TestContext } from 'node:test';
import type { FakeBrowser, FakePushService } from '@posthorn/testing/push-service';
import { inhabited } from './inhabited.ts';
import type { Inhabited } from './inhabited.ts';
import type { Person } from './people.ts';
import { SteppedClock } from './stepped-clock.ts';

/** Of a browser. */
export function newName(): string {
  return `b-${randomUUID()}`;
}

export interface Scene extends Inhabited {
  readonly service: FakePushService;
  readonly clock: SteppedClock;
  readonly ann: Person;
  readonly bob: Person;
  /** Bob's, who is not connected. */
  readonly browser: FakeBrowser;
}

/** Ann is here, and Bob has gone; his browser is told. */
export async function open(t: TestContext, service: FakePushService): Promise<Scene> {
  const clock = new SteppedClock();
  const { place, people } = await inhabited(t, { ...service.options, sendRate: 100_000 }, { clock });
  const [ann, bob] = [await people.join('ann'), await people.join('bob')];
  const browser = service.browser(newName());
  await bob.client.call('subscribePush', browser.subscription);
  return { place, people, service, clock, ann, bob, browser };
}

/** Lets the server look at what is due until something is so. */
export async function until(
  { clock, service }: Pick<Scene, 'clock' | 'service'>,
  isTrue: () => boolean,
): Promise<void> {
  for (let round = 0; !isTrue(); round++) {
    assert.ok(round < 500, 'it never came');
    await clock.pass(500);
    // By the clock of the test a request would take minutes otherwise.
    await service.roundTrip();
  }
}

/** The payload of that number that the browser gets. */
export async function told(
  scene: Scene,
  many: number,
): Promise<FakePushService['pushed'][number]['payload']> {
  const { browser, service } = scene;
  await until(scene, () => service.of(browser).length >= many);
  const payload = service.of(browser)[many - 1];
  assert.ok(payload !== undefined);
  return payload;
}

export async function setMine({ client }: Person, key: string, value: unknown): Promise<void> {
  await client.call('setMine', { entries: [{ key, value: JSON.stringify(value) }] });
}

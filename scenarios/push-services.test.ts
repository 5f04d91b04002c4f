/** Push services that fail, are slow, or are none. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createMemoryStore, systemRandom } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import { FakePushService } from '@posthorn/testing/push-service';
import { inhabited } from './support/inhabited.ts';
import { codeOf } from './support/people.ts';
import { newName, open, told, until } from './support/push-scene.ts';
import { SteppedClock } from './support/stepped-clock.ts';

let service: FakePushService;

before(async () => {
  service = await FakePushService.open();
});

after(() => service[Symbol.asyncDispose]());

describe('a push service', () => {
  it('that fails is asked again, and one that knows the browser no more is not', async (t) => {
    const scene = await open(t, service);
    const { ann, bob, browser, people } = scene;
    const to = bob.id;
    await bob.client.close();
    const verdicts = [500, { status: 429, retryAfter: '3' }, 503, 201] as const;
    let tries = 0;
    t.after(() => (service.verdict = () => 201));
    service.verdict = () => verdicts[tries++] ?? 201;
    await ann.client.send({ to }, { text: 'one' }).done;
    assert.equal((await told(scene, 1))['body'], 'one');
    assert.equal(tries, 4);
    service.verdict = (name) => (name === browser.name ? 410 : 201);
    await ann.client.send({ to }, { text: 'two' }).done;
    const before = service.tries.length;
    await until(scene, () => service.tries.length > before);
    const again = await people.join('bob');
    const { devices } = await again.client.call('getPush', {});
    assert.deepEqual(devices, []);
  });

  it('that is slow is asked by the next router at once when one goes down', async (t) => {
    const store = createMemoryStore({ random: systemRandom });
    const clock = new SteppedClock();
    const parts = { store, clock };
    const { place, people } = await inhabited(t, service.options, parts);
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const browser = service.browser(newName());
    await bob.client.call('subscribePush', browser.subscription);
    const to = bob.id;
    await bob.client.close();
    t.after(() => (service.verdict = () => 201));
    service.verdict = () => 'hold';
    await ann.client.send({ to }, { text: 'hi' }).done;
    await until({ clock, service }, () => service.of(browser).length === 1);
    const closing = place.server.close();
    await clock.pass(2000);
    await closing;
    service.verdict = () => 201;
    const next = await startInProcess(service.options, parts);
    t.after(() => next.server.close());
    const before = clock.now();
    await until({ clock, service }, () => service.of(browser).length === 2);
    assert.ok(clock.now() - before < 40_000);
    service.release();
  });

  it('that is slow does not hold up another one', async (t) => {
    const scene = await open(t, service);
    const { ann, bob, browser } = scene;
    t.after(() => (service.verdict = () => 201));
    service.verdict = (name) => (name === browser.name ? 'hold' : 201);
    const eve = await scene.people.join('eve');
    const fast = service.browser(newName());
    await eve.client.call('subscribePush', fast.subscription);
    const to = [bob.id, eve.id] as const;
    for (const { client } of [bob, eve]) await client.close();
    await ann.client.send({ to: to[0] }, { text: 'slow' }).done;
    await until(scene, () => service.of(browser).length === 1);
    await ann.client.send({ to: to[1] }, { text: 'fast' }).done;
    await until(scene, () => service.of(fast).length === 1);
    service.release();
  });

  it('is called only if it is one of those that the server knows', async (t) => {
    const { bob, browser } = await open(t, service);
    const { subscription } = browser;
    for (const endpoint of ['https://push.example.com/1', 'http://169.254.169.254/', 'x', ''])
      assert.equal(await codeOf(bob.client.call('subscribePush', { ...subscription, endpoint })), 'INVALID');
    assert.equal(await codeOf(bob.client.call('subscribePush', { ...subscription, auth: 'AA' })), 'INVALID');
    assert.equal(await codeOf(bob.client.call('unsubscribePush', {})), 'OK');
    assert.deepEqual((await bob.client.call('getPush', {})).devices, []);
  });
});

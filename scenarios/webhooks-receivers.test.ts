/** Receivers of webhooks get everything in order, at least once, whatever they do. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMemoryStore, systemRandom } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import { WebhookReceiver } from '@posthorn/testing/webhook-receiver';
import { inhabited } from './support/inhabited.ts';
import { SteppedClock } from './support/stepped-clock.ts';
import { add, open, OPTIONS, say, standing, until } from './support/webhook-scene.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('a receiver', () => {
  it('that is down for an hour misses nothing, in order, and holds up no other', async (t) => {
    const scene = await open(t);
    const { ann, bob, receiver, clock } = scene;
    const hook = await add(scene);
    await add(scene, { url: receiver.url('/other') });
    const carl = await scene.people.join('carl');
    receiver.verdict = ({ path }) => (path === '/hook' ? 'reset' : 200);
    const said: string[] = [];
    const talk = async (text: string): Promise<void> => {
      said.push(text);
      await say(ann, said.length % 2 === 0 ? bob : carl, text);
    };
    for (let n = 1; n <= 6; n++) await talk(`before ${n}`);
    await until(scene, () => receiver.texts('/other').length === 6);
    for (let part = 0; part < 12; part++) {
      clock.jump(5 * MINUTE_MS);
      await clock.pass(2000);
    }
    await until(scene, async () => (await standing(scene, hook)).failingSince > 0);
    const { state, trouble, waiting, nextTryAt } = await standing(scene, hook);
    assert.deepEqual([state, waiting], ['active', 2]);
    assert.ok(trouble !== '' && nextTryAt > 0);
    await talk('while it is down');
    receiver.verdict = () => 200;
    const back = clock.now();
    await until(scene, () => receiver.texts().length === said.length);
    assert.ok(clock.now() - back <= 2 * MINUTE_MS);
    for (const parity of [0, 1])
      assert.deepEqual(
        receiver.texts().filter((text) => (said.indexOf(text) + 1) % 2 === parity),
        said.filter((_text, index) => (index + 1) % 2 === parity),
      );
    assert.equal((await standing(scene, hook)).failingSince, 0);
  });

  for (const [what, verdict] of [
    ['answers 500', 500],
    ['redirects', { status: 302, headers: { location: '/other' } }],
    ['hangs', 'hold'],
    ['breaks the connection', 'reset'],
  ] as const) {
    it(`that ${what} gets the same again, under the same id, and nothing after it before`, async (t) => {
      const scene = await open(t);
      const { ann, bob, receiver } = scene;
      await add(scene);
      let tries = 0;
      receiver.verdict = () => (++tries <= 2 ? verdict : 200);
      await say(ann, bob, 'one');
      await say(ann, bob, 'two');
      await until(scene, () => receiver.taken().length === 2);
      assert.deepEqual(receiver.texts(), ['one', 'two']);
      const [first, ...others] = receiver.tries.slice(0, 3);
      assert.ok(first !== undefined && others.length === 2);
      for (const again of others) {
        assert.deepEqual([again.id, again.body, again.position], [first.id, first.body, first.position]);
        // It is the time of the attempt.
        assert.ok(again.timestamp > first.timestamp);
      }
    });
  }

  it('that closes within its answer has taken it', async (t) => {
    const scene = await open(t);
    const { ann, bob, receiver } = scene;
    await add(scene);
    receiver.verdict = () => 'midway';
    await say(ann, bob, 'one');
    await say(ann, bob, 'two');
    await until(scene, () => receiver.taken().length === 2);
    assert.deepEqual(receiver.texts(), ['one', 'two']);
  });

  it('that hangs in one conversation gets the others', async (t) => {
    const scene = await open(t);
    const { ann, bob, receiver } = scene;
    const carl = await scene.people.join('carl');
    await add(scene);
    receiver.verdict = ({ body }) => (body.includes('slow') ? 'hold' : 200);
    await say(ann, bob, 'slow');
    await say(ann, carl, 'fast');
    await until(scene, () => receiver.texts().includes('fast'));
    receiver.verdict = () => 200;
    receiver.release();
    await until(scene, () => receiver.tries.filter(({ body }) => body.includes('slow')).length > 0);
  });

  it('is left alone for as long as it asks', async (t) => {
    const scene = await open(t);
    const { ann, bob, receiver, clock } = scene;
    await add(scene);
    receiver.verdict = () => ({ status: 429, headers: { 'retry-after': '600' } });
    await say(ann, bob, 'one');
    await until(scene, () => receiver.tries.length === 1);
    receiver.verdict = () => 200;
    const asked = clock.now();
    await until(scene, () => receiver.taken().length === 1);
    assert.ok(clock.now() - asked >= 590_000);
  });

  it('that is gone (410) gets nothing any more until somebody turns it on, and its maker is told', async (t) => {
    const scene = await open(t);
    const { ann, bob, receiver, clock } = scene;
    const hook = await add(scene);
    receiver.verdict = () => 410;
    await say(ann, bob, 'one');
    await until(scene, async () => (await standing(scene, hook)).state === 'off');
    await ann.until(() => ann.messages.some(({ content }) => content.text.includes('was turned off')));
    await say(ann, bob, 'two');
    clock.jump(HOUR_MS);
    await clock.pass(MINUTE_MS);
    assert.equal(receiver.tries.length, 1);
    receiver.verdict = () => 200;
    await ann.client.call('changeWebhook', { webhook: hook.id, paused: false });
    await until(scene, () => receiver.taken().length === 2);
    assert.deepEqual(receiver.texts(), ['one', 'two']);
  });

  it('that takes nothing for days is turned off, and goes on where it stopped', async (t) => {
    const scene = await open(t);
    const { ann, bob, receiver, clock } = scene;
    const hook = await add(scene);
    receiver.verdict = () => 503;
    await say(ann, bob, 'one');
    const began = clock.now();
    const isOff = async (): Promise<boolean> => (await standing(scene, hook)).state === 'off';
    while (!(await isOff())) {
      assert.ok(clock.now() - began <= 96 * HOUR_MS, 'it is never turned off');
      const isNoted = async (): Promise<boolean> => (await standing(scene, hook)).nextTryAt > clock.now();
      await until(scene, async () => (await isNoted()) || (await isOff()));
      clock.jump(8 * HOUR_MS);
    }
    assert.ok(clock.now() - began >= 72 * HOUR_MS, 'it is turned off too early');
    receiver.verdict = () => 200;
    await ann.client.call('changeWebhook', { webhook: hook.id, paused: false });
    await until(scene, () => receiver.taken().length === 1);
    assert.deepEqual(receiver.texts(), ['one']);
    assert.equal((await standing(scene, hook)).deadLetters, 0);
  });

  it('that refuses one event for days gets the rest, and that one as a dead letter when it is wanted', async (t) => {
    const scene = await open(t);
    const { ann, bob, receiver, clock } = scene;
    const carl = await scene.people.join('carl');
    const hook = await add(scene);
    receiver.verdict = ({ body }) => (body.includes('poison') ? 422 : 200);
    await say(ann, bob, 'poison');
    await say(ann, bob, 'after it');
    for (let day = 0; (await standing(scene, hook)).deadLetters === 0; day++) {
      assert.ok(day < 20, 'it is never given up');
      clock.jump(24 * HOUR_MS);
      const tries = receiver.tries.length;
      await say(ann, carl, `day ${day}`);
      await until(scene, () => receiver.tries.length >= tries + 2);
    }
    await until(scene, () => receiver.texts().includes('after it'));
    const { deliveries } = await ann.client.call('listDeadLetters', { webhook: hook.id });
    assert.deepEqual(
      deliveries.map(({ status, events }) => [status, events]),
      [[422, 1]],
    );
    receiver.verdict = () => 200;
    await ann.client.call('replayWebhook', { webhook: hook.id, dead: true });
    await until(scene, () => receiver.texts().includes('poison'));
    await until(scene, async () => (await standing(scene, hook)).deadLetters === 0);
  });

  it('that is slow leaves what it has not taken to the next router', async (t) => {
    const store = createMemoryStore({ random: systemRandom });
    const clock = new SteppedClock();
    const { place, people } = await inhabited(t, OPTIONS, { store, clock });
    const receiver = await WebhookReceiver.open();
    t.after(() => receiver[Symbol.asyncDispose]());
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    await ann.client.call('addWebhook', { url: receiver.url(), events: ['*'] });
    receiver.verdict = () => 'hold';
    for (const text of ['one', 'two']) await say(ann, bob, text);
    await until({ clock, receiver }, () => receiver.tries.length === 1);
    const closing = place.server.close();
    await clock.pass(2000);
    await closing;
    receiver.verdict = () => 200;
    const next = await startInProcess(OPTIONS, { store, clock });
    t.after(() => next.server.close());
    await until({ clock, receiver }, () => receiver.taken().length === 2);
    assert.deepEqual(receiver.texts(), ['one', 'two']);
  });
});

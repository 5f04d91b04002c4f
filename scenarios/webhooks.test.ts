/** Webhooks: what happens is posted to receivers, in order, at least once, whatever they do. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { AddWebhookInit, Webhook } from '@posthorn/protocol';
import { createMemoryStore, systemRandom } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import { isSignedBy, WebhookReceiver } from '@posthorn/testing/webhook-receiver';
import { inhabited } from './support/inhabited.ts';
import type { Inhabited } from './support/inhabited.ts';
import { codeOf } from './support/people.ts';
import type { Person } from './support/people.ts';
import { SteppedClock } from './support/stepped-clock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const OPTIONS = { webhookAllow: ['127.0.0.0/8'], sendRate: 100_000 };

interface Scene extends Inhabited {
  readonly clock: SteppedClock;
  readonly receiver: WebhookReceiver;
  /** The administrator. */
  readonly ann: Person;
  readonly bob: Person;
}

async function open(t: TestContext): Promise<Scene> {
  const clock = new SteppedClock();
  const { place, people } = await inhabited(t, OPTIONS, { clock });
  const receiver = await WebhookReceiver.open();
  t.after(() => receiver[Symbol.asyncDispose]());
  const [ann, bob] = [await people.join('ann'), await people.join('bob')];
  return { place, people, clock, receiver, ann, bob };
}

function add({ ann, receiver }: Scene, more: Partial<AddWebhookInit> = {}): Promise<Webhook> {
  return ann.client.call('addWebhook', { url: receiver.url(), events: ['message.created'], ...more });
}

function standing({ ann }: Scene, { id }: Webhook): Promise<Webhook> {
  return ann.client.call('getWebhook', { webhook: id });
}

async function say(from: Person, to: Person, text: string): Promise<{ conversation: number; seq: number }> {
  // The clock may have cut them off.
  await to.until(() => to.client.state.name === 'online');
  return from.client.send({ to: to.id }, { text }).done;
}

/** Lets the server look at what is due until something is so. */
async function until(
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

describe('a webhook', () => {
  it('gets what is said, signed, with its position', async (t) => {
    const scene = await open(t);
    const { ann, bob, receiver } = scene;
    const { secret } = await add(scene);
    const { conversation, seq } = await say(ann, bob, 'But soft, what light?');
    await until(scene, () => receiver.taken().length === 1);
    const [hook] = receiver.taken();
    assert.ok(hook !== undefined);
    assert.ok(isSignedBy(hook, secret) && !isSignedBy(hook, 'whsec_AAAA'));
    assert.match(hook.id, /^evt_[\w-]{24}$/);
    assert.equal(hook.position, 1);
    const event = JSON.parse(hook.body) as Record<string, unknown>;
    assert.deepEqual(Object.keys(event), ['type', 'timestamp', 'data']);
    assert.partialDeepStrictEqual(event, {
      type: 'message.created',
      data: { conversation, seq, from: 'ann', text: 'But soft, what light?', conversationKind: 'direct' },
    });
    assert.equal(new Date(String(event['timestamp'])).toISOString(), event['timestamp']);
  });

  it('is chosen by types, conversations, and whether they are direct', async (t) => {
    const scene = await open(t);
    const { ann, bob, receiver } = scene;
    const [verona, mantua] = await Promise.all(
      ['Verona', 'Mantua'].map((title) => ann.client.call('createGroup', { title, members: [bob.id] })),
    );
    assert.ok(verona !== undefined && mantua !== undefined);
    const events = ['message.*', 'reaction.changed'];
    await add(scene, { url: receiver.url('/all'), events: ['*'] });
    await add(scene, { url: receiver.url('/verona'), events, conversations: [verona.id] });
    await add(scene, { url: receiver.url('/groups'), events, noDirect: true });
    await say(ann, bob, 'direct');
    for (const { id } of [verona, mantua]) {
      const { seq: target } = await bob.client.send({ conversation: id }, { text: `in ${id}` }).done;
      const kind = { case: 'reaction', value: { target, emoji: '🌹' } } as const;
      await ann.client.send({ conversation: id }, { kind }).done;
    }
    await scene.people.join('carl');
    await until(scene, () => receiver.events('/all').some(({ type }) => type === 'user.created'));
    await until(scene, () => receiver.events('/groups').length === 4);
    // What happened before is not for it.
    assert.equal(receiver.events('/all').length, 6);
    assert.deepEqual(
      receiver.events('/verona').map(({ type, data }) => [type, data.conversation]),
      [
        ['message.created', verona.id],
        ['reaction.changed', verona.id],
      ],
    );
    assert.ok(!receiver.texts('/groups').includes('direct'));
  });
});

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
    await clock.pass(HOUR_MS);
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
    await clock.pass(HOUR_MS);
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
    for (let hours = 0; hours <= 72; hours += 8) {
      const before = receiver.tries.length;
      await until(scene, () => receiver.tries.length > before);
      clock.jump(8 * HOUR_MS);
    }
    await until(scene, async () => (await standing(scene, hook)).state === 'off');
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

describe('a replay', () => {
  it('gives the same bytes under the same ids, from any position', async (t) => {
    const scene = await open(t);
    const { ann, bob, receiver } = scene;
    const hook = await add(scene, { events: ['*'] });
    for (let n = 1; n <= 5; n++) await say(n % 2 === 0 ? ann : bob, n % 2 === 0 ? bob : ann, `text ${n}`);
    await until(scene, () => receiver.taken().length === 5);
    const first = receiver.taken().map(({ id, position, body }) => ({ id, position, body }));
    await ann.client.call('replayWebhook', { webhook: hook.id, from: 3 });
    await until(scene, () => receiver.taken().length === 8);
    const again = receiver
      .taken()
      .slice(5)
      .map(({ id, position, body }) => ({ id, position, body }));
    assert.deepEqual(again, first.slice(2));
    assert.equal(await codeOf(ann.client.call('replayWebhook', { webhook: hook.id, from: 99 })), 'INVALID');
  });

  it('has no words that were taken back since', async (t) => {
    const scene = await open(t);
    const { ann, bob, receiver } = scene;
    const hook = await add(scene);
    const { conversation, seq: target } = await say(ann, bob, 'a secret');
    await until(scene, () => receiver.taken().length === 1);
    await ann.client.send({ conversation }, { kind: { case: 'recall', value: { target } } }).done;
    await ann.client.call('replayWebhook', { webhook: hook.id, from: 1 });
    await until(scene, () => receiver.taken().length === 2);
    const [before, after] = receiver.events();
    assert.deepEqual([before?.data.text, after?.data.text], ['a secret', '']);
    assert.equal(after?.data['kind'], 'recalled');
    assert.equal(after?.data.seq, target);
    assert.equal(before?.timestamp, after?.timestamp);
  });
});

describe('an administrator', () => {
  it('has several events come in one request', async (t) => {
    const scene = await open(t);
    const { ann, bob, receiver } = scene;
    const hook = await add(scene, { batch: 3 });
    await ann.client.call('changeWebhook', { webhook: hook.id, paused: true });
    for (let n = 1; n <= 7; n++) await say(ann, bob, `text ${n}`);
    await ann.client.call('changeWebhook', { webhook: hook.id, paused: false });
    await until(scene, () => receiver.texts().length === 7);
    assert.deepEqual(
      receiver.texts(),
      [1, 2, 3, 4, 5, 6, 7].map((n) => `text ${n}`),
    );
    assert.ok(
      receiver.taken().every(({ body, id }) => body.startsWith('[{"id":"evt_') && id.startsWith('evb_')),
    );
    assert.ok(receiver.taken().length <= 5);
  });

  it('rotates the secret: both count for a while', async (t) => {
    const scene = await open(t);
    const { ann, bob, receiver, clock } = scene;
    const { id: webhook, secret: old } = await add(scene);
    const { secret } = await ann.client.call('rotateWebhookSecret', { webhook });
    await say(ann, bob, 'one');
    await until(scene, () => receiver.taken().length === 1);
    clock.jump(25 * HOUR_MS);
    await say(ann, bob, 'two');
    await until(scene, () => receiver.taken().length === 2);
    const [first, second] = receiver.taken();
    assert.ok(first !== undefined && second !== undefined);
    assert.ok(isSignedBy(first, old) && isSignedBy(first, secret));
    assert.ok(!isSignedBy(second, old) && isSignedBy(second, secret));
    const { webhooks } = await ann.client.call('listWebhooks', {});
    assert.deepEqual(
      webhooks.map((each) => each.secret),
      [''],
    );
  });

  it('is told what is no receiver, and what no event', async (t) => {
    const { ann, bob, receiver } = await open(t);
    const code = (url: string, events = ['*']): Promise<string> =>
      codeOf(ann.client.call('addWebhook', { url, events }));
    for (const url of ['http://10.0.0.1/', 'https://10.0.0.1/', 'http://[::1]/', 'http://169.254.169.254/'])
      assert.equal(await code(url), 'FORBIDDEN', url);
    for (const url of ['', 'ftp://example.com/', 'https://ann:pw@example.com/'])
      assert.equal(await code(url), 'INVALID', url);
    for (const event of ['', 'message', 'mesage.created', '*.created'])
      assert.equal(await code(receiver.url(), [event]), 'INVALID', event);
    assert.equal(await codeOf(bob.client.call('listWebhooks', {})), 'FORBIDDEN');
  });

  it('lets a server key do it', async (t) => {
    const { ann, bob, place, receiver } = await open(t);
    const { keys } = await ann.client.call('createKey', { name: 'hooks', scopes: ['webhooks'] });
    const answer = await fetch(`${place.httpUrl}/v1/admin/webhooks`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys[0]?.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ url: receiver.url(), events: ['message.created'] }),
    });
    assert.equal(answer.status, 200, await answer.clone().text());
    await say(ann, bob, 'hello');
    await receiver.until(() => receiver.texts().includes('hello'));
  });

  it('sees attempts, and removes a webhook with all that is known of it', async (t) => {
    const scene = await open(t);
    const { ann, bob, receiver } = scene;
    const { id: webhook } = await add(scene);
    receiver.verdict = () => 500;
    await say(ann, bob, 'one');
    await until(scene, () => receiver.tries.length >= 1);
    receiver.verdict = () => 200;
    await until(scene, () => receiver.taken().length === 1);
    const attempts = async (): Promise<readonly number[]> => {
      const { deliveries } = await ann.client.call('listDeliveries', { webhook });
      return deliveries.map(({ status }) => status);
    };
    await until(scene, async () => (await attempts()).at(-1) === 200);
    assert.equal((await attempts())[0], 500);
    await ann.client.call('removeWebhook', { webhook });
    assert.equal(await codeOf(ann.client.call('getWebhook', { webhook })), 'NOT_FOUND');
  });
});

/** Browsers are told of messages by a push service, as their users want it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { createMemoryStore, systemRandom } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import { FakePushService } from '@posthorn/testing/push-service';
import type { FakeBrowser } from '@posthorn/testing/push-service';
import { inhabited, inhabitedTopology } from './support/inhabited.ts';
import type { Inhabited } from './support/inhabited.ts';
import { codeOf } from './support/people.ts';
import type { Person } from './support/people.ts';
import { SteppedClock } from './support/stepped-clock.ts';
import { TOPOLOGIES } from './support/topologies.ts';

let service: FakePushService;

before(async () => {
  service = await FakePushService.open();
});

after(() => service[Symbol.asyncDispose]());

interface Scene extends Inhabited {
  readonly clock: SteppedClock;
  readonly ann: Person;
  readonly bob: Person;
  /** Bob's, who is not connected. */
  readonly browser: FakeBrowser;
}

let scenes = 0;

/** Ann is here, and Bob has gone; his browser is told. */
async function open(t: TestContext): Promise<Scene> {
  const clock = new SteppedClock();
  const { place, people } = await inhabited(t, { ...service.options, sendRate: 100_000 }, { clock });
  const [ann, bob] = [await people.join('ann'), await people.join('bob')];
  const browser = service.browser(`b${++scenes}`);
  await bob.client.call('subscribePush', browser.subscription);
  return { place, people, clock, ann, bob, browser };
}

/** Lets the server look at what is due until something is so. */
async function until({ clock }: Pick<Scene, 'clock'>, isTrue: () => boolean): Promise<void> {
  for (let round = 0; !isTrue(); round++) {
    assert.ok(round < 500, 'it never came');
    await clock.pass(500);
    // By the clock of the test a request would take minutes otherwise.
    await service.roundTrip();
  }
}

async function told(scene: Scene, many: number): Promise<FakePushService['pushed'][number]['payload']> {
  const { browser } = scene;
  await until(scene, () => service.of(browser).length >= many);
  const payload = service.of(browser)[many - 1];
  assert.ok(payload !== undefined);
  return payload;
}

async function setMine({ client }: Person, key: string, value: unknown): Promise<void> {
  await client.call('setMine', { entries: [{ key, value: JSON.stringify(value) }] });
}

describe('a message for somebody who is not there', () => {
  it('is told of, encrypted, with its words as plain text', async (t) => {
    const scene = await open(t);
    const { ann, bob, browser } = scene;
    const to = bob.id;
    await bob.client.close();
    const sent = await ann.client.send({ to }, { text: '**But soft**, what ||light||?' }).done;
    const payload = await told(scene, 1);
    assert.partialDeepStrictEqual(payload, {
      type: 'message',
      conversation: sent.conversation,
      seq: sent.seq,
      sender: 'ann',
      kind: 'text',
      body: 'But soft, what ████?',
      unread: 1,
      badge: 1,
      mention: false,
      read: [],
    });
    assert.ok(!('title' in payload));
    const [push] = service.pushed.filter((each) => each.browser === browser.name);
    assert.equal(push?.headers['urgency'], 'high');
    assert.equal(push?.headers['content-encoding'], 'aes128gcm');
    assert.match(push?.headers['topic'] ?? '', /^[\w-]{1,32}$/);
    assert.ok(Number(push?.headers['ttl']) > 86_000);
  });

  it('shows as much as the user wants', async (t) => {
    const scene = await open(t);
    const { ann, bob } = scene;
    const group = await ann.client.call('createGroup', { title: 'Verona', members: [bob.id] });
    const say = (text: string): Promise<unknown> =>
      ann.client.send({ conversation: group.id }, { text }).done;
    await setMine(bob, 'push/content', 'sender');
    const to = bob.id;
    await setMine(bob, `contact/${ann.id}`, { remark: 'Ann from rowing' });
    await bob.client.close();
    await say('one');
    const first = await told(scene, 1);
    assert.partialDeepStrictEqual(first, { title: 'Verona', sender: 'Ann from rowing', unread: 1 });
    assert.ok(!('body' in first) && !('kind' in first));
    const again = await scene.people.join('bob');
    await setMine(again, 'push/content', 'new');
    await again.client.close();
    await say('two');
    const second = await told(scene, 2);
    assert.ok(!('body' in second) && !('sender' in second) && !('title' in second));
    const last = await scene.people.join('bob');
    await setMine(last, 'push/content', 'none');
    await last.client.close();
    await say('three');
    await ann.client.send({ to }, { text: 'nothing either' }).done;
    await scene.clock.pass(5000);
    assert.equal(service.of(scene.browser).length, 2);
  });

  it('is not told of if a device that is there reads it at once, and else after a moment', async (t) => {
    const scene = await open(t);
    const { ann, bob, browser } = scene;
    const { conversation, seq } = await ann.client.send({ to: bob.id }, { text: 'read' }).done;
    await bob.until(() => bob.texts(conversation).length === 1);
    await bob.client.call('moveCursors', { cursors: [{ conversation, read: seq }] });
    await scene.clock.pass(10_000);
    assert.deepEqual(service.of(browser), []);
    await ann.client.send({ to: bob.id }, { text: 'not read' }).done;
    await scene.clock.pass(2000);
    assert.deepEqual(service.of(browser), []);
    assert.equal((await told(scene, 1))['body'], 'not read');
  });

  it('is taken back once it was read elsewhere', async (t) => {
    const scene = await open(t);
    const { ann, bob, browser } = scene;
    const to = bob.id;
    await bob.client.close();
    const { conversation, seq } = await ann.client.send({ to }, { text: 'hi' }).done;
    await told(scene, 1);
    const again = await scene.people.join('bob');
    await again.client.call('moveCursors', { cursors: [{ conversation, read: seq }] });
    const payload = await told(scene, 2);
    assert.deepEqual(payload, { type: 'read', conversation, badge: 0, read: [[conversation, seq]] });
    await scene.clock.pass(5000);
    assert.equal(service.of(browser).length, 2);
  });

  it('is taken back when it is recalled', async (t) => {
    const scene = await open(t);
    const { ann, bob, browser } = scene;
    const to = bob.id;
    await bob.client.close();
    const { conversation, seq } = await ann.client.send({ to }, { text: 'a secret' }).done;
    await told(scene, 1);
    await ann.client.send({ conversation }, { kind: { case: 'recall', value: { target: seq } } }).done;
    assert.deepEqual(await told(scene, 2), {
      type: 'read',
      conversation,
      badge: 0,
      read: [[conversation, seq]],
    });
    await scene.clock.pass(5000);
    assert.equal(service.of(browser).length, 2);
  });

  it('is taken back when it is recalled, also where it is silenced by then', async (t) => {
    const scene = await open(t);
    const { ann, bob, browser } = scene;
    const to = bob.id;
    await bob.client.close();
    const { conversation, seq } = await ann.client.send({ to }, { text: 'a secret' }).done;
    await told(scene, 1);
    const again = await scene.people.join('bob');
    await setMine(again, `mute/${conversation}`, {});
    await again.client.close();
    await ann.client.send({ conversation }, { kind: { case: 'recall', value: { target: seq } } }).done;
    assert.partialDeepStrictEqual(await told(scene, 2), { type: 'read', read: [[conversation, seq]] });
    await scene.clock.pass(5000);
    assert.equal(service.of(browser).length, 2);
  });

  it('has no words any more when it was recalled in the meantime', async (t) => {
    const scene = await open(t);
    const { ann, bob, browser } = scene;
    const to = bob.id;
    const first = await ann.client.send({ to }, { text: 'before' }).done;
    const sent = await ann.client.send({ to }, { text: 'a secret' }).done;
    const { conversation } = sent;
    await ann.client.send({ conversation }, { kind: { case: 'recall', value: { target: sent.seq } } }).done;
    await bob.client.close();
    const payload = await told(scene, 1);
    assert.partialDeepStrictEqual(payload, { seq: first.seq, body: 'before' });
    await scene.clock.pass(5000);
    assert.equal(service.of(browser).length, 1);
  });
});

it('a message is told of in a cluster, whichever router has it, and taken back', async (t) => {
  const topology = TOPOLOGIES.find(({ name }) => name === 'in a cluster') ?? assert.fail();
  const { here, there } = await inhabitedTopology(t, topology, service.options);
  const [ann, bob] = [await here.join('ann'), await there.join('bob')];
  const browser = service.browser(`b${++scenes}`);
  await bob.client.call('subscribePush', browser.subscription);
  const to = bob.id;
  await ann.client.call('watchPresence', { users: [to] });
  await bob.client.close();
  // Otherwise he might be given time to read it there.
  await ann.until(() => ann.presence.some(({ user, online }) => user === to && !online));
  const { conversation, seq } = await ann.client.send({ to }, { text: 'hi' }).done;
  await service.until(() => service.of(browser).length === 1);
  const again = await here.join('bob');
  await again.client.call('moveCursors', { cursors: [{ conversation, read: seq }] });
  await service.until(() => service.of(browser).length === 2);
  assert.partialDeepStrictEqual(service.of(browser)[1], { type: 'read', conversation, badge: 0 });
});

describe('a user', () => {
  it('is told who asks to be a contact, until there is an answer', async (t) => {
    const scene = await open(t);
    const { ann, bob, browser } = scene;
    const user = bob.id;
    await bob.client.close();
    await ann.client.call('addContact', { user, text: 'We row together' });
    const payload = await told(scene, 1);
    assert.partialDeepStrictEqual(payload, {
      type: 'contact',
      requests: 1,
      user: 'ann',
      sender: 'ann',
      body: 'We row together',
    });
    await ann.client.call('removeContact', { user });
    const { conversation, seq } = payload;
    assert.partialDeepStrictEqual(await told(scene, 2), { type: 'read', read: [[conversation, seq]] });
    const again = await scene.people.join('bob');
    await setMine(again, 'push/contacts', 'none');
    await again.client.close();
    await ann.client.call('addContact', { user });
    await scene.clock.pass(5000);
    assert.equal(service.of(browser).length, 2);
  });

  it('is not told of what they have silenced, archived, blocked or said themselves', async (t) => {
    const scene = await open(t);
    const { ann, bob, browser, people } = scene;
    const eve = await people.join('eve');
    const members = [bob.id, eve.id];
    const make = (title: string): Promise<{ readonly id: number }> =>
      ann.client.call('createGroup', { title, members });
    const [muted, archived, quiet, named, normal] = [
      await make('muted'),
      await make('archived'),
      await make('quiet'),
      await make('named'),
      await make('normal'),
    ];
    await setMine(bob, `mute/${muted.id}`, {});
    await setMine(bob, `archive/${archived.id}`, {});
    await setMine(bob, `level/${quiet.id}`, 'none');
    await setMine(bob, `level/${named.id}`, 'mentions');
    await bob.client.call('block', { user: eve.id });
    const mentions = [bob.id];
    await bob.client.send({ conversation: normal.id }, { text: 'my own' }).done;
    await bob.client.close();
    for (const { id: conversation } of [muted, archived, quiet, named])
      await ann.client.send({ conversation }, { text: 'nothing' }).done;
    await ann.client.send({ conversation: quiet.id }, { text: 'nothing @bob', mentions }).done;
    await eve.client.send({ conversation: normal.id }, { text: 'nothing' }).done;
    await ann.client.send({ conversation: named.id }, { text: '@bob: this', mentions }).done;
    const payload = await told(scene, 1);
    assert.partialDeepStrictEqual(payload, { title: 'named', body: '@bob: this', mention: true });
    await scene.clock.pass(5000);
    assert.equal(service.of(browser).length, 1);
  });

  it('has quiet hours, and times of being busy', async (t) => {
    const scene = await open(t);
    const { ann, bob, browser, clock } = scene;
    const to = bob.id;
    await setMine(bob, 'quiet', { from: '00:00', to: '23:59', zone: 'UTC' });
    await bob.client.close();
    const minute = new Date(clock.now()).toISOString().slice(11, 16);
    if (minute === '23:59') await clock.pass(60_000);
    await ann.client.send({ to }, { text: 'quiet' }).done;
    await clock.pass(5000);
    const again = await scene.people.join('bob');
    await setMine(again, 'quiet', '');
    await again.client.call('updateProfile', { busyUntil: clock.now() + 3_600_000 });
    await again.client.close();
    await ann.client.send({ to }, { text: 'busy' }).done;
    await clock.pass(5000);
    assert.deepEqual(service.of(browser), []);
  });

  it('is told at no browser whose session has ended', async (t) => {
    const scene = await open(t);
    const { ann, bob, browser, people } = scene;
    const to = bob.id;
    const other = await people.join('bob');
    const second = service.browser(`b${++scenes}`);
    const { devices, publicKey } = await other.client.call('subscribePush', second.subscription);
    assert.equal(devices.length, 2);
    assert.equal(Buffer.from(publicKey, 'base64url').length, 65);
    await other.client.close();
    await bob.client.call('logout', {});
    await ann.client.send({ to }, { text: 'hi' }).done;
    await until(scene, () => service.of(second).length === 1);
    assert.deepEqual(service.of(browser), []);
    const last = await people.join('bob');
    assert.equal((await last.client.call('getPush', {})).devices.length, 1);
  });

  it('finds no secrets of a browser in an export', async (t) => {
    const { browser, place, people } = await open(t);
    const token = await people.tokenOf('bob');
    const answer = await fetch(`${place.httpUrl}/v1/me/export`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const exported = await answer.text();
    assert.equal(answer.status, 200);
    const line = exported.split('\n').find((each) => each.includes('"type":"push"')) ?? '';
    assert.match(line, /"service":"127\.0\.0\.1:\d+"/);
    for (const secret of Object.values(browser.subscription)) assert.ok(!exported.includes(secret));
  });
});

describe('a push service', () => {
  it('that fails is asked again, and one that knows the browser no more is not', async (t) => {
    const scene = await open(t);
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
    const browser = service.browser(`b${++scenes}`);
    await bob.client.call('subscribePush', browser.subscription);
    const to = bob.id;
    await bob.client.close();
    t.after(() => (service.verdict = () => 201));
    service.verdict = () => 'hold';
    await ann.client.send({ to }, { text: 'hi' }).done;
    await until({ clock }, () => service.of(browser).length === 1);
    const closing = place.server.close();
    await clock.pass(2000);
    await closing;
    service.verdict = () => 201;
    const next = await startInProcess(service.options, parts);
    t.after(() => next.server.close());
    const before = clock.now();
    await until({ clock }, () => service.of(browser).length === 2);
    assert.ok(clock.now() - before < 40_000);
    service.release();
  });

  it('that is slow does not hold up another one', async (t) => {
    const scene = await open(t);
    const { ann, bob, browser } = scene;
    t.after(() => (service.verdict = () => 201));
    service.verdict = (name) => (name === browser.name ? 'hold' : 201);
    const eve = await scene.people.join('eve');
    const fast = service.browser(`b${++scenes}`);
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
    const { bob, browser } = await open(t);
    const { subscription } = browser;
    for (const endpoint of ['https://push.example.com/1', 'http://169.254.169.254/', 'x', ''])
      assert.equal(await codeOf(bob.client.call('subscribePush', { ...subscription, endpoint })), 'INVALID');
    assert.equal(await codeOf(bob.client.call('subscribePush', { ...subscription, auth: 'AA' })), 'INVALID');
    assert.equal(await codeOf(bob.client.call('unsubscribePush', {})), 'OK');
    assert.deepEqual((await bob.client.call('getPush', {})).devices, []);
  });
});

/** Browsers are told of messages by a push service, and that they were read or recalled. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { FakePushService } from '@posthorn/testing/push-service';
import { inhabitedTopology } from './support/inhabited.ts';
import { newName, open, setMine, told } from './support/push-scene.ts';
import { TOPOLOGIES } from './support/topologies.ts';

let service: FakePushService;

before(async () => {
  service = await FakePushService.open();
});

after(() => service[Symbol.asyncDispose]());

describe('a message for somebody who is not there', () => {
  it('is told of, encrypted, with its words as plain text', async (t) => {
    const scene = await open(t, service);
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
    const scene = await open(t, service);
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
    const scene = await open(t, service);
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
    const scene = await open(t, service);
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
    const scene = await open(t, service);
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
    const scene = await open(t, service);
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
    const scene = await open(t, service);
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
  const browser = service.browser(newName());
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

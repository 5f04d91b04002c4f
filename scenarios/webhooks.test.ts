/** Webhooks: what happens is posted to receivers, signed, and again when it is wanted. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isSignedBy } from '@posthorn/testing/webhook-receiver';
import { codeOf } from './support/people.ts';
import { add, open, say, until } from './support/webhook-scene.ts';

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

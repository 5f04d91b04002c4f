/** Webhooks, as administrators make, change and watch them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isSignedBy } from '@posthorn/testing/webhook-receiver';
import { codeOf } from './support/people.ts';
import { add, open, say, until } from './support/webhook-scene.ts';

const HOUR_MS = 3_600_000;

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

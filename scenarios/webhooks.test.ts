/** Webhooks: what happens is posted to receivers, in order, at least once, whatever they do. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { AddWebhookInit, Webhook } from '@posthorn/protocol';
import { isSignedBy, WebhookReceiver } from '@posthorn/testing/webhook-receiver';
import { inhabited } from './support/inhabited.ts';
import type { Inhabited } from './support/inhabited.ts';
import type { Person } from './support/people.ts';
import { SteppedClock } from './support/stepped-clock.ts';

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

async function say(from: Person, to: Person, text: string): Promise<{ conversation: number; seq: number }> {
  return from.client.send({ to: to.id }, { text }).done;
}

/** Lets the server look at what is due until something is so. */
async function until({ clock, receiver }: Scene, isTrue: () => boolean | Promise<boolean>): Promise<void> {
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

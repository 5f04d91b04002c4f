/** Bots without a connection: what users press comes by a webhook, and is answered over REST. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Heard } from './support/bots.ts';
import { add, open, until } from './support/webhook-scene.ts';

const MINUTE_MS = 60_000;
const FORM = { id: '', title: 'Why?', fields: [{ name: 'why', type: 'text' as const, required: true }] };
const BUTTON = { rows: [{ buttons: [{ id: 'no', label: 'Deny', form: FORM }] }] };

it('a press reaches a bot that is not connected, once it has a webhook, for 15 minutes', async (t) => {
  const scene = await open(t);
  const { ann, bob, clock, place, receiver } = scene;
  const made = await ann.client.call('createBot', { name: 'clerk' });
  const bot = made.bot?.user?.id ?? 0;
  const call = async (path: string, body: object): Promise<{ readonly seq?: number }> => {
    const answer = await fetch(`${place.httpUrl}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${made.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    assert.equal(answer.status, 200, path);
    return (await answer.json()) as { readonly seq?: number };
  };
  const { id: conversation } = await bob.client.call('openDirect', { user: bot });
  const { seq } = await call('/v1/messages', {
    to: bob.id,
    content: { text: 'May he?', components: BUTTON },
  });
  const press = () =>
    bob.client.call('interact', {
      conversation,
      what: {
        case: 'component',
        value: { seq: seq ?? 0, id: 'no', values: [{ name: 'why', value: 'he is late' }] },
      },
    });
  // Nobody would hear of it.
  assert.equal((await press()).outcome, 'offline');

  const heard = new Heard(bob.client);
  const hook = await add(scene, { events: ['interaction.created'] });
  const pressed = press();
  await until(scene, () => receiver.taken().length === 1);
  const [event] = receiver.events();
  const id = Number(event?.data['id']);
  assert.equal(event?.type, 'interaction.created');
  assert.deepEqual(event.data, {
    user: bob.id,
    name: 'bob',
    id,
    bot,
    conversation,
    component: 'no',
    seq,
    values: [{ name: 'why', value: 'he is late' }],
  });
  await call(`/v1/interactions/${id}/answer`, { kind: 'ephemeral', text: 'I will tell him.' });
  await heard.until(() => heard.ephemerals.length > 0);
  assert.equal(heard.ephemerals[0]?.text, 'I will tell him.');
  // By the clock of the test it may have come too late for that, but the bot was there.
  assert.notEqual((await pressed).outcome, 'offline');

  const [first] = receiver.taken();
  await ann.client.call('replayWebhook', { webhook: hook.id, from: first?.position ?? 0 });
  await until(scene, () => receiver.taken().length === 2);
  assert.equal(receiver.taken()[1]?.body, first?.body);
  // Then the words of it are forgotten.
  await clock.pass(17 * MINUTE_MS);
  await ann.until(() => ann.client.state.name === 'online');
  await bob.until(() => bob.client.state.name === 'online');
  await ann.client.call('replayWebhook', { webhook: hook.id, from: first?.position ?? 0 });
  const second = press();
  await until(scene, () => receiver.taken().length === 3);
  assert.notEqual(receiver.events()[2]?.data['id'], id);
  await clock.pass(3000);
  assert.equal((await second).outcome, 'silent');
});

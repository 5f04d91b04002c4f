/** Bots that are slow, silent or gone, and users who press too much: by a clock that the test pushes forward. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { InProcessCluster } from '@posthorn/testing/in-process-cluster';
import { aBot, Heard, runBot } from './support/bots.ts';
import type { ABot } from './support/bots.ts';
import { inhabited } from './support/inhabited.ts';
import { codeOf, People } from './support/people.ts';
import type { Person } from './support/people.ts';
import { SteppedClock } from './support/stepped-clock.ts';

const BUTTON = { rows: [{ buttons: [{ id: 'go', label: 'Go' }] }] };
const MINUTE_MS = 60_000;

interface Scene {
  readonly clock: SteppedClock;
  readonly ann: Person;
  readonly bot: ABot;
  readonly conversation: number;
  readonly seq: number;
}

async function scene(t: TestContext): Promise<Scene> {
  const clock = new SteppedClock();
  const { people, place } = await inhabited(t, {}, { clock });
  const ann = await people.join('ann');
  const bot = await aBot(ann, place.tcpUrl);
  t.after(() => bot.client.close());
  const { id: conversation } = await ann.client.call('openDirect', { user: bot.id });
  const { seq } = await bot.client.send({ conversation }, { text: 'Go?', components: BUTTON }).done;
  return { clock, ann, bot, conversation, seq };
}

function press({ client }: Person, conversation: number, seq: number) {
  return client.call('interact', { conversation, what: { case: 'component', value: { seq, id: 'go' } } });
}

describe('a bot', () => {
  it('that says nothing for 3 s is said to be silent, and may answer later all the same', async (t) => {
    const { clock, ann, bot, conversation, seq } = await scene(t);
    const heard = new Heard(ann.client);
    const pressed = press(ann, conversation, seq);
    const { id } = await bot.heard.interaction();
    await clock.pass(3000);
    assert.equal((await pressed).outcome, 'silent');
    await bot.client.call('answerInteraction', { id, kind: 'ephemeral', text: 'Sorry, it took a while.' });
    await heard.until(() => heard.ephemerals.length === 1);
    const form = { id: 'f', title: 'F', fields: [{ name: 'a' }] };
    assert.equal(await codeOf(bot.client.call('answerInteraction', { id, kind: 'form', form })), 'INVALID');
  });

  it('has 15 minutes from its last answer', async (t) => {
    const { clock, ann, bot, conversation, seq } = await scene(t);
    const pressed = press(ann, conversation, seq);
    const { id } = await bot.heard.interaction();
    await bot.client.call('answerInteraction', { id, kind: 'later' });
    assert.equal((await pressed).outcome, 'later');
    clock.jump(14 * MINUTE_MS);
    await bot.client.call('answerInteraction', { id, kind: 'ephemeral', text: 'Almost.' });
    clock.jump(14 * MINUTE_MS);
    await bot.client.call('answerInteraction', { id, kind: 'ephemeral', text: 'Done.' });
    await clock.pass(17 * MINUTE_MS);
    assert.equal(await codeOf(bot.client.call('answerInteraction', { id, kind: 'done' })), 'NOT_FOUND');
  });

  it('says at most 20 things about one press', async (t) => {
    const { ann, bot, conversation, seq } = await scene(t);
    const pressed = press(ann, conversation, seq);
    const { id } = await bot.heard.interaction();
    for (let each = 0; each < 20; each++)
      await bot.client.call('answerInteraction', { id, kind: 'ephemeral', text: `${each}` });
    assert.equal((await pressed).ephemeral?.text, '0');
    const more = bot.client.call('answerInteraction', { id, kind: 'ephemeral', text: 'more' });
    assert.equal(await codeOf(more), 'LIMIT_EXCEEDED');
  });

  it('is not pressed more than 20 times in 10 s by one user', async (t) => {
    const { clock, ann, bot, conversation, seq } = await scene(t);
    bot.client.on('push', (push) => {
      if (push.case === 'interaction')
        void bot.client.call('answerInteraction', { id: push.value.id, kind: 'done' }).catch(() => {});
    });
    const codes = await Promise.all(Array.from({ length: 21 }, () => codeOf(press(ann, conversation, seq))));
    assert.equal(codes.filter((code) => code === 'RATE_LIMITED').length, 1);
    await clock.pass(10_000);
    assert.equal(await codeOf(press(ann, conversation, seq)), 'OK');
  });

  it('cannot be pressed, and says nothing, where one has blocked the other', async (t) => {
    const { ann, bot, conversation, seq } = await scene(t);
    const pressed = press(ann, conversation, seq);
    const { id } = await bot.heard.interaction();
    await bot.client.call('answerInteraction', { id, kind: 'later' });
    await pressed;
    await ann.client.call('block', { user: bot.id });
    assert.equal(await codeOf(press(ann, conversation, seq)), 'BLOCKED');
    const whisper = bot.client.call('answerInteraction', { id, kind: 'ephemeral', text: 'psst' });
    assert.equal(await codeOf(whisper), 'BLOCKED');
  });
});

it('when the gateway of a bot is killed in the middle, the user is told, and the next press reaches its other process', async (t) => {
  const clock = new SteppedClock();
  const cluster = await InProcessCluster.start({
    gateways: 2,
    routers: 2,
    changes: { busSecret: 'the secret of a cluster, for tests', loginPolicy: 'multi' },
    more: { clock },
  });
  const people = new People({ tcpUrl: cluster.tcpUrl(1), httpUrl: cluster.httpUrl(1) });
  t.after(async () => {
    await people.close();
    await cluster.close();
  });
  const ann = await people.join('ann');
  const bot = await aBot(ann, cluster.tcpUrl(0));
  const other = await runBot(bot, cluster.tcpUrl(1));
  t.after(() => Promise.all([bot.client.close(), other.client.close()]));
  const { id: conversation } = await ann.client.call('openDirect', { user: bot.id });
  const { seq } = await other.client.send({ conversation }, { text: 'Go?', components: BUTTON }).done;
  const pressed = press(ann, conversation, seq);
  const first = await bot.heard.interaction();
  await bot.client.call('takeInteraction', { id: first.id });
  assert.equal(await codeOf(other.client.call('takeInteraction', { id: first.id })), 'CONFLICT');
  await Promise.all([cluster.gateways[0]?.close(), bot.client.close()]);
  await clock.pass(3000);
  assert.equal((await pressed).outcome, 'silent');
  const again = press(ann, conversation, seq);
  const second = await other.heard.interaction(1);
  await other.client.call('takeInteraction', { id: second.id });
  await other.client.call('answerInteraction', { id: second.id, kind: 'done' });
  assert.equal((await again).outcome, 'answered');
});

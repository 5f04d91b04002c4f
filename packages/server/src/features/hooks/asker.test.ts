/** Asking hooks one after the other, and leaving alone those that fail. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Registry } from 'prom-client';
import { silentLogger } from '../../logger.ts';
import { systemClock } from '../../system.ts';
import { textIn } from './answer.ts';
import { Asker } from './asker.ts';
import type { Subject } from './asker.ts';
import type { Hook } from './hook.ts';

const SUBJECT: Subject<string> = {
  event: 'upload',
  initial: 'a',
  tell: (name) => ({ name }),
  change: (name, changes) => textIn(changes, 'name') ?? name,
};

function hook(answer: (name: unknown) => unknown): Hook & { asked: number } {
  return {
    name: 'test',
    events: ['upload'],
    asked: 0,
    async ask({ data }) {
      this.asked += 1;
      return answer(data['name']);
    },
  };
}

function stage(hooks: readonly Hook[], failure: 'allow' | 'refuse' = 'refuse') {
  const time = { ms: 0 };
  const clock = { ...systemClock, monotonic: () => time.ms };
  const asker = new Asker({ hooks, failure, clock, logger: silentLogger, registry: new Registry() });
  return { asker, time };
}

test('each hook gets what the one before it has made of it', async () => {
  const twice = hook((name) => ({ action: 'change', name: `${String(name)}${String(name)}` }));
  const { asker } = stage([twice, hook(() => undefined), twice]);
  assert.equal(await asker.ask(SUBJECT), 'aaaa');
});

test('the first refusal ends it, with its reason', async () => {
  const last = hook(() => ({}));
  const { asker } = stage([hook(() => ({ action: 'refuse', reason: 'No.' })), last]);
  await assert.rejects(asker.ask(SUBJECT), { code: 'REFUSED', message: 'No.' });
  assert.equal(last.asked, 0);
});

test('only hooks of the event are asked', async () => {
  const other = { ...hook(() => ({ action: 'refuse' })), events: ['join'] as const };
  const { asker } = stage([other]);
  assert.equal(await asker.ask(SUBJECT), 'a');
  assert.deepEqual([asker.asks('upload'), asker.asks('join')], [false, true]);
});

for (const [what, answer] of [
  ['text', 'no object'],
  ['a list', []],
  ['an unknown action', { action: 'explode' }],
  ['a reason that is no text', { action: 'refuse', reason: 7 }],
  ['a reason of several lines', { action: 'refuse', reason: 'a\nb' }],
  ['a change that is no text', { action: 'change', name: 7 }],
] as const) {
  test(`an answer that is ${what} is a failure`, async () => {
    await assert.rejects(stage([hook(() => answer)]).asker.ask(SUBJECT), { code: 'UNAVAILABLE' });
    assert.equal(await stage([hook(() => answer)], 'allow').asker.ask(SUBJECT), 'a');
  });
}

test('a hook that fails five times is left alone, and found again', async () => {
  let isBroken = true;
  const broken = hook(() => {
    if (isBroken) throw new Error('broken');
    return { action: 'change', name: 'b' };
  });
  const { asker, time } = stage([broken], 'allow');
  for (let tries = 0; tries < 20; tries++) assert.equal(await asker.ask(SUBJECT), 'a');
  assert.equal(broken.asked, 5);
  time.ms += 10_000;
  // One finds out; the others do not wait for it.
  assert.deepEqual(await Promise.all([asker.ask(SUBJECT), asker.ask(SUBJECT)]), ['a', 'a']);
  assert.equal(broken.asked, 6);
  isBroken = false;
  time.ms += 10_000;
  assert.equal(await asker.ask(SUBJECT), 'b');
  assert.equal(await asker.ask(SUBJECT), 'b');
});

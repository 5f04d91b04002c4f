import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Vanishing } from '../../src/chat/vanishing.ts';
import { incoming } from '../support/incoming.ts';

it('tells once of each message whose time has come, and of none that is gone already', (t) => {
  t.mock.timers.enable({ apis: ['setInterval', 'Date'], now: 1000 });
  const gone: number[] = [];
  const vanishing = new Vanishing(({ seq }) => gone.push(seq));
  const watch = (seq: number, vanishesAt: number): void =>
    vanishing.watch(incoming({ seq, content: { text: 'x' }, state: { seq, vanishesAt } }));
  watch(1, 0);
  watch(2, 3000);
  watch(3, 5000);
  watch(4, 3000);
  vanishing.watch(incoming({ seq: 4, content: { kind: { case: 'recalled', value: {} } } }));
  t.mock.timers.tick(1000);
  assert.deepEqual(gone, []);
  t.mock.timers.tick(10_000);
  assert.deepEqual(gone, [2, 3]);
  watch(5, 12_500);
  t.mock.timers.tick(2000);
  assert.deepEqual(gone, [2, 3, 5]);
  vanishing.close();
});

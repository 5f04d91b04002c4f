import assert from 'node:assert/strict';
import { it } from 'node:test';
import { describeVanishing } from '../src/words.ts';

it('says in the largest unit that fits when messages vanish', () => {
  for (const [ms, words] of [
    [0, 'lets messages stay'],
    [5000, 'lets messages vanish after 5 seconds'],
    [90_000, 'lets messages vanish after 90 seconds'],
    [60_000, 'lets messages vanish after 1 minute'],
    [7_200_000, 'lets messages vanish after 2 hours'],
    [604_800_000, 'lets messages vanish after 7 days'],
  ] as const) {
    assert.equal(describeVanishing(ms), words);
  }
});

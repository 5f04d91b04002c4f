import assert from 'node:assert/strict';
import { it } from 'node:test';
import { SeenInteractions } from '../src/seen.ts';

it('an interaction is heard of once, however often and in whatever order its pushes come', () => {
  const seen = new SeenInteractions(3);
  const heard = [2, 1, 2, 3, 1, 4, 4, 3].filter((id) => seen.isNew(id));
  assert.deepEqual(heard, [2, 1, 3, 4]);
  // The oldest one is forgotten, so that a bot can run for ever.
  assert.deepEqual([seen.isNew(2), seen.isNew(4)], [true, false]);
});

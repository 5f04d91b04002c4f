import assert from 'node:assert/strict';
import { it } from 'node:test';
import { MineNotes } from './notes.ts';

it('tells of a change at once, and of the last version of each user a while later', () => {
  const told: unknown[] = [];
  const timers: (() => void)[] = [];
  const notes = new MineNotes(
    {
      noteToUser: (user, { body }, options) => told.push([user, body?.value, options?.origin]),
    },
    {
      after(_delayMs, run) {
        timers.push(run);
        return { cancel: () => {} };
      },
    },
  );
  const entries = (version: number, value = '1') => [
    { key: 'old', value: '1', version: 1 },
    { key: 'a', value, version },
  ];
  notes.changed(7, { entries: entries(2), after: 1, version: 2, more: false }, 5);
  notes.changed(7, { entries: entries(3, 'x'.repeat(20_000)), after: 2, version: 3, more: false }, 5);
  notes.changed(8, { entries: entries(9), after: 8, version: 9, more: false }, 0);
  const [first, second, third] = told.splice(0);
  assert.deepEqual(first, [7, { entries: [{ key: 'a', value: '1', version: 2 }], after: 1, version: 2 }, 5]);
  assert.deepEqual(second, [7, { after: 3, version: 3 }, 5], 'a long value is only announced');
  assert.deepEqual(third, [8, { entries: [{ key: 'a', value: '1', version: 9 }], after: 8, version: 9 }, 0]);
  assert.equal(timers.length, 1);
  timers.shift()?.();
  assert.deepEqual(told, [], 'a change of a moment ago may have been lost for the same reason');
  notes.changed(8, { entries: [], after: 10, version: 11, more: false }, 0);
  told.splice(0);
  timers.shift()?.();
  assert.deepEqual(told.splice(0), [
    [7, { after: 3, version: 3 }, undefined],
    [8, { after: 9, version: 9 }, undefined],
  ]);
  timers.shift()?.();
  assert.deepEqual(told, [[8, { after: 11, version: 11 }, undefined]]);
  assert.equal(timers.length, 0);
});

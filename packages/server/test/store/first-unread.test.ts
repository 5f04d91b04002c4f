/** How much the search for the first unread message looks at. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { firstUnread } from '../../src/store/log/counts.ts';

const HEAD = 100_000;

it('the first unread message is found by looking at most twice at what was recalled before it', () => {
  const place = { id: 1, kind: 'group', counted_through: HEAD, uncounted: 0 };
  const query = firstUnread(place, { user: 2, read: 0, intervals: [{ from: 1, to: HEAD }] }, []);
  let looked = 0;
  let step = query.next();
  while (step.done !== true) {
    assert.ok(step.value.kind === 'rows');
    assert.match(step.value.text, /FROM recalls/);
    const [, from = 0, to = 0] = step.value.values.map(Number);
    // All were recalled but the last.
    const n = Math.min(to, HEAD - 1) - from + 1;
    looked += n;
    step = query.next([{ n }]);
  }
  assert.equal(step.value, HEAD);
  assert.ok(looked <= 2 * HEAD, `it looked at ${looked}`);
});

/** A few exports run at once, and nobody keeps others out by reading slowly. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { RunningExports } from './running.ts';

it('exports run one of a user and eight in all at once; after five minutes the oldest makes room', () => {
  let now = 0;
  const running = new RunningExports({ monotonic: () => now });
  const stopped: number[] = [];
  const begin = (asker: number): (() => void) => running.begin(asker, () => void stopped.push(asker));
  const ends = [1, 2, 3, 4, 5, 6, 7, 8].map(begin);
  assert.throws(() => begin(1), { code: 'RATE_LIMITED' });
  assert.throws(() => begin(9), { code: 'OVERLOADED' });
  now = 299_999;
  assert.throws(() => begin(9), { code: 'OVERLOADED' });
  now = 300_000;
  const end = begin(9);
  assert.deepEqual(stopped, [1]);
  // The first one may come again, and its old end is not the end of that.
  ends[1]?.();
  begin(1);
  ends[0]?.();
  assert.throws(() => begin(1), { code: 'RATE_LIMITED' });
  end();
  begin(9);
  assert.deepEqual(stopped, [1]);
});

/** Which bytes of a file are sent. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isKnown, rangeOf } from '../../src/http/ranges.ts';

const ETAG = '"abc"';

describe('a range', () => {
  for (const [range, answer] of [
    [undefined, undefined],
    ['bytes=0-0', { start: 0, end: 1 }],
    ['bytes=2-4', { start: 2, end: 5 }],
    ['bytes=5-', { start: 5, end: 10 }],
    ['bytes=5-99', { start: 5, end: 10 }],
    ['bytes=-3', { start: 7, end: 10 }],
    ['bytes=-99', { start: 0, end: 10 }],
    ['Bytes= 1-2 ', { start: 1, end: 3 }],
    ['bytes=10-', 'unsatisfiable'],
    ['bytes=10-12', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=4-2', undefined],
    ['bytes=0-1,3-4', undefined],
    ['bytes=-', undefined],
    ['bytes=a-b', undefined],
    ['lines=1-2', undefined],
    ['bytes=99999999999999999999-', undefined],
  ] as const) {
    it(`${range} of ten bytes`, () => {
      assert.deepEqual(rangeOf({ range }, 10, ETAG), answer);
    });
  }

  it('of an empty file', () => {
    assert.equal(rangeOf({ range: 'bytes=0-' }, 0, ETAG), 'unsatisfiable');
    assert.equal(rangeOf({ range: 'bytes=-5' }, 0, ETAG), 'unsatisfiable');
  });

  it('holds only for the state of the file that If-Range names', () => {
    const range = 'bytes=0-1';
    assert.deepEqual(rangeOf({ range, 'if-range': ETAG }, 10, ETAG), { start: 0, end: 2 });
    for (const other of ['"x"', `W/${ETAG}`, 'Sun, 29 Nov 2026 10:00:00 GMT'])
      assert.equal(rangeOf({ range, 'if-range': other }, 10, ETAG), undefined);
  });
});

it('what the client has already', () => {
  for (const known of [ETAG, `W/${ETAG}`, `"x", ${ETAG}`, '*'])
    assert.ok(isKnown({ 'if-none-match': known }, ETAG), known);
  for (const other of ['"x"', 'abc', '']) assert.ok(!isKnown({ 'if-none-match': other }, ETAG), other);
  assert.ok(!isKnown({}, ETAG));
});

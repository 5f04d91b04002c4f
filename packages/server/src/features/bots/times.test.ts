import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseTime } from './times.ts';

/** A Thursday. */
const NOW = Date.parse('2026-11-26T15:00:00Z');

function at(text: string, zone = '', now = NOW): string | undefined {
  const time = parseTime(text, now, zone);
  return time === undefined ? undefined : new Date(time).toISOString();
}

describe('a time as people write it', () => {
  it('is how long from now', () => {
    assert.equal(at('90s'), '2026-11-26T15:01:30.000Z');
    assert.equal(at(' 1h30m '), '2026-11-26T16:30:00.000Z');
    assert.equal(at('1w2d'), '2026-12-05T15:00:00.000Z');
  });

  it('is the next time of a day, in the zone of the user', () => {
    assert.equal(at('18:30'), '2026-11-26T18:30:00.000Z');
    assert.equal(at('9:05'), '2026-11-27T09:05:00.000Z');
    assert.equal(at('18:30', 'Europe/Berlin'), '2026-11-26T17:30:00.000Z');
    assert.equal(at('2:00', 'Asia/Tokyo'), '2026-11-26T17:00:00.000Z');
  });

  it('is a date', () => {
    assert.equal(at('2027-01-31'), '2027-01-31T00:00:00.000Z');
    assert.equal(at('2027-07-01T12:00', 'Europe/Berlin'), '2027-07-01T10:00:00.000Z');
    assert.equal(at('2027-07-01 12:00:30Z', 'Europe/Berlin'), '2027-07-01T12:00:30.000Z');
    assert.equal(at('2027-07-01T12:00-05:30'), '2027-07-01T17:30:00.000Z');
    assert.equal(at('2028-02-29'), '2028-02-29T00:00:00.000Z');
  });

  it('is a time also where the clock jumps', () => {
    // Berlin has no 02:30 on 28 March 2027, and 02:30 twice on 31 October.
    assert.match(at('2027-03-28T02:30', 'Europe/Berlin') ?? '', /^2027-03-28T0[01]:30/);
    assert.match(at('2027-10-31T02:30', 'Europe/Berlin') ?? '', /^2027-10-31T0[01]:30/);
  });

  it('is none', () => {
    for (const text of [
      '',
      'soon',
      '5',
      '5x',
      '25:00',
      '12:60',
      '2027-02-30',
      '2027-13-01',
      '999999w'.repeat(40),
    ])
      assert.equal(at(text), undefined, text);
    assert.throws(() => at('18:30', 'Nowhere/City'), RangeError);
  });
});

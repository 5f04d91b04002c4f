import assert from 'node:assert/strict';
import { test } from 'node:test';
import { daysBetween, listTime, nextMidnight } from './day-words.ts';

const zone = 'Europe/Berlin';
const options = { locale: 'en-GB', zone };
const at = (text: string): number => Date.parse(text);

test('today has its time, this week its weekday, before that the date', () => {
  const now = at('2026-11-29T12:00:00Z');
  assert.equal(listTime(at('2026-11-29T08:05:00Z'), now, options), '9:05');
  assert.equal(listTime(at('2026-11-28T22:59:00Z'), now, options), 'Sat');
  assert.equal(listTime(at('2026-11-21T12:00:00Z'), now, options), '21 Nov');
  assert.equal(listTime(at('2025-11-21T12:00:00Z'), now, options), '21/11/2025');
});

test('a clock that is behind shows a time, not tomorrow', () => {
  assert.match(listTime(at('2026-11-30T08:05:00Z'), at('2026-11-29T12:00:00Z'), options), /:05/);
});

test('the next midnight is right where the clock changes', () => {
  // Winter time began on 25 October 2026 (25 hours), summer time on 29 March 2026 (23 hours).
  assert.equal(nextMidnight(at('2026-10-25T00:30:00+02:00'), zone), at('2026-10-26T00:00:00+01:00'));
  assert.equal(nextMidnight(at('2026-03-29T00:30:00+01:00'), zone), at('2026-03-30T00:00:00+02:00'));
  assert.equal(nextMidnight(at('2026-11-29T23:59:59.999+01:00'), zone), at('2026-11-30T00:00:00+01:00'));
  assert.equal(daysBetween(at('2026-10-24T23:00:00+02:00'), at('2026-10-26T00:00:00+01:00'), zone), 2);
});

import assert from 'node:assert/strict';
import { afterEach, it } from 'node:test';
import { clockOf, dayOf, stampOf, timeIn } from '../src/times.ts';

const { TZ } = process.env;
afterEach(() => {
  if (TZ === undefined) delete process.env['TZ'];
  else process.env['TZ'] = TZ;
});

it('a time is local and says how far from UTC, or is in UTC and says so', () => {
  const time = Date.UTC(2026, 10, 28, 22, 5, 12, 999);
  for (const [zone, local] of [
    ['Asia/Kathmandu', '2026-11-29 03:50:12+05:45'],
    ['America/St_Johns', '2026-11-28 18:35:12-03:30'],
    ['UTC', '2026-11-28 22:05:12+00:00'],
  ] as const) {
    process.env['TZ'] = zone;
    assert.equal(stampOf(time), local);
    assert.equal(stampOf(time, { isUtc: true }), '2026-11-28 22:05:12Z');
  }
});

it('a day has its year, for messages of long ago', () => {
  assert.equal(dayOf(new Date(2025, 10, 25, 12).getTime()), 'Tuesday, 25 November 2025');
});

it('no time of a server is too much', () => {
  for (const time of [Number.NaN, 1e300, 8.64e15 + 1, -8.64e15 - 1]) {
    assert.deepEqual([dayOf(time), clockOf(time), stampOf(time)], ['no date', '--:--', 'no date']);
  }
  stampOf(8.64e15);
  stampOf(-8.64e15);
});

it('a time that somebody writes is local, has an offset, or counts from now', () => {
  process.env['TZ'] = 'Asia/Kathmandu';
  const now = Date.UTC(2026, 10, 28);
  for (const [text, time] of [
    ['2026-12-24T18:00', Date.UTC(2026, 11, 24, 12, 15)],
    ['2026-12-24 18:00:30', Date.UTC(2026, 11, 24, 12, 15, 30)],
    ['2026-12-24', Date.UTC(2026, 11, 23, 18, 15)],
    ['2026-12-24T18:00Z', Date.UTC(2026, 11, 24, 18)],
    ['2026-12-24T18:00+01:00', Date.UTC(2026, 11, 24, 17)],
    ['+90s', now + 90_000],
    ['+10m', now + 600_000],
    ['+2h', now + 7_200_000],
    ['+1d', now + 86_400_000],
  ] as const) {
    assert.equal(timeIn(text, now), time, text);
  }
  for (const text of [
    '',
    'tomorrow',
    '+',
    '+10',
    '10m',
    '+1w',
    '2026-13-01T00:00',
    '18:00',
    '1796112000000',
  ]) {
    assert.equal(timeIn(text, now), undefined, text);
  }
});

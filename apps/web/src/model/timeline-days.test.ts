import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { Incoming } from '@posthorn/client';
import { completeContent } from '@posthorn/protocol';
import { listTime, nextMidnight } from './day-words.ts';
import { dayWords } from './timeline-days.ts';
import { timelineRows } from './timeline-rows.ts';

const WORDS = { today: 'Today', yesterday: 'Yesterday' };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const { TZ } = process.env;
afterEach(() => {
  if (TZ === undefined) delete process.env['TZ'];
  else process.env['TZ'] = TZ;
});

/** Days on which the clock changes: at two in the night, in Beirut at midnight, in Havana back to midnight. */
const DAYS = [
  ['Europe/Berlin', [2026, 2, 29], 23],
  ['Europe/Berlin', [2026, 9, 25], 25],
  ['America/New_York', [2026, 2, 8], 23],
  ['America/New_York', [2026, 10, 1], 25],
  ['Asia/Beirut', [2026, 2, 29], 23],
  ['America/Havana', [2026, 10, 1], 25],
  ['Australia/Lord_Howe', [2026, 3, 5], 24.5],
  ['Asia/Shanghai', [2026, 2, 29], 24],
] as const;

for (const [zone, [year, month, day], hours] of DAYS) {
  test(`a day of ${hours} hours in ${zone} is today until its midnight`, () => {
    process.env['TZ'] = zone;
    const midnight = nextMidnight(new Date(year, month, day, 12).getTime());
    const start = midnight - hours * HOUR;
    assert.equal(nextMidnight(start - 1), start, 'the day before ends where this one begins');
    assert.equal(nextMidnight(start), midnight);
    const said = (time: number, now: number): string => dayWords(time, now, 'en', WORDS);
    for (const time of [start, start + MINUTE, midnight - MINUTE, midnight - 1]) {
      assert.equal(said(time, Math.max(time, midnight - 1)), 'Today');
      assert.equal(said(time, midnight), 'Yesterday');
      assert.equal(said(time, nextMidnight(midnight) - 1), 'Yesterday');
      assert.ok(!['Today', 'Yesterday'].includes(said(time, nextMidnight(midnight))));
      assert.match(listTime(time, midnight - 1, { locale: 'en-GB', zone }), /^\d?\d:\d\d$/);
      assert.equal(listTime(time, midnight, { locale: 'en-GB', zone }), 'Sun');
    }
    assert.equal(said(start - 1, midnight - 1), 'Yesterday');
  });

  test(`one line stands above all of a day of ${hours} hours in ${zone}`, () => {
    process.env['TZ'] = zone;
    const midnight = nextMidnight(new Date(year, month, day, 12).getTime());
    const start = midnight - hours * HOUR;
    const times = [start - 1, start, start + 90 * MINUTE, midnight - 30 * MINUTE, midnight - 1, midnight];
    const rows = timelineRows({
      messages: times.map(messageAt),
      isAtStart: false,
      isAtEnd: true,
      outgoing: [],
      newAfter: undefined,
    });
    const words = rows.map((row) => (row.type === 'message' ? String(row.message.seq) : row.type)).join(' ');
    assert.equal(words, 'day 1 day 2 3 4 5 day 6');
  });
}

function messageAt(time: number, index: number): Incoming {
  return {
    conversation: 1,
    seq: index + 1,
    sender: 2,
    time,
    content: completeContent({ text: 'x' }),
    isMine: false,
    clientId: undefined,
    state: undefined,
    quote: undefined,
  };
}

/** When a user wants no alerts. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isQuiet } from '@posthorn/protocol/quiet';

function at(iso: string): number {
  return Date.parse(iso);
}

const NIGHT = JSON.stringify({ from: '22:00', to: '07:00', zone: 'Europe/Berlin' });
/** The nights before working days: from Sunday to Thursday. */
const WORK = JSON.stringify({ from: '22:00', to: '07:00', zone: 'Europe/Berlin', days: [7, 1, 2, 3, 4] });

describe('quiet hours', () => {
  it('last over midnight, in the zone of the user', () => {
    // In winter Berlin is an hour ahead of UTC.
    for (const [time, quiet] of [
      ['2026-01-05T20:59:59Z', false],
      ['2026-01-05T21:00:00Z', true],
      ['2026-01-05T23:30:00Z', true],
      ['2026-01-06T05:59:59Z', true],
      ['2026-01-06T06:00:00Z', false],
      ['2026-01-06T12:00:00Z', false],
      // In summer two.
      ['2026-07-06T20:00:00Z', true],
      ['2026-07-06T19:59:59Z', false],
      ['2026-07-06T05:00:00Z', false],
    ] as const)
      assert.equal(isQuiet(NIGHT, at(time)), quiet, time);
  });

  it('begin on the days that are named', () => {
    // 2026-01-09 is a Friday.
    for (const [time, quiet] of [
      ['2026-01-08T22:00:00Z', true],
      ['2026-01-09T05:00:00Z', true],
      ['2026-01-09T22:00:00Z', false],
      ['2026-01-10T05:00:00Z', false],
      ['2026-01-11T05:00:00Z', false],
      ['2026-01-11T22:00:00Z', true],
      ['2026-01-12T05:00:00Z', true],
    ] as const)
      assert.equal(isQuiet(WORK, at(time)), quiet, time);
  });

  it('may lie within a day', () => {
    const lunch = JSON.stringify({ from: '12:00', to: '13:30', zone: 'Asia/Kolkata', days: [1] });
    assert.equal(isQuiet(lunch, at('2026-01-05T06:30:00Z')), true);
    assert.equal(isQuiet(lunch, at('2026-01-05T08:00:00Z')), false);
    assert.equal(isQuiet(lunch, at('2026-01-06T06:30:00Z')), false);
  });

  it('are none where the entry cannot be understood', () => {
    for (const value of [
      '',
      'x',
      'null',
      '"22:00"',
      '{"from":"22:00","to":"07:00"}',
      '{"from":"22:00","to":"22:00","zone":"UTC"}',
      '{"from":"24:00","to":"07:00","zone":"UTC"}',
      '{"from":"22:00","to":"07:00","zone":"Nowhere/Town"}',
    ])
      assert.equal(isQuiet(value, at('2026-01-05T23:30:00Z')), false, value);
  });
});

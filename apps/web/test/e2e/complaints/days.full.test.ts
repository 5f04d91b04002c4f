/** What others' users complained of: days (the numbers are those of the list in docs/web.md). */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { systemClock } from '@posthorn/server';
import { closeBrowser, DESKTOP, skip, Stage } from '../support/stage.ts';
import { talk } from '../support/talk.ts';

after(closeBrowser);

const HOUR_MS = 3_600_000;

/** Sundays on which the clock changes, from midnight to midnight, and one on which it does not. */
const SUNDAYS = [
  ['Europe/Berlin', '2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00'],
  ['Europe/Berlin', '2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00'],
  ['America/New_York', '2026-03-08T00:00:00-05:00', '2026-03-09T00:00:00-04:00'],
  ['America/New_York', '2026-11-01T00:00:00-04:00', '2026-11-02T00:00:00-05:00'],
  ['Europe/Berlin', '2026-11-29T00:00:00+01:00', '2026-11-30T00:00:00+01:00'],
] as const;

describe('24: “Today” becomes “Yesterday” at local midnight', { skip }, () => {
  for (const [timezoneId, from, to] of SUNDAYS) {
    const [start, end] = [Date.parse(from), Date.parse(to)];
    it(`in ${timezoneId}, on a day of ${(end - start) / HOUR_MS} hours`, async (t) => {
      // What is said, is said in the first minutes of the day.
      const behind = start + 60_000 - Date.now();
      const stage = await Stage.open(t, { clock: { ...systemClock, now: () => Date.now() + behind } });
      const { conversation } = await talk(stage, 2);
      const romeo = await stage.person('romeo', { ...DESKTOP, timezoneId });
      await romeo.page.clock.install({ time: end - HOUR_MS });
      await romeo.open(`/c/${conversation}`);
      const line = (name: string) => romeo.timeline.getByRole('separator', { name, exact: true });
      const row = romeo.conversation('juliet');
      await line('Today').waitFor();
      await row.getByText(/^0?0:\d\d$/).waitFor();
      // Nobody waits for the server that long.
      stage.faults.allowNetwork();
      await romeo.page.clock.pauseAt(end - 1000);
      assert.equal(await line('Today').count(), 1);
      await romeo.page.clock.runFor(1001);
      await line('Yesterday').waitFor();
      await row.getByText('Sun', { exact: true }).waitFor();
      await line('Today').waitFor({ state: 'detached' });
    });
  }
});

/** The timeline in a browser: what one reads stays where it is, nothing is missing, and only what is seen is read. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Client } from '@posthorn/client';
import { fromBottom } from './support/moments.ts';
import { closeBrowser, skip, Stage } from './support/stage.ts';
import type { Person } from './support/person.ts';

after(closeBrowser);

interface Place {
  readonly juliet: Client;
  readonly conversation: number;
}

/** Juliet has said `count` messages, of one to six lines, of which Romeo has read `read`. */
async function said(stage: Stage, count: number): Promise<Place> {
  const juliet = await stage.client('juliet');
  let conversation = 0;
  const acks = Array.from({ length: count }, (_, index) => {
    const lines = Array.from(
      { length: (index % 6) + 1 },
      (_line, at) => `line ${at + 1} of message ${index + 1}.`,
    );
    return juliet.send({ to: 'romeo' }, lines.join('\n')).done;
  });
  for (const ack of acks) ({ conversation } = await ack);
  return { juliet, conversation };
}

/** The line at the middle of the view: the message, and where it stands. */
async function reading(romeo: Person): Promise<{ readonly seq: number; readonly top: number }> {
  return romeo.timeline.evaluate((view) => {
    const { top, height } = view.getBoundingClientRect();
    for (const row of view.querySelectorAll<HTMLElement>('article[data-seq]')) {
      const box = row.getBoundingClientRect();
      if (box.top >= top + height / 3) return { seq: Number(row.dataset['seq']), top: box.top - top };
    }
    throw new Error('nothing is seen');
  });
}

async function topOf(romeo: Person, seq: number): Promise<number> {
  return romeo.timeline.evaluate((view, at) => {
    const row = view.querySelector(`article[data-seq="${at}"]`);
    if (row === null) throw new Error(`message ${at} is not drawn`);
    return row.getBoundingClientRect().top - view.getBoundingClientRect().top;
  }, seq);
}

async function seqs(romeo: Person): Promise<readonly number[]> {
  return romeo.timeline.evaluate((view) =>
    [...view.querySelectorAll<HTMLElement>('article[data-seq]')].map((row) => Number(row.dataset['seq'])),
  );
}

test(
  'older messages do not move what one reads; there is no hole; the slice is bounded',
  { skip },
  async (t) => {
    const stage = await Stage.open(t);
    const romeo = await stage.person('romeo');
    const { juliet, conversation } = await said(stage, 420);
    await romeo.open(`/c/${conversation}/420`);
    await romeo.sees('message 420.');
    const WHEEL_PX = 900;
    let least = Number.POSITIVE_INFINITY;
    // Where older messages are still loaded, a step does not go all the way.
    for (let step = 0; step < 300 && least > 1; step++) {
      const before = await reading(romeo);
      await romeo.scroll(-WHEEL_PX);
      const [first = 0] = await seqs(romeo);
      await romeo.page.waitForFunction(() => document.querySelector('[data-active="true"]') === null);
      const all = await seqs(romeo);
      assert.deepEqual(
        all,
        all.map((_, index) => (all[0] ?? 0) + index),
      );
      assert.ok(all.length <= 300, `${all.length} rows`);
      least = Math.min(least, first, all[0] ?? first);
      const moved = (await topOf(romeo, before.seq)) - before.top;
      assert.ok(moved >= -1 && moved <= WHEEL_PX + 1, `the line moved by ${moved} px`);
    }
    assert.equal(least, 1);
    // What arrives while one reads further up moves nothing.
    const before = await reading(romeo);
    await juliet.send({ conversation }, 'news').done;
    await romeo.page.getByRole('button', { name: 'Jump to newest' }).waitFor();
    assert.ok(Math.abs((await topOf(romeo, before.seq)) - before.top) <= 1);
    await romeo.page.getByRole('button', { name: 'Jump to newest' }).click();
    await romeo.sees('news');
  },
);

const STARTS = { 'at the newest message': true, 'at the first unread message': false };

for (const [start, jumps] of Object.entries(STARTS))
  test(`who is at the end stays there, however many arrive: opened ${start}`, { skip }, async (t) => {
    const stage = await Stage.open(t, { config: { sendRate: 1_000_000 } });
    const romeo = await stage.person('romeo');
    const before = jumps ? 60 : 1;
    const { juliet, conversation } = await said(stage, before);
    await romeo.open(`/c/${conversation}`);
    if (jumps) await romeo.page.getByRole('button', { name: 'Jump to newest' }).click();
    await romeo.sees(`message ${before}.`);
    const MANY = 400;
    for (let sent = 1; sent <= MANY; sent += 20)
      await Promise.all(
        Array.from({ length: 20 }, (_, at) => juliet.send({ conversation }, `news ${sent + at}.`).done),
      );
    await romeo.sees(`news ${MANY}.`);
    const all = await seqs(romeo);
    assert.equal(all.at(-1), before + MANY);
    assert.ok(all.length <= 300, `${all.length} rows`);
    assert.ok((await fromBottom(romeo)) <= 3);
  });

/**
 * What others' users complained of: speed and memory (the numbers are those of the list in docs/web.md). How fast the page
 * is, the benchmark tells; a machine that runs tests is too busy for that.
 */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { LARGE, ME } from '../../../bench/local-data.ts';
import { switched, withGroups } from '../../tools/figures.ts';
import { keptBytes } from '../../tools/heap.ts';
import { watchWork } from '../../tools/work.ts';
import { until } from '../support/moments.ts';
import type { Person } from '../support/person.ts';
import { controlled, kept } from '../support/shell.ts';
import { closeBrowser, skip, Stage } from '../support/stage.ts';

after(closeBrowser);

/** What the page worked, in seconds, and by how much what it keeps has grown. */
interface Round {
  readonly worked: number;
  readonly growth: number;
}

describe('many switches', { skip }, () => {
  it('19 and 20: going from chat to chat stays quick, and keeps nothing', async (t) => {
    const stage = await Stage.open(t);
    const romeo = await withGroups(stage);
    // Each chat often enough that what is kept is kept.
    await switched(romeo, 40);
    const work = await watchWork(romeo);
    const rounds: Round[] = [];
    let before = await keptBytes(romeo);
    for (let round = 0; round < 3; round++) {
      const start = await work();
      await switched(romeo, 40);
      const worked = (await work()) - start;
      const after = await keptBytes(romeo);
      rounds.push({ worked, growth: after / before - 1 });
      before = after;
    }
    for (const { worked, growth } of rounds)
      t.diagnostic(`${worked.toFixed(1)} s of work, heap ${(growth * 100).toFixed(2)} %`);
    // A leak shows in each round; what is made once does not.
    const growth = Math.min(...rounds.map((round) => round.growth));
    assert.ok(growth < 0.012, `${growth}`);
    const [early = 0, , late = 0] = rounds.map(({ worked }) => worked);
    assert.ok(late < 1.7 * early, `from ${early} to ${late} s`);
  });
});

/** Seqs of the rows that are drawn, from top to bottom. */
function drawn({ timeline }: Person): Promise<readonly number[]> {
  return timeline.evaluate((view) =>
    [...view.querySelectorAll<HTMLElement>('article[data-seq]')].map((row) => Number(row.dataset['seq'])),
  );
}

/** A slice without a hole, in which each row is once, and which is bounded. Returns its ends. */
async function sliceOf(romeo: Person): Promise<readonly [number, number]> {
  const seqs = await drawn(romeo);
  const [first = 0] = seqs;
  assert.deepEqual(
    seqs,
    seqs.map((_, index) => first + index),
  );
  assert.ok(seqs.length > 0 && seqs.length <= MAX_ROWS, `${seqs.length} rows`);
  return [first, seqs.at(-1) ?? 0];
}

/** Scrolls until the slice starts there or before. Each slice on the way is looked at. */
async function readUp(romeo: Person, goal: number): Promise<void> {
  let [top] = await sliceOf(romeo);
  while (top > goal) {
    const before = top;
    await until(async () => {
      await romeo.scroll(-4000);
      [top] = await sliceOf(romeo);
      return top < before;
    });
  }
}

/** Scrolls until the slice ends there or behind. */
async function readDown(romeo: Person, goal: number): Promise<void> {
  let [, bottom] = await sliceOf(romeo);
  while (bottom < goal) {
    const before = bottom;
    await until(async () => {
      await romeo.scroll(4000);
      [, bottom] = await sliceOf(romeo);
      return bottom > before;
    });
  }
}

/** Of a slice, while nothing arrives. */
const MAX_ROWS = 200;
const MESSAGES = 100_000;

/** Puts a conversation on the device, and who is logged in, while no page of the client is open. */
async function withLargeConversation(romeo: Person, url: string): Promise<void> {
  const entry = fileURLToPath(new URL('../../../bench/local-data.ts', import.meta.url));
  const options = {
    bundle: true,
    format: 'iife',
    globalName: 'local',
    platform: 'browser',
    write: false,
  } as const;
  const { outputFiles } = await build({ entryPoints: [entry], ...options });
  const data = { account: `${ME}@${new URL(url).host}/`, conversations: ME, messages: MESSAGES };
  await romeo.open('/v1/server');
  await romeo.page.evaluate(`${outputFiles[0]?.text ?? ''}; local.fill(${JSON.stringify(data)})`);
  const session = JSON.stringify({ user: ME, name: 'romeo', session: 1 });
  await romeo.page.evaluate((stored) => localStorage.setItem('posthorn/session', stored), session);
}

describe('a conversation of 100,000 messages', { skip }, () => {
  it('30: is opened from the device, without waiting for the server, and scrolled in a bounded slice', async (t) => {
    const stage = await Stage.open(t, { process: true, hasWorkers: true });
    const romeo = await stage.stranger('romeo');
    await romeo.open();
    await controlled(romeo);
    await kept(romeo);
    await withLargeConversation(romeo, stage.url);
    // From now on nothing answers: whatever is asked of the server stays unanswered, and nothing may wait for it.
    stage.faults.allowNetwork();
    stage.server?.pause();
    await romeo.open(`/c/${LARGE}`);
    await romeo.sees(`Message ${MESSAGES}:`);
    await readUp(romeo, MESSAGES - 1500);
    await romeo.open(`/c/${LARGE}/50000`);
    await romeo.sees('Message 50000:');
    const [from, to] = await sliceOf(romeo);
    assert.ok(from < 50_000 && to > 50_000, `${from} to ${to}`);
    await readDown(romeo, 50_600);
    await romeo.page.getByRole('button', { name: 'Jump to newest' }).click();
    await romeo.sees(`Message ${MESSAGES}:`);
    await sliceOf(romeo);
  });
});

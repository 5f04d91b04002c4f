/**
 * What others' users complained of: speed and memory (the numbers are those of the list in docs/web.md). How fast the page
 * is, the benchmark tells; a machine that runs tests is too busy for that.
 */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { switched, withGroups } from '../../tools/figures.ts';
import { keptBytes } from '../../tools/heap.ts';
import { watchWork } from '../../tools/work.ts';
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
    await switched(romeo, 60);
    const work = await watchWork(romeo);
    const rounds: Round[] = [];
    let before = await keptBytes(romeo);
    for (let round = 0; round < 3; round++) {
      const start = await work();
      await switched(romeo, 70);
      const worked = (await work()) - start;
      const after = await keptBytes(romeo);
      rounds.push({ worked, growth: after / before - 1 });
      before = after;
    }
    for (const { worked, growth } of rounds)
      t.diagnostic(`${worked.toFixed(1)} s of work, heap ${(growth * 100).toFixed(2)} %`);
    // A leak shows in each round; what is made once does not.
    const growth = Math.min(...rounds.map((round) => round.growth));
    assert.ok(growth < 0.02, `${growth}`);
    const [early = 0, , late = 0] = rounds.map(({ worked }) => worked);
    assert.ok(late < 1.5 * early, `from ${early} to ${late} s`);
  });
});

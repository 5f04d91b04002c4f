/**
 * What others' users complained of: speed and memory (the numbers are those of the list in docs/web.md). How fast the page
 * is, the benchmark tells; a machine that runs tests is too busy for that.
 */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { quantile, switched, withGroups } from '../../tools/figures.ts';
import { keptBytes } from '../../tools/heap.ts';
import { closeBrowser, skip, Stage } from '../support/stage.ts';

after(closeBrowser);

describe('many switches', { skip, timeout: 240_000 }, () => {
  it('19 and 20: going from chat to chat stays quick, and keeps nothing', async (t) => {
    const stage = await Stage.open(t);
    const romeo = await withGroups(stage);
    // Each chat often enough that what is kept is kept.
    await switched(romeo, 60);
    const before = await keptBytes(romeo);
    const tookMs = await switched(romeo, 200);
    const growth = (await keptBytes(romeo)) / before - 1;
    t.diagnostic(`median ${Math.round(quantile(tookMs, 0.5))} ms, heap ${(growth * 100).toFixed(1)} %`);
    assert.ok(growth < 0.1, `${growth}`);
    const [early, late] = [tookMs.slice(0, 50), tookMs.slice(-50)].map((some) => quantile(some, 0.5));
    assert.ok((late ?? 0) < 2 * (early ?? 0) + 20, `from ${early} to ${late} ms`);
  });
});

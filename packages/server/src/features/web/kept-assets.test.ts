import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { PageFiles } from './files.ts';
import { keepAssets } from './kept-assets.ts';

const DAY_MS = 86_400_000;

it('assets of a build outlive an update by a month, and are served as if they were there', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-kept-'));
  t.after(() => rm(folder, { recursive: true }));
  const [dist, kept] = [join(folder, 'dist'), join(folder, 'kept')];
  const assets = join(dist, 'assets');
  await mkdir(assets, { recursive: true });
  const start = 1_700_000_000_000;
  await writeFile(join(assets, 'lazy-1.js'), 'old');
  await writeFile(join(assets, 'lazy-1.js.map'), '{}');
  await keepAssets(assets, kept, start);
  // The update.
  await rm(join(assets, 'lazy-1.js'));
  await writeFile(join(assets, 'lazy-2.js'), 'new');
  await keepAssets(assets, kept, start + 29 * DAY_MS);
  assert.deepEqual((await readdir(kept)).toSorted(), ['lazy-1.js', 'lazy-2.js']);
  const files = new PageFiles(dist, { kept });
  const found = await files.find('/assets/lazy-1.js', new Set());
  assert.equal((await buffer((await found?.open()) as Readable)).toString(), 'old');
  assert.equal(await files.find('/lazy-1.js', new Set()), undefined);
  await keepAssets(assets, kept, start + 31 * DAY_MS);
  assert.deepEqual(await readdir(kept), ['lazy-2.js']);
  assert.equal(await files.find('/assets/lazy-1.js', new Set()), undefined);
  assert.equal(await readFile(join(kept, 'lazy-2.js'), 'utf8'), 'new');
  // Nowhere to keep them: a server without a data directory.
  await assert.rejects(keepAssets(assets, join(folder, 'none/kept'), start), { code: 'ENOENT' });
});

it('nodes that share the folder keep the assets of all of them, and what is not complete is no asset', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-kept-'));
  t.after(() => rm(folder, { recursive: true }));
  const kept = join(folder, 'kept');
  const builds = ['a', 'b', 'c'].map((name) => join(folder, name));
  for (const [index, build] of builds.entries()) {
    await mkdir(build);
    await writeFile(join(build, 'same-0.js'), 'same');
    await writeFile(join(build, `own-${index}.js`), 'own '.repeat(100_000));
  }
  const start = 1_700_000_000_000;
  // What a killed server was copying.
  await mkdir(kept);
  await writeFile(join(kept, '.0b0b'), 'ow');
  await utimes(join(kept, '.0b0b'), start / 1000 - 40 * 86_400, start / 1000 - 40 * 86_400);
  await Promise.all(
    builds.flatMap((build) => [keepAssets(build, kept, start), keepAssets(build, kept, start)]),
  );
  const names = (await readdir(kept)).toSorted();
  assert.deepEqual(names, ['own-0.js', 'own-1.js', 'own-2.js', 'same-0.js']);
  for (const name of names.slice(0, 3)) assert.equal((await stat(join(kept, name))).size, 400_000);
});

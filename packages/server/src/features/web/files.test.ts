import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { it } from 'node:test';
import type { TestContext } from 'node:test';
import { PageFiles } from './files.ts';
import type { PageFile } from './files.ts';

function html(name: string): string {
  return `<!doctype html><html><base href="/" /><script src="./assets/${name}.js"></script></html>\n`;
}

async function textOf(file: PageFile | undefined): Promise<string> {
  assert.ok(file !== undefined);
  return text(Readable.from(await file.open()));
}

/** A folder with the build `one`, and what is served of it. */
async function place(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-page-'));
  t.after(() => rm(folder, { recursive: true }));
  const dist = join(folder, 'dist');
  await mkdir(join(dist, 'assets'), { recursive: true });
  await writeFile(join(dist, 'assets/one.js'), '1');
  await writeFile(join(dist, 'index.html'), html('one'));
  let builds = 0;
  const files = new PageFiles(dist, { onBuild: () => builds++ });
  const page = async (): Promise<string> => textOf(await files.page((page) => page));
  return { folder, dist, page, builds: () => builds };
}

it('the page stays the one before until another build is there with all that it loads', async (t) => {
  const { folder, dist, page, builds } = await place(t);
  assert.equal(await page(), html('one'));
  await writeFile(join(dist, 'index.html'), html('two').slice(0, 60));
  assert.equal(await page(), html('one'), 'half written');
  await writeFile(join(dist, 'index.html'), '');
  assert.equal(await page(), html('one'), 'about to be written');
  await writeFile(join(dist, 'index.html'), html('two'));
  assert.equal(await page(), html('one'), 'before its script');
  await rename(dist, join(folder, 'aside'));
  assert.equal(await page(), html('one'), 'moved away');
  await rename(join(folder, 'aside'), dist);
  assert.equal(builds(), 1);
  await writeFile(join(dist, 'assets/two.js'), '2');
  assert.equal(await page(), html('two'));
  assert.equal(await page(), html('two'));
  assert.equal(builds(), 2);
});

it('a page that is all there is, is served as it is', async (t) => {
  const { dist } = await place(t);
  await writeFile(join(dist, 'index.html'), '<title>Page');
  const files = new PageFiles(dist);
  assert.equal(await textOf(await files.page((page) => page.toUpperCase())), '<TITLE>PAGE');
  await rm(join(dist, 'index.html'));
  assert.equal(await files.page((page) => page), undefined);
});

/**
 * Builds of the page in folders of a test's own.
 *
 * @module
 */
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureWeb } from '../../../../../scripts/web.mjs';
import type { Host } from './stage.ts';

const ROOT = fileURLToPath(new URL('../../../../..', import.meta.url));
const DIST = join(ROOT, 'apps/web/dist');
const TEXTS: ReadonlySet<string> = new Set(['.js', '.css', '.html']);
const COMPRESSED = /\.(?:br|gz)$/;
/** Names of assets, wherever they stand. */
const NAME = /[\w.-]+\.(?:js|css|woff2|svg|png|mp3|wasm)/g;
const VERSION = /version:(?:`[^`]*`|"[^"]*")/;

/** A copy of the built page, whose files a test may change. It goes with the test. */
export async function ownPage(t: Host): Promise<string> {
  await ensureWeb(ROOT, process.execPath);
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-page-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await cp(DIST, folder, { recursive: true });
  return folder;
}

/**
 * Another build of the page: each asset has other bytes and so another name, as if a constant in all of them had changed.
 * `mark`: letters; `<meta name="build">` of the page has it.
 */
export async function otherPage(t: Host, mark: string): Promise<string> {
  const folder = await ownPage(t);
  const assets = join(folder, 'assets');
  const renamed = new Map<string, string>();
  for (const name of await assetsIn(folder)) renamed.set(name, name.replace(/(?=\.\w+$)/, mark));
  for (const name of await readdir(assets)) if (!renamed.has(name)) await rm(join(assets, name));
  const places = [...renamed.keys()].map((name) => join(assets, name));
  for (const place of [...places, join(folder, 'index.html'), join(folder, 'sw.js')]) {
    if (!TEXTS.has(extname(place))) continue;
    const text = (await readFile(place, 'utf8')).replace(NAME, (name) => renamed.get(name) ?? name);
    await writeFile(place, marked(text, extname(place), mark));
  }
  for (const [from, to] of renamed) await rename(join(assets, from), join(assets, to));
  return folder;
}

/** Names of the assets of a build that pages load. */
export async function assetsIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(folder, 'assets'));
  return names.filter((name) => !COMPRESSED.test(name) && extname(name) !== '.map');
}

function marked(text: string, extension: string, mark: string): string {
  if (extension === '.html') return text.replace('<title>', `<meta name="build" content="${mark}" /><title>`);
  return `${text.replace(VERSION, `version:"${mark}"`)}\n/* ${mark} */\n`;
}

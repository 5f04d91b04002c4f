// Runs around `npm pack` and `npm publish` in a package's folder. In the repository a package's exports
// point at its TypeScript source, which Node runs as it is; outside, at what `tsc -b` built from it.
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { run } from './child.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MANIFEST = 'package.json';
const SET_ASIDE = 'package.json.repo';

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = process.cwd();
  if (process.argv[2] === 'prepare') process.exitCode = await prepare(folder);
  else if (process.argv[2] === 'restore') restore(folder);
  else throw new Error('Usage: pack.mjs prepare | restore');
}

/**
 * Returns the manifest as users of the published package need it.
 *
 * @param {Record<string, unknown>} manifest the repository's package.json, parsed
 * @returns {Record<string, unknown>} a new object; the given one is left as it was
 */
export function publishedManifest(manifest) {
  const { scripts: _scripts, ...published } = manifest;
  if (published.exports !== undefined) published.exports = mapValues(published.exports, publishedExport);
  if (published.bin !== undefined) published.bin = mapValues(published.bin, builtFile);
  return published;
}

function publishedExport(target) {
  if (typeof target !== 'string') return mapValues(target, publishedExport);
  const built = builtFile(target);
  if (built === target) return target;
  return { types: built.replace(/\.js$/, '.d.ts'), default: built };
}

function builtFile(path) {
  return path.replace(/^(\.\/)?src\/(.*)\.tsx?$/, '$1dist/$2.js');
}

function mapValues(object, change) {
  if (typeof object === 'string') return change(object);
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

async function prepare(folder) {
  // What a run that was cut off left behind.
  restore(folder);
  // From nothing, so that no file of a source that is gone gets published.
  rmSync(join(folder, 'dist'), { recursive: true, force: true });
  const code = await run(join(ROOT, 'node_modules/.bin/tsc'), ['-b', folder]);
  if (code !== 0) return code;
  const text = readFileSync(join(folder, MANIFEST), 'utf8');
  copyFileSync(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'));
  writeFileSync(join(folder, SET_ASIDE), text);
  writeFileSync(join(folder, MANIFEST), `${JSON.stringify(publishedManifest(JSON.parse(text)), null, 2)}\n`);
  return 0;
}

function restore(folder) {
  if (!existsSync(join(folder, SET_ASIDE))) return;
  renameSync(join(folder, SET_ASIDE), join(folder, MANIFEST));
  rmSync(join(folder, 'LICENSE'), { force: true });
}

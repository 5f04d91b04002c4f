// `npm run pack [-- --to DIR]`: builds what is published and packs it, a tarball a package. In the repository a
// package's exports point at its TypeScript source, which Node runs as it is; in a tarball, at what `tsc -b` built. Each
// package is laid out in a temporary folder, so nothing in the checkout changes under a server or a test.
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { run } from './child.mjs';
import { ensureInstalled } from './install.mjs';
import { buildPage } from './web.mjs';

/** Its `dist` is no output of tsc. */
const WEB = 'apps/web';
/** What the page of /docs needs of its reader, whose own package would bring ten megabytes and a telemetry. */
const SERVER = 'packages/server';
const READER_FILES = [
  'swagger-ui-bundle.js',
  'swagger-ui-bundle.js.LICENSE.txt',
  'swagger-ui.css',
  'LICENSE',
  'NOTICE',
];
const ROOT = fileURLToPath(new URL('..', import.meta.url));

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { to: { type: 'string', default: 'packed' } } });
  try {
    for (const path of await packAll(ROOT, resolve(values.to))) console.log(relative(process.cwd(), path));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

/**
 * Builds and packs every package that is not private.
 *
 * @param {string} root the repository's root
 * @param {string} to the folder of the tarballs, made when it is missing
 * @returns {Promise<string[]>} the tarballs' paths, each after those that it depends on
 * @throws {Error} when something does not build or pack; the reason is on stderr
 */
export async function packAll(root, to) {
  const node = await build(root);
  const folders = publishedFolders(root);
  const staging = mkdtempSync(join(tmpdir(), 'posthorn-pack-'));
  try {
    const page = join(staging, 'page');
    await buildPage(root, node, page);
    const staged = folders.map((folder, index) => {
      const place = join(staging, String(index));
      stage(root, join(root, folder), place);
      if (folder === SERVER) addReader(root, place);
      if (folder === WEB) cpSync(page, join(place, 'dist'), { recursive: true, filter: isNoSourceMap });
      return place;
    });
    mkdirSync(to, { recursive: true });
    const code = await run('npm', ['pack', '--silent', '--pack-destination', to, ...staged], {
      cwd: staging,
      // What npm prints are the names alone.
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (code !== 0) throw new Error(`"npm pack" failed with exit code ${code}.`);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  return folders.map((folder) => join(to, tarballName(readJson(join(root, folder, 'package.json')))));
}

/** As npm names it. */
export function tarballName({ name, version }) {
  return `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
}

/**
 * The folders of the packages that are published, each after those that it depends on.
 *
 * @param {string} root
 * @returns {string[]} relative to the root
 */
export function publishedFolders(root) {
  const { packages } = readJson(join(root, 'package-lock.json'));
  const own = new Map();
  for (const folder of Object.keys(packages)) {
    if (folder === '' || folder.includes('node_modules/')) continue;
    const manifest = readJson(join(root, folder, 'package.json'));
    if (!manifest.private) own.set(manifest.name, { folder, manifest });
  }
  const ordered = new Set();
  const add = (name) => {
    const found = own.get(name);
    if (found === undefined || ordered.has(found.folder)) return;
    for (const each of Object.keys(found.manifest.dependencies ?? {})) add(each);
    ordered.add(found.folder);
  };
  for (const name of own.keys()) add(name);
  return [...ordered];
}

/**
 * Returns the manifest as users of the published package need it.
 *
 * @param {Record<string, unknown>} manifest the repository's package.json, parsed
 * @returns {Record<string, unknown>} a new object; the given one is left as it was
 */
export function publishedManifest(manifest) {
  const { scripts: _scripts, devDependencies: _devDependencies, ...published } = manifest;
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

/** Returns the Node that has built them. */
async function build(root) {
  const isNewEnough = Number.parseInt(process.versions.node, 10) >= 24;
  const node = isNewEnough ? process.execPath : await ensureInstalled(root);
  const code = await run(node, [join(root, 'node_modules/.bin/tsc'), '-b', 'tsconfig.json'], { cwd: root });
  if (code !== 0) throw new Error('The packages do not build.');
  return node;
}

/** Twice as large as all else, and of use to nobody without the sources. */
function isNoSourceMap(path) {
  return !path.endsWith('.map');
}

/** Lays out a package as it is published. npm applies the manifest's `files`. */
function stage(root, folder, place) {
  const manifest = readJson(join(folder, 'package.json'));
  mkdirSync(place);
  for (const name of readdirSync(folder)) {
    const isWanted = manifest.files.includes(name) || name.startsWith('README');
    // What the checkout has there may be of any time.
    const isPage = name === 'dist' && folder === join(root, WEB);
    if (!isWanted || isPage) continue;
    cpSync(join(folder, name), join(place, name), {
      recursive: true,
      filter: (path) => name !== 'dist' || isOfPresentSource(folder, path),
    });
  }
  copyFileSync(join(root, 'LICENSE'), join(place, 'LICENSE'));
  const published = `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`;
  writeFileSync(join(place, 'package.json'), published);
}

/** Puts Swagger UI where packages/server/src/http/docs.ts looks first. */
function addReader(root, place) {
  for (const name of READER_FILES) {
    const to = name === 'LICENSE' || name === 'NOTICE' ? `swagger-ui-${name}` : name;
    copyFileSync(join(root, 'node_modules/swagger-ui-dist', name), join(place, 'assets/docs', to));
  }
}

/** Whether the source of a built file is still there: `tsc -b` leaves what it built from one that is gone. */
function isOfPresentSource(folder, path) {
  const name = relative(join(folder, 'dist'), path);
  const stem = name.replace(/(\.d)?\.[jt]s(\.map)?$/, '');
  const sources = [`${stem}.ts`, `${stem}.tsx`, name];
  return sources.some((source) => existsSync(join(folder, 'src', source)));
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

// The built web client, apps/web/dist: made when it is missing or older than its sources, compressed beforehand, and with
// the assets of the last builds, which pages that are open still load.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { extname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { run } from './child.mjs';
import { ensureInstalled } from './install.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const INDEX = 'apps/web/dist/index.html';
/** What the page is made of, and what it is made with. */
const SOURCES = [
  'apps/web/index.html',
  'apps/web/package.json',
  'apps/web/vite.config.ts',
  'apps/web/lingui.config.ts',
  'apps/web/locales',
  'apps/web/public',
  'apps/web/scripts',
  'apps/web/src',
  'packages/client/src',
  'packages/markup/src',
  'packages/protocol/src',
  'packages/react/src',
  'package-lock.json',
  'scripts/web.mjs',
];
/** Whoever has had a page open for longer has to load it again. */
const KEPT_MS = 30 * 86_400_000;
const COMPRESSED = new Set(['.js', '.css', '.html', '.json', '.svg', '.wasm']);
const WORTH_BYTES = 1024;
const ASK_AGAIN_MS = 200;
const LONGEST_MS = 600_000;

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await buildWeb(ROOT, await ensureInstalled(ROOT));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

/**
 * Builds the page unless it is newer than its sources.
 *
 * @param {string} root the repository's root
 * @param {string} node the pinned Node's binary
 * @throws {Error} when it does not build
 */
export async function ensureWeb(root, node) {
  if (!isOutdated(root)) return;
  await alone(join(root, 'apps/web'), async () => {
    // Whoever was there before may have built it.
    if (!isOutdated(root)) return;
    console.error('Building the web client, which is missing or older than its sources.');
    await buildWeb(root, node);
  });
}

/**
 * Runs `work` while no other process does so for this folder. One that has died does not count.
 *
 * @param {string} folder
 * @param {() => Promise<void>} work
 */
export async function alone(folder, work) {
  const lock = join(folder, 'dist.lock');
  while (!isTaken(lock)) {
    if (!isHeld(lock)) rmSync(lock, { force: true });
    else await setTimeout(ASK_AGAIN_MS);
  }
  try {
    for (const name of readdirSync(folder)) {
      const owner = /^dist\.(\d+)(\.old)?$/.exec(name)?.[1];
      if (owner !== undefined && !isAlive(Number(owner))) rmSync(join(folder, name), { recursive: true });
    }
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Whether the lock is ours now. */
function isTaken(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Whether a process has it that lives and has not held it for longer than any build takes. */
function isHeld(lock) {
  try {
    const owner = Number(readFileSync(lock, 'utf8'));
    const isFresh = statSync(lock).mtimeMs > Date.now() - LONGEST_MS;
    // 0: its owner has just made it, and has not written yet.
    return isFresh && (owner === 0 || isAlive(owner));
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * Whether the page is missing, or older than its sources.
 *
 * @param {string} root the repository's root
 */
export function isOutdated(root) {
  const index = join(root, INDEX);
  return !existsSync(index) || newest(root, SOURCES) > statSync(index).mtimeMs;
}

/**
 * Builds the page into a folder that is not there yet.
 *
 * @param {string} root the repository's root
 * @param {string} node the pinned Node's binary
 * @param {string} to absolute path
 * @throws {Error} when it does not build; the reason is on stderr
 */
export async function buildPage(root, node, to) {
  const startedAt = new Date();
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', '--outDir', to, '--emptyOutDir', '--logLevel', 'warn'];
  // Who starts a server, or packs, reads its output.
  const code = await run(node, args, { cwd: join(root, 'apps/web'), stdio: ['ignore', 2, 2] });
  if (code !== 0) throw new Error('The web client does not build; the reason stands above.');
  compress(to);
  // Sources that change while it is built are newer than it.
  utimesSync(join(to, 'index.html'), startedAt, startedAt);
}

/**
 * Builds apps/web/dist, which keeps the assets of earlier builds.
 *
 * @param {string} root the repository's root
 * @param {string} node the pinned Node's binary
 * @throws {Error} when it does not build; the reason is on stderr
 */
export async function buildWeb(root, node) {
  const folder = join(root, 'apps/web');
  // One of its own, as two may build at once.
  const next = `dist.${process.pid}`;
  try {
    await buildPage(root, node, join(folder, next));
    const dist = join(folder, 'dist');
    if (existsSync(dist)) {
      keepEarlier(join(dist, 'assets'), join(folder, next, 'assets'), Date.now() - KEPT_MS);
      renameSync(dist, join(folder, `${next}.old`));
    }
    renameSync(join(folder, next), dist);
  } finally {
    for (const name of [next, `${next}.old`]) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/**
 * Writes `x.js.br` and `x.js.gz` beside each `x.js` that gets smaller.
 *
 * @param {string} folder a build
 */
export function compress(folder) {
  const { BROTLI_PARAM_QUALITY, BROTLI_MAX_QUALITY } = constants;
  for (const path of filesUnder(join(folder, 'assets'))) {
    if (!COMPRESSED.has(extname(path))) continue;
    const bytes = readFileSync(path);
    if (bytes.length < WORTH_BYTES) continue;
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
    const params = { [BROTLI_PARAM_QUALITY]: BROTLI_MAX_QUALITY };
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
  }
}

/**
 * Takes over what an earlier build has and a later one has not. Names of assets change with their bytes.
 *
 * @param {string} from the earlier one's assets
 * @param {string} to the later one's
 * @param {number} since in Unix ms: what is older stays behind
 */
export function keepEarlier(from, to, since) {
  mkdirSync(to, { recursive: true });
  for (const path of filesUnder(from)) {
    const target = join(to, path.slice(from.length + 1));
    if (existsSync(target) || statSync(path).mtimeMs < since) continue;
    cpSync(path, target, { preserveTimestamps: true });
  }
}

/** The time of the last change below these paths, Unix ms. */
function newest(root, paths) {
  let latest = 0;
  for (const path of paths) {
    const place = join(root, path);
    if (!existsSync(place)) continue;
    const files = statSync(place).isFile() ? [place] : filesUnder(place);
    for (const file of files) {
      if (!/\.test\.tsx?$/.test(file)) latest = Math.max(latest, statSync(file).mtimeMs);
    }
  }
  return latest;
}

function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

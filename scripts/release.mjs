// `npm run release -- VERSION [--dry-run]`: sets the version everywhere, dates the changelog, packs the tarballs, tries
// them in an empty directory, commits and tags. Nothing leaves this machine.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { packAll, publishedFolders, tarballName } from './pack.mjs';
import { installInto, tryPosthorn } from './try-installed.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const USAGE = 'npm run release -- VERSION [--dry-run]';
const VERSION = /^(\d+)\.(\d+)\.(\d+)(?:-[\w.]+)?$/;
const UNRELEASED = '## [Unreleased]';

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const { values, positionals } = parseArgs({
      options: { 'dry-run': { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [version] = positionals;
    if (version === undefined || positionals.length > 1) throw new Error(`Usage: ${USAGE}`);
    const date = new Date().toISOString().slice(0, 10);
    const plan = planRelease(ROOT, version, date);
    if (values['dry-run']) console.log(`${describePlan(plan)}\n\nThis was a dry run: nothing is changed.`);
    else await release(ROOT, plan, packAndTry);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

/**
 * What a release is going to change.
 *
 * @typedef {object} Plan
 * @property {string} version
 * @property {string} tag
 * @property {ReadonlyMap<string, string>} files the new text of each file, by its path in the repository
 * @property {string} notes the changelog's section of this version
 * @property {readonly string[]} tarballs by name, each after those that it depends on
 *
 * @param {string} root
 * @param {string} version
 * @param {string} date of the changelog's heading, YYYY-MM-DD
 * @returns {Plan}
 * @throws {Error} with a sentence when there cannot be such a release
 */
export function planRelease(root, version, date) {
  if (!VERSION.test(version)) throw new Error(`"${version}" is no version like 1.2.3 or 1.2.3-beta.1.`);
  const read = (path) => readFileSync(join(root, path), 'utf8');
  const lock = JSON.parse(read('package-lock.json'));
  const folders = Object.keys(lock.packages).filter((path) => path !== '' && !path.includes('node_modules/'));
  const published = publishedFolders(root);
  const [current = ''] = published.map((folder) => JSON.parse(read(`${folder}/package.json`)).version);
  if (isLower(version, current)) throw new Error(`The version is ${current} already: ${version} is lower.`);
  const tag = `v${version}`;
  if (git(root, 'tag', '--list', tag) !== '') throw new Error(`There is a tag ${tag} already.`);
  const changes = git(root, 'status', '--porcelain');
  if (changes !== '') throw new Error(`Commit or put away what is changed first:\n${changes}`);

  const changelog = releasedChangelog(read('CHANGELOG.md'), version, date);
  const files = new Map([['CHANGELOG.md', changelog.text]]);
  for (const path of ['package.json', ...folders.map((folder) => `${folder}/package.json`)]) {
    files.set(path, withVersion(read(path), current, version));
  }
  files.set('package-lock.json', `${JSON.stringify(releasedLock(lock, current, version), null, 2)}\n`);
  for (const [path, text] of files) if (text === read(path)) files.delete(path);
  const tarballs = published.map((folder) => {
    const { name } = JSON.parse(read(`${folder}/package.json`));
    return tarballName({ name, version });
  });
  return { version, tag, files, notes: changelog.notes, tarballs };
}

/**
 * Does what was planned. When packing fails, the files are as they were before.
 *
 * @param {string} root
 * @param {Plan} plan
 * @param {(root: string, to: string) => Promise<readonly string[]>} pack
 * @returns {Promise<readonly string[]>} the tarballs' paths
 */
export async function release(root, plan, pack) {
  const { version, tag, files, notes } = plan;
  const paths = [...files.keys()];
  let tarballs;
  try {
    for (const [path, text] of files) writeFileSync(join(root, path), text);
    tarballs = await pack(root, join(root, 'packed', version));
  } catch (error) {
    git(root, 'checkout', '--', ...paths);
    throw error;
  }
  if (paths.length > 0) git(root, 'commit', '--message', `release: ${version}`, '--', ...paths);
  git(root, 'tag', '--annotate', tag, '--message', `Posthorn ${version}\n\n${notes}`, '--cleanup=verbatim');
  const publish = tarballs.map((path) => `  npm publish ${relative(root, path)} --access public`);
  console.log(
    [`${tag} is committed and tagged. To publish it:`, '  git push --follow-tags', ...publish].join('\n'),
  );
  return tarballs;
}

/** Sets the version of a manifest of ours, and of what it needs of ours. The text's layout stays. */
export function withVersion(text, current, version) {
  const pattern = new RegExp(`("(?:version|posthorn|@posthorn/[\\w-]+)": )"${escaped(current)}"`, 'g');
  return text.replace(pattern, `$1"${version}"`);
}

/** The same in the lock file, for our own packages alone. Returns a new object. */
export function releasedLock(lock, current, version) {
  const packages = Object.entries(lock.packages).map(([path, entry]) => {
    const isOurs = !path.includes('node_modules/');
    return [path, isOurs ? JSON.parse(withVersion(JSON.stringify(entry, null, 1), current, version)) : entry];
  });
  return { ...lock, packages: Object.fromEntries(packages) };
}

/**
 * Gives what is unreleased a heading of its own.
 *
 * @returns {{ text: string, notes: string }} the whole page, and what stands under the new heading
 * @throws {Error} when nothing is unreleased
 */
export function releasedChangelog(text, version, date) {
  const start = text.indexOf(UNRELEASED);
  if (start < 0) throw new Error(`CHANGELOG.md has no heading "${UNRELEASED}".`);
  const body = text.slice(start + UNRELEASED.length);
  const next = body.search(/^## /m);
  const notes = (next < 0 ? body : body.slice(0, next)).trim();
  if (notes === '') throw new Error('CHANGELOG.md says of nothing that it is unreleased.');
  const heading = `${UNRELEASED}\n\n## [${version}] - ${date}`;
  return { text: text.slice(0, start) + heading + body, notes };
}

/** @param {Plan} plan */
export function describePlan({ version, tag, files, notes, tarballs }) {
  return [
    `Posthorn ${version}`,
    '',
    ...[...files.keys()].map((path) => `  changes ${path}`),
    ...tarballs.map((name) => `  packs   packed/${version}/${name}`),
    `  commits "release: ${version}" and tags it ${tag}, with these notes:`,
    '',
    notes,
  ].join('\n');
}

async function packAndTry(root, to) {
  rmSync(to, { recursive: true, force: true });
  const tarballs = await packAll(root, to);
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-release-'));
  try {
    const place = join(folder, 'empty');
    await installInto(place, tarballs);
    const version = await tryPosthorn(place);
    console.log(`The tarballs install, and posthorn ${version} starts, is healthy and takes a message.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return tarballs;
}

/** By the numbers alone: 1.0.0-beta is as high as 1.0.0. */
function isLower(version, other) {
  const [a = [], b = []] = [version, other].map((text) => VERSION.exec(text)?.slice(1, 4).map(Number));
  const at = a.findIndex((number, index) => number !== b[index]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}

function escaped(text) {
  return text.replace(/[.+]/g, '\\$&');
}

function git(root, ...args) {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
}

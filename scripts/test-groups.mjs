// Test files that share a process. A process of its own would load the server again for each of them and make its code fast
// again, which is a fifth of the processor time of all tests.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LONGEST, MEASURED, NOT_QUICK } from './test-plan.mjs';

/** Large enough to save most of it, small enough that no group is what everything waits for at the end. */
const FILES = 16;
/** Beginnings of paths: what starts processes or measures its own has one for itself, and so have the tests of the runner. */
const BY_THEMSELVES = [...NOT_QUICK, ...LONGEST, ...MEASURED, 'scripts/'];
const TEST_ENDING = /\.test\.\w+$/;

/**
 * Replaces files that may share a process by files that load them.
 *
 * @param {string} root
 * @param {readonly string[]} files as findTestFiles() and longestFirst() return them
 * @param {string} folder for the files that are written; what it had before goes
 * @returns {string[]} in the order in which they start
 */
export function grouped(root, files, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const mayShare = (file) => !BY_THEMSELVES.some((beginning) => file.startsWith(beginning));
  const sharing = files.filter(mayShare);
  const isLong = (file) => LONGEST.some((beginning) => file.startsWith(beginning));
  const alone = files.filter((file) => !sharing.includes(file));
  const groups = [];
  for (let at = 0; at < sharing.length; at += FILES)
    groups.push(writeGroup(root, folder, sharing.slice(at, at + FILES)));
  return [...alternating(alone.filter(isLong), groups), ...alone.filter((file) => !isLong(file))];
}

/** What waits much beside what works much, so that no core has nothing to do. */
function alternating(some, others) {
  const length = Math.max(some.length, others.length);
  return Array.from({ length }, (_, at) => [some[at], others[at]])
    .flat()
    .filter((each) => each !== undefined);
}

/**
 * Each file is a suite, so that its hooks are for its own tests. They load one after the other, each as a part of its suite:
 * a module that waits while it loads would otherwise have its tests in the suite of another file.
 * The name of the group says which files it has: the first and the last.
 */
function writeGroup(root, folder, files) {
  const [first = '', last = ''] = [files[0], files.at(-1)].map((file = '') => file.replace(TEST_ENDING, ''));
  const place = join(folder, `${first.split('/').join('.')}..${basename(last)}.mjs`);
  const urls = Object.fromEntries(files.map((file) => [file, pathToFileURL(join(root, file)).href]));
  writeFileSync(
    place,
    `import { AsyncResource } from 'node:async_hooks';
import { describe } from 'node:test';
let loads = Promise.resolve();
for (const [file, url] of Object.entries(${JSON.stringify(urls)})) {
  describe(file, () => {
    const suite = new AsyncResource('suite');
    const load = loads.then(() => suite.runInAsyncScope(() => import(url)));
    loads = load.catch(() => {});
    return load;
  });
}
`,
  );
  return place;
}

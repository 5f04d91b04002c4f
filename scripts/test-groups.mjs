// Test files that share a process. A process of its own would load the server again for each of them and make its code fast
// again, which is a fifth of the processor time of all tests.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LONGEST, NOT_QUICK } from './test-plan.mjs';

/** Large enough to save most of it, small enough that no group is what everything waits for at the end. */
const FILES = 8;
/** Beginnings of paths: what starts processes or measures its own has one for itself, and so have the tests of the runner. */
const BY_THEMSELVES = [...NOT_QUICK, ...LONGEST, 'scripts/'];
/** It would be for all files of the process, and come too late for it. */
const HOOK_OF_FILE = /^(?:before|after|beforeEach|afterEach)\(/m;
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
  const mayShare = (file) =>
    !BY_THEMSELVES.some((beginning) => file.startsWith(beginning)) &&
    !HOOK_OF_FILE.test(readFileSync(join(root, file), 'utf8'));
  const sharing = files.filter(mayShare);
  const isLong = (file) => LONGEST.some((beginning) => file.startsWith(beginning));
  const alone = files.filter((file) => !sharing.includes(file));
  const groups = [];
  for (let at = 0; at < sharing.length; at += FILES)
    groups.push(writeGroup(root, folder, sharing.slice(at, at + FILES)));
  return [...alone.filter(isLong), ...groups, ...alone.filter((file) => !isLong(file))];
}

/**
 * The runner ends a process as soon as all tests that it knows have ended, so the first test is over when all files are there.
 * Its name says which files it has: the first and the last.
 */
function writeGroup(root, folder, files) {
  const [first = '', last = ''] = [files[0], files.at(-1)].map((file = '') => file.replace(TEST_ENDING, ''));
  const place = join(folder, `${first.split('/').join('.')}..${basename(last)}.mjs`);
  const urls = files.map((file) => pathToFileURL(join(root, file)).href);
  writeFileSync(
    place,
    `import { test } from 'node:test';
const loads = (async () => {
  for (const url of ${JSON.stringify(urls)}) await import(url);
})();
test('${files.length} files are loaded', () => loads);
`,
  );
  return place;
}

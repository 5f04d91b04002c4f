// Test files that share a process. A process of its own would load the server again for each of them and make its code fast
// again, which is a fifth of the processor time of all tests.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LONGEST, NOT_QUICK } from './test-plan.mjs';

/** Large enough to save most of it, small enough that no group is what everything waits for at the end. */
const FILES = 8;
/** Beginnings of paths: what starts processes or measures its own has one for itself, and so have the tests of the runner. */
const BY_THEMSELVES = [...NOT_QUICK, ...LONGEST, 'scripts/'];
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
  const sharing = files.filter((file) => !BY_THEMSELVES.some((beginning) => file.startsWith(beginning)));
  const isLong = (file) => LONGEST.some((beginning) => file.startsWith(beginning));
  const alone = files.filter((file) => !sharing.includes(file));
  const groups = [];
  for (let at = 0; at < sharing.length; at += FILES)
    groups.push(writeGroup(root, folder, sharing.slice(at, at + FILES)));
  return [...alone.filter(isLong), ...groups, ...alone.filter((file) => !isLong(file))];
}

/**
 * Each file is a suite, so that its hooks are its own, and all suites are there before the first test runs: the runner ends
 * a process as soon as all tests that it knows have ended. Its name says which files it has: the first and the last.
 */
function writeGroup(root, folder, files) {
  const [first = '', last = ''] = [files[0], files.at(-1)].map((file = '') => file.replace(TEST_ENDING, ''));
  const place = join(folder, `${first.split('/').join('.')}..${basename(last)}.mjs`);
  const suites = files.map((file) => {
    const url = pathToFileURL(join(root, file)).href;
    return `describe(${JSON.stringify(file)}, () => import(${JSON.stringify(url)}));\n`;
  });
  writeFileSync(place, `import { describe } from 'node:test';\n${suites.join('')}`);
  return place;
}

// What `npm test` was asked to do, and which test files that means.
import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** The steps in the order in which they run: cheap ones first, the test runner's summary last. */
export const STEPS = ['format', 'lint', 'typecheck', 'unit'];

/** Where tests live: in a package's folder `test`, or beside the sources that they test. */
const TEST_ROOTS = ['packages', 'apps', 'scenarios', 'scripts', 'bench', 'simulation'];
const TEST_FILE = /\.test\.(ts|tsx|mjs)$/;
const SKIPPED_FOLDERS = new Set(['node_modules', 'dist']);

export const USAGE = `npm test -- [options] [part of a path ...]
  --only STEPS       of ${STEPS.join(', ')}, separated by commas (default: all; with a path: unit)
  --concurrency N    test files that run at the same time (default: 2)
  --test-...         given to Node's test runner as it is, e.g. --test-name-pattern=promise
A path, or a part of one, chooses the test files whose path contains it.`;

/**
 * @typedef {object} TestPlan
 * @property {readonly string[]} steps in the order of STEPS
 * @property {readonly string[]} filters parts of paths; none means every file
 * @property {number} concurrency
 * @property {readonly string[]} runnerOptions
 *
 * @param {readonly string[]} args
 * @returns {TestPlan}
 * @throws {Error} for an option that does not exist
 */
export function parsePlan(args) {
  const rest = [...args];
  const filters = [];
  const runnerOptions = [];
  let only;
  let concurrency = 2;
  while (rest.length > 0) {
    const [option, inline] = splitOption(rest.shift());
    if (option === '--only') only = parseSteps(inline ?? rest.shift());
    else if (option === '--concurrency') concurrency = parseCount(inline ?? rest.shift());
    else if (option.startsWith('--test-'))
      runnerOptions.push(inline === undefined ? option : `${option}=${inline}`);
    else if (option.startsWith('-')) throw new Error(`There is no option ${option}.`);
    else filters.push(option);
  }
  const steps = only ?? (filters.length + runnerOptions.length > 0 ? ['unit'] : STEPS);
  return { steps, filters, concurrency, runnerOptions };
}

/**
 * Finds the test files whose path contains one of the filters.
 *
 * @param {string} root
 * @param {readonly string[]} filters
 * @returns {string[]} paths relative to the root with forward slashes, sorted
 */
export function findTestFiles(root, filters) {
  const files = TEST_ROOTS.flatMap((folder) => filesUnder(join(root, folder)))
    .map((file) => relative(root, file).split(sep).join('/'))
    .filter((file) => TEST_FILE.test(file));
  const wanted = filters.map((filter) => filter.replace(/^\.\//, ''));
  return files.filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part))).sort();
}

function filesUnder(folder) {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isFile()) return [path];
    return entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name) ? filesUnder(path) : [];
  });
}

function splitOption(argument) {
  const at = argument.startsWith('--') ? argument.indexOf('=') : -1;
  return at < 0 ? [argument, undefined] : [argument.slice(0, at), argument.slice(at + 1)];
}

function parseSteps(value = '') {
  const names = value.split(',');
  const unknown = names.filter((name) => !STEPS.includes(name));
  if (unknown.length > 0) throw new Error(`--only knows ${STEPS.join(', ')}, not "${unknown.join(', ')}".`);
  return STEPS.filter((step) => names.includes(step));
}

function parseCount(value) {
  const count = Number(value);
  if (!Number.isInteger(count) || count < 1)
    throw new Error(`--concurrency needs a number from 1 up, not "${value}".`);
  return count;
}

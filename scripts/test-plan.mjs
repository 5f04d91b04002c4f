// What `npm test` was asked to do, and which test files that means.
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, sep } from 'node:path';

/** The steps in the order in which they run: cheap ones first, the test runner's summary last. */
export const STEPS = ['format', 'lint', 'typecheck', 'unit'];

/** Where tests live: in a package's folder `test`, or beside the sources that they test. */
const TEST_ROOTS = ['packages', 'apps', 'scenarios', 'scripts', 'bench', 'simulation'];
const TEST_FILE = /\.test\.(ts|tsx|mjs)$/;
/** Takes minutes: only for `npm run test:full`. */
const FULL_FILE = /\.full\.test\.(ts|tsx|mjs)$/;
/** Beginnings of paths: these start processes, services or a browser, or wait for long. Not for `npm run test:quick`. */
export const NOT_QUICK = [
  'apps/cli/test/',
  'apps/terminal/test/cli/',
  'apps/terminal/test/chat/files.test.ts',
  'apps/terminal/test/startup.test.ts',
  'apps/verify/test/command.test.ts',
  'apps/verify/test/hosts.test.ts',
  'apps/verify/test/planted.test.ts',
  'bench/',
  'packages/client/test/browser/',
  'packages/server/src/features/push/pushes.test.ts',
  'packages/server/src/features/scheduled/sending.test.ts',
  'packages/server/test/files/media/',
  'packages/server/test/operate/',
  'packages/server/test/pipeline/followers/servers.test.ts',
  'packages/server/test/search/index/servers.test.ts',
  'packages/server/test/store/power-loss.test.ts',
  'packages/server/test/store/promote.test.ts',
  'packages/server/test/store/server-',
  'packages/services/test/',
  'scenarios/backup.test.ts',
  'scenarios/certificates.test.ts',
  'scenarios/chaos.test.ts',
  'scenarios/cim-process.test.ts',
  'scenarios/cluster-processes.test.ts',
  'scenarios/databases.test.ts',
  'scenarios/deploy.test.ts',
  'scenarios/dev-cluster.test.ts',
  'scenarios/echo-bot.test.ts',
  'scenarios/greedy-clients.test.ts',
  'scenarios/http-clients.test.ts',
  'scenarios/life.test.ts',
  'scenarios/operations.test.ts',
  'scenarios/proxies.test.ts',
  'scenarios/restore.test.ts',
  'scenarios/status.test.ts',
  'simulation/test/planted-bugs.test.ts',
];
/** Beginnings of paths: these take longest, so they start first, and nothing has to wait for them at the end. */
export const LONGEST = [
  'packages/server/test/store/server-',
  'apps/verify/test/planted.',
  'apps/verify/test/command.',
  'packages/server/test/store/promote.',
  'scenarios/cluster-processes.',
  'scenarios/life.',
  'bench/test/bench.',
  'scenarios/cim-process.',
  'packages/server/test/blobs/s3',
  'packages/client/test/browser/',
  'packages/server/test/search/index/servers.',
  'scenarios/backup.',
  'scenarios/operations.',
  'packages/server/test/store/power-loss.',
  'scenarios/databases.',
  'scenarios/dev-cluster.',
  'packages/server/src/features/scheduled/sending.',
  'bench/peers/test/peers.',
  'packages/server/src/features/push/pushes.',
  'apps/terminal/test/cli/sending.',
  'apps/web/test/e2e/',
  'scenarios/chaos.',
  'simulation/test/',
];
/**
 * Beginnings of paths: these count or time what their own process does. Code that others have used before is counted less, and
 * what they left running is timed too.
 */
export const MEASURED = [
  'packages/markup/test/steps.test.ts',
  'packages/server/test/search/steps.test.ts',
  'scenarios/nasty-texts.test.ts',
];
/** Beginnings of paths of long tests that want the machine for themselves, or take all of it. The others share it. */
const ALONE = [
  'apps/verify/',
  'bench/',
  'packages/server/test/files/',
  'scenarios/chaos.full.test.ts',
  'simulation/test/long.full.test.ts',
];
const SKIPPED_FOLDERS = new Set(['node_modules', 'dist']);

export const USAGE = `npm test -- [options] [part of a path ...]
  --quick            without what needs a service, a browser or other processes: for every save
  --full             only what takes minutes, such as the long simulation and the long runs of posthorn verify
  --only STEPS       of ${STEPS.join(', ')}, separated by commas (default: all; with a path or --full: unit)
  --concurrency N    test files that run at the same time (default: two more than cores; with --full: one for each core,
                     after those that want the machine for themselves)
  --test-...         given to Node's test runner as it is, e.g. --test-name-pattern=promise
A path, or a part of one, chooses the test files whose path contains it.`;

/**
 * @typedef {object} TestPlan
 * @property {readonly string[]} steps in the order of STEPS
 * @property {'usual' | 'quick' | 'full'} selection which test files
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
  let concurrency;
  /** @type {TestPlan['selection']} */
  let selection = 'usual';
  while (rest.length > 0) {
    const [option, inline] = splitOption(rest.shift());
    if (option === '--quick') selection = 'quick';
    else if (option === '--full') selection = 'full';
    else if (option === '--only') only = parseSteps(inline ?? rest.shift());
    else if (option === '--concurrency') concurrency = parseCount(inline ?? rest.shift());
    else if (option.startsWith('--test-'))
      runnerOptions.push(inline === undefined ? option : `${option}=${inline}`);
    else if (option.startsWith('-')) throw new Error(`There is no option ${option}.`);
    else filters.push(option);
  }
  const isPart = filters.length + runnerOptions.length > 0 || selection === 'full';
  const steps = only ?? (isPart ? ['unit'] : STEPS);
  // Many tests wait more than they work.
  concurrency ??= availableParallelism() + (selection === 'full' ? 0 : 2);
  return { steps, selection, filters, concurrency, runnerOptions };
}

/**
 * Finds the selected test files whose path contains one of the filters.
 *
 * @param {string} root
 * @param {readonly string[]} filters
 * @param {TestPlan['selection']} [selection]
 * @returns {string[]} paths relative to the root with forward slashes, sorted
 */
export function findTestFiles(root, filters, selection = 'usual') {
  const files = TEST_ROOTS.flatMap((folder) => filesUnder(join(root, folder)))
    .map((file) => relative(root, file).split(sep).join('/'))
    .filter((file) => TEST_FILE.test(file) && isSelected(file, selection));
  const wanted = filters.map((filter) => filter.replace(/^\.\//, ''));
  return files.filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part))).sort();
}

/**
 * The order in which they start: those that take longest first, the others by name.
 *
 * @param {readonly string[]} files
 * @returns {string[]}
 */
export function longestFirst(files) {
  const rank = (file) => {
    const found = LONGEST.findIndex((beginning) => file.startsWith(beginning));
    return found < 0 ? LONGEST.length : found;
  };
  return files.toSorted((a, b) => rank(a) - rank(b));
}

/**
 * Splits test files into those that run one by one, and those that share the machine.
 *
 * @param {readonly string[]} files
 * @returns {{ alone: string[], shared: string[] }}
 */
export function splitAlone(files) {
  const isAlone = (file) => FULL_FILE.test(file) && ALONE.some((beginning) => file.startsWith(beginning));
  return { alone: files.filter(isAlone), shared: files.filter((file) => !isAlone(file)) };
}

function isSelected(file, selection) {
  if (FULL_FILE.test(file) || selection === 'full') return FULL_FILE.test(file) && selection === 'full';
  return selection === 'usual' || !NOT_QUICK.some((beginning) => file.startsWith(beginning));
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

// System programs that some tests drive. Without them those tests skip themselves and say so.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './child.mjs';

/**
 * A program that tests need and npm cannot install.
 *
 * @typedef {object} SystemProgram
 * @property {string} name for people
 * @property {string} [variable] tests find the program's path in this environment variable, or skip; a
 *   developer may set it to a program of their own. Without one: what is tested looks for it on the PATH
 * @property {readonly string[]} commands names that it goes by on the PATH, best first
 * @property {readonly string[]} aptPackages what to install on Debian
 * @property {readonly string[]} neededBy folders whose tests use it; it is not installed for other tests
 * @property {boolean} [isOptional] without it these tests use another program; not every system has it
 */

const BROWSER_TESTS = [
  'apps/web/test',
  'packages/client/test/browser',
  'packages/react/test',
  'packages/server/test/browser',
];

/** @type {readonly SystemProgram[]} */
export const SYSTEM_PROGRAMS = [
  {
    name: 'Chromium',
    variable: 'POSTHORN_CHROMIUM',
    commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    aptPackages: ['chromium'],
    neededBy: BROWSER_TESTS,
  },
  // The same engine without the browser around it, which takes a third of the processor time of a test.
  {
    name: "Chromium's headless shell",
    variable: 'POSTHORN_CHROMIUM_SHELL',
    commands: ['chromium-headless-shell', 'chrome-headless-shell'],
    aptPackages: ['chromium-headless-shell'],
    neededBy: BROWSER_TESTS,
    isOptional: true,
  },
  {
    name: 'nats-server',
    variable: 'POSTHORN_NATS_SERVER',
    commands: ['nats-server'],
    aptPackages: ['nats-server'],
    neededBy: [
      'packages/services/test',
      'packages/server/test/bus',
      'scenarios',
      'bench/test',
      'apps/verify/test',
    ],
  },
  {
    name: 'PostgreSQL',
    variable: 'POSTHORN_POSTGRES',
    commands: ['postgres'],
    aptPackages: ['postgresql'],
    neededBy: [
      'packages/services/test',
      'packages/server/test/store',
      'scenarios',
      'apps/verify/test',
      'bench/test',
    ],
  },
  {
    name: 'MariaDB',
    variable: 'POSTHORN_MARIADB',
    commands: ['mariadbd'],
    aptPackages: ['mariadb-server'],
    neededBy: ['packages/services/test', 'packages/server/test/store', 'scenarios', 'bench/test'],
  },
  {
    name: 'OpenLDAP',
    variable: 'POSTHORN_SLAPD',
    commands: ['slapd'],
    aptPackages: ['slapd'],
    neededBy: ['packages/server/test/sign-in'],
  },
  {
    name: 'mosquitto_pub',
    commands: ['mosquitto_pub'],
    aptPackages: ['mosquitto-clients'],
    neededBy: ['scenarios/mqtt'],
  },
  // Pictures of videos, and waveforms.
  {
    name: 'ffmpeg',
    commands: ['ffmpeg'],
    aptPackages: ['ffmpeg'],
    neededBy: ['packages/server/test/files/media'],
  },
  // With these posthorn verify breaks disks and networks; it does the same faults on a user's machine, or skips them.
  ...[
    { name: 'strace', command: 'strace', aptPackage: 'strace' },
    { name: 'mkfs.ext4', command: 'mkfs.ext4', aptPackage: 'e2fsprogs' },
    { name: 'ip', command: 'ip', aptPackage: 'iproute2' },
    { name: 'nft', command: 'nft', aptPackage: 'nftables' },
  ].map(({ name, command, aptPackage }) => ({
    name,
    commands: [command],
    aptPackages: [aptPackage],
    neededBy: ['apps/verify/test'],
  })),
];

/** Debian's packages of what `npm run bench:peers` compares us with; the libraries among them no command tells of. */
export const PEER_PACKAGES = [
  'ejabberd',
  'erlang-p1-pgsql',
  'erlang-p1-sqlite3',
  'lua-dbi-sqlite3',
  'mosquitto',
  'postgresql',
  'prosody',
];

/** Where servers are installed, also when a user's PATH leaves it out. */
const SERVER_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/**
 * Installs what is missing where we may (root, with apt-get), and otherwise says what to install.
 *
 * @param {readonly string[]} testFiles the tests about to run, relative to the root
 * @param {readonly SystemProgram[]} [programs]
 * @returns {Promise<Record<string, string>>} environment for the tests: each found program's variable
 */
export async function ensureSystemPrograms(testFiles, programs = SYSTEM_PROGRAMS) {
  const needed = programs.filter((program) => isNeeded(program, testFiles));
  const missing = needed.filter((program) => findProgram(program) === undefined);
  if (missing.length > 0 && mayInstall()) {
    const packagesOf = (some) => some.flatMap((program) => program.aptPackages);
    await aptInstall(
      packagesOf(missing.filter(({ isOptional }) => isOptional !== true)),
      packagesOf(missing.filter(({ isOptional }) => isOptional === true)),
    );
  }

  const environment = {};
  for (const program of needed) {
    const path = findProgram(program);
    if (path === undefined && !program.isOptional) console.log(missingSentence(program));
    else if (path !== undefined && program.variable !== undefined) environment[program.variable] = path;
  }
  return environment;
}

/**
 * Installs those of Debian's packages that are missing, where we may; else who needs them says what is missing.
 *
 * @param {readonly string[]} packages
 */
export async function ensurePackages(packages) {
  if (!mayInstall()) return;
  const missing = missingPackages(packages);
  if (missing.length > 0) await aptInstall(missing);
}

/** Those that Debian's own list of what is installed has not. @param {readonly string[]} packages */
export function missingPackages(packages) {
  return packages.filter((name) => {
    const { stdout } = spawnSync('dpkg-query', ['--show', '--showformat=${db:Status-Status}', name]);
    return stdout?.toString() !== 'installed';
  });
}

/** @param {SystemProgram} program */
export function missingSentence(program) {
  const orElse = program.variable === undefined ? '' : `, or set ${program.variable} to its path`;
  return (
    `${program.name} is missing, so the tests in ${program.neededBy.join(', ')} that drive it will be skipped. ` +
    `Install it ("apt-get install ${program.aptPackages.join(' ')}" on Debian)${orElse}.`
  );
}

/** @param {SystemProgram} program @param {readonly string[]} testFiles */
export function isNeeded(program, testFiles) {
  return testFiles.some((file) => program.neededBy.some((folder) => file.startsWith(`${folder}/`)));
}

/** @param {SystemProgram} program @param {NodeJS.ProcessEnv} [environment] */
export function findProgram(program, environment = process.env) {
  const chosen = program.variable && environment[program.variable];
  if (chosen) return existsSync(chosen) ? chosen : undefined;
  const path = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const folders = [...path, ...SERVER_FOLDERS, ...postgresFolders()];
  const places = program.commands.flatMap((command) => folders.map((folder) => join(folder, command)));
  return places.find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Debian keeps PostgreSQL's versions side by side, off the PATH. */
function postgresFolders(root = '/usr/lib/postgresql') {
  if (!existsSync(root)) return [];
  const newestFirst = readdirSync(root).sort((a, b) => Number(b) - Number(a));
  return newestFirst.map((version) => join(root, version, 'bin'));
}

function mayInstall() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/** One call for each list: apt installs nothing of a list that has a package which it does not know. */
async function aptInstall(...lists) {
  console.log(`Installing with apt-get: ${lists.flat().join(' ')}.`);
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  await run('apt-get', ['-qq', 'update'], options);
  for (const packages of lists.filter(({ length }) => length > 0))
    await run('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', ...packages], options);
}

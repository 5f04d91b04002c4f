// System programs that some tests drive. Without them those tests skip themselves and say so.
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './child.mjs';

/**
 * A program that tests need and npm cannot install.
 *
 * @typedef {object} SystemProgram
 * @property {string} name for people
 * @property {string} variable tests find the program's path in this environment variable, or skip; a
 *   developer may set it to a program of their own
 * @property {readonly string[]} commands names that it goes by on the PATH, best first
 * @property {readonly string[]} aptPackages what to install on Debian
 * @property {readonly string[]} neededBy folders whose tests use it; it is not installed for other tests
 */

/** @type {readonly SystemProgram[]} */
export const SYSTEM_PROGRAMS = [
  {
    name: 'Chromium',
    variable: 'POSTHORN_CHROMIUM',
    commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    aptPackages: ['chromium'],
    neededBy: ['apps/web/test', 'packages/client/test/browser'],
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
    neededBy: ['packages/services/test', 'packages/server/test/store', 'scenarios'],
  },
];

/**
 * Systems that `npm run bench:peers` compares us with.
 *
 * @type {readonly SystemProgram[]}
 */
export const PEER_PROGRAMS = [
  peerProgram('Mosquitto', 'POSTHORN_MOSQUITTO', ['mosquitto'], ['mosquitto']),
  peerProgram(
    'ejabberd',
    'POSTHORN_EJABBERD',
    ['ejabberdctl'],
    ['ejabberd', 'erlang-p1-sqlite3', 'erlang-p1-pgsql'],
  ),
  peerProgram('sqlite3', 'POSTHORN_SQLITE3', ['sqlite3'], ['sqlite3']),
  peerProgram('Prosody', 'POSTHORN_PROSODY', ['prosody'], ['prosody']),
  peerProgram('PostgreSQL', 'POSTHORN_PSQL', ['psql'], ['postgresql']),
];

function peerProgram(name, variable, commands, aptPackages) {
  return { name, variable, commands, aptPackages, neededBy: [] };
}

/** Where servers are installed, also when a user's PATH leaves it out. */
const SERVER_FOLDERS = ['/usr/local/sbin', '/usr/sbin'];

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
  if (missing.length > 0 && mayInstall()) await aptInstall(missing.flatMap((program) => program.aptPackages));

  const environment = {};
  for (const program of needed) {
    const path = findProgram(program);
    if (path !== undefined) environment[program.variable] = path;
    else console.log(missingSentence(program));
  }
  return environment;
}

/**
 * Installs those of `programs` that are missing, where we may; else the ones that need them leave themselves out.
 *
 * @param {readonly SystemProgram[]} programs
 */
export async function ensureInstalledFor(programs) {
  const missing = programs.filter((program) => findProgram(program) === undefined);
  if (missing.length > 0 && mayInstall()) await aptInstall(missing.flatMap(({ aptPackages }) => aptPackages));
}

/** @param {SystemProgram} program */
export function missingSentence(program) {
  return (
    `${program.name} is missing, so the tests in ${program.neededBy.join(', ')} that drive it will be skipped. ` +
    `Install it ("apt-get install ${program.aptPackages.join(' ')}" on Debian), or set ${program.variable} to its path.`
  );
}

/** @param {SystemProgram} program @param {readonly string[]} testFiles */
export function isNeeded(program, testFiles) {
  return testFiles.some((file) => program.neededBy.some((folder) => file.startsWith(`${folder}/`)));
}

/** @param {SystemProgram} program @param {NodeJS.ProcessEnv} [environment] */
export function findProgram(program, environment = process.env) {
  const chosen = environment[program.variable];
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

async function aptInstall(packages) {
  console.log(`Installing with apt-get: ${packages.join(' ')}.`);
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  await run('apt-get', ['-qq', 'update'], options);
  await run('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', ...packages], options);
}

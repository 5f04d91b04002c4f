// Installs the workspace when it is missing or out of date, and finds the pinned Node in it.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './child.mjs';

/**
 * Makes node_modules what package-lock.json says, and returns the pinned Node's binary.
 *
 * @param {string} root the repository's root
 * @returns {Promise<string>} absolute path of the pinned Node
 * @throws {Error} when the install fails; its message is meant for the user
 */
export async function ensureInstalled(root) {
  const reason = whyStale(
    readJson(join(root, 'package-lock.json')),
    readJson(join(root, 'node_modules/.package-lock.json')),
  );
  if (reason !== undefined) {
    console.log(`Installing: ${reason}.`);
    const env = environmentWithoutPinnedNode(process.env);
    const code = await run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      env,
    });
    if (code !== 0) throw new Error(`"npm ci" failed with exit code ${code}; its reason stands above.`);
  }
  return ensurePinnedNode(root);
}

/**
 * Compares what should be installed with what npm noted that it installed.
 *
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} LockEntry
 * @typedef {{ packages: Record<string, LockEntry> }} Lock
 *
 * @param {Lock} wanted package-lock.json, parsed
 * @param {Lock | undefined} installed node_modules/.package-lock.json, parsed; undefined when nothing is
 *   installed
 * @returns {string | undefined} why an install is due, or undefined when none is
 */
export function whyStale(wanted, installed) {
  if (installed === undefined) return 'nothing is installed yet';
  for (const [path, entry] of Object.entries(wanted.packages)) {
    if (path === '') continue;
    const found = installed.packages[path];
    // Another platform's binaries are in the lock file and rightly not on the disk.
    if (found === undefined && (entry.optional || entry.devOptional)) continue;
    if (found === undefined) return `${path} is missing`;
    if (found.version !== entry.version || found.integrity !== entry.integrity) return `${path} has changed`;
  }
  return undefined;
}

/** The pinned Node comes through an install script; where npm was told not to run those, we do. */
async function ensurePinnedNode(root) {
  const folder = join(root, 'node_modules/node');
  const manifest = readJson(join(folder, 'package.json'));
  if (manifest === undefined) throw new Error('The package "node" is not installed: run "npm ci".');
  const binary = join(folder, process.platform === 'win32' ? 'bin/node.exe' : 'bin/node');
  if (versionOf(binary) === `v${manifest.version}`) return binary;

  console.log(`Fetching Node ${manifest.version}: npm did not run its install script.`);
  const env = environmentWithoutPinnedNode(process.env);
  await run('node', ['installArchSpecificPackage'], { cwd: folder, env });
  if (versionOf(binary) === `v${manifest.version}`) return binary;
  throw new Error(`Node ${manifest.version} could not be installed: run "npm rebuild node" to see why.`);
}

/** While npm replaces node_modules it must not itself run on the Node in there. */
function environmentWithoutPinnedNode(environment) {
  const bin = join('node_modules', '.bin');
  const path = (environment.PATH ?? '').split(delimiter).filter((entry) => !entry.endsWith(bin));
  return { ...environment, PATH: path.join(delimiter) };
}

function versionOf(binary) {
  try {
    return execFileSync(binary, ['--version'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return undefined;
  }
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * The version of this repository before the present one, laid out so that it runs: its own sources, with what npm has
 * installed here for the present one.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** A change of anything else makes no other version of a node. */
const SOURCES = ['packages/server/src', 'packages/protocol/src'];
const RELEASE_TAGS = 'v[0-9]*';

export interface PreviousVersion {
  /** Its `posthorn`, for {@link ServerProcess}. */
  readonly launcher: string;
  remove(): Promise<void>;
}

/**
 * The revisions that nodes of the present version meet in an upgrade: the one before the last change of the server, and
 * the latest release before it. Returns why it cannot be told: without git, in a copy without history.
 */
export async function previousRevisions(): Promise<readonly string[] | string> {
  try {
    const before = await revisionBefore();
    const release = await git('describe', '--tags', '--abbrev=0', `--match=${RELEASE_TAGS}`, before).catch(
      () => undefined,
    );
    // A release that is that revision is the same thing twice.
    return release === undefined || (await commitOf(release)) === before ? [before] : [before, release];
  } catch (error) {
    const { stderr, message } = error as Error & { readonly stderr?: string };
    return `this copy of the repository has no history: ${(stderr || message).trim()}`;
  }
}

/** Rejects with git's error, as in a shallow clone that ends too early. */
async function revisionBefore(): Promise<string> {
  const isChanged = (await git('status', '--porcelain', '--', ...SOURCES)) !== '';
  if (isChanged) return commitOf('HEAD');
  return commitOf(`${await git('log', '-1', '--format=%H', '--', ...SOURCES)}^`);
}

function commitOf(revision: string): Promise<string> {
  return git('rev-parse', '--verify', `${revision}^{commit}`);
}

/** Returns why it cannot run here: it needs a package that the present version does not. */
export async function layOut(revision: string): Promise<PreviousVersion | string> {
  const directory = await mkdtemp(join(tmpdir(), 'posthorn-previous-'));
  const remove = (): Promise<void> => rm(directory, { recursive: true, force: true });
  try {
    const index = { GIT_INDEX_FILE: join(directory, 'index') };
    await gitWith(index, 'read-tree', revision);
    await gitWith(index, 'checkout-index', '--all', `--prefix=${directory}/`);
    const missing = await linkModules(directory);
    if (missing === undefined) {
      return { launcher: launcherIn(directory), remove };
    }
    await remove();
    return `${revision} needs ${missing}, which is not installed`;
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Where `posthorn` is, or was before the command had a package of its own. */
function launcherIn(directory: string): string {
  const places = ['apps/cli', 'packages/server'].map((folder) => join(directory, folder, 'bin/posthorn.js'));
  return places.find((place) => existsSync(place)) ?? directory;
}

/** Its own workspaces by name, all else from here. Returns the name of a package that is not here. */
async function linkModules(directory: string): Promise<string | undefined> {
  const workspaces = manifestIn(directory).workspaces ?? [];
  const own = globSync(
    workspaces.map((pattern) => `${pattern}/package.json`),
    { cwd: directory },
  ).map((file) => join(directory, dirname(file)));
  const manifests = own.map((folder) => ({ folder, ...manifestIn(folder) }));
  const installed = namesIn(join(ROOT, 'node_modules')).filter((name) => !name.startsWith('@posthorn/'));
  const targets = new Map(installed.map((name) => [name, join(ROOT, 'node_modules', name)]));
  for (const { name, folder } of manifests) targets.set(name, folder);
  const needed = manifests
    .filter(({ name }) => name === 'posthorn' || name === '@posthorn/server')
    .flatMap(({ dependencies = {} }) => Object.keys(dependencies));
  const missing = needed.find((name) => !targets.has(name));
  if (missing !== undefined) return missing;
  for (const [name, target] of targets) {
    const link = join(directory, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(target, link, 'dir');
  }
  return undefined;
}

interface Manifest {
  readonly name: string;
  readonly workspaces?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
}

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** Of the packages in a node_modules. */
function namesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
    )
    .filter((name) => existsSync(join(folder, name)));
}

function git(...args: readonly string[]): Promise<string> {
  return gitWith({}, ...args);
}

async function gitWith(environment: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<string> {
  const env = { ...process.env, ...environment };
  const { stdout } = await promisify(execFile)('git', [...args], { cwd: ROOT, env });
  return stdout.trim();
}

/**
 * Saved logins: server, user and token, never a password. One file, readable only by its owner.
 *
 * @module
 */
import {
  accessSync,
  chmodSync,
  constants,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { home, variable } from './environment.ts';
import type { Environment } from './environment.ts';
import { UsageError } from './exit-codes.ts';

const RIGHTS_OF_OTHERS = 0o077;

export interface Profile {
  readonly server: string;
  readonly user: string;
  readonly token: string;
}

/** Follows the XDG base directory specification. Undefined: this user has no such directory. */
function profilesPath(env: Environment): string | undefined {
  const base = variable(env, 'XDG_CONFIG_HOME') ?? beneathHome(env, '.config');
  return base && join(base, 'posthorn', 'profiles.json');
}

/** The directory where the chat of one account stores its outbox and positions. Throws a UsageError. */
export function stateDirectory(env: Environment, server: string, user: string): string {
  const base = variable(env, 'XDG_STATE_HOME') ?? beneathHome(env, join('.local', 'state'));
  if (base === undefined) {
    throw new UsageError(
      'There is no home directory to keep the chat in: set HOME or XDG_STATE_HOME, or give --state DIR.',
    );
  }
  const place = encodeURIComponent(server).replaceAll('%', '_');
  return join(base, 'posthorn', place, encodeURIComponent(user.toLowerCase()).replaceAll('%', '_'));
}

export function readProfile(env: Environment, name: string): Profile | undefined {
  const path = profilesPath(env);
  return path === undefined ? undefined : readAll(path)[name];
}

/** Makes the directory of saved logins. Throws a UsageError if it cannot. Returns the path of their file. */
export function prepareProfiles(env: Environment): string {
  const path = profilesPath(env);
  if (path === undefined) {
    throw new UsageError('There is no home directory to save the login in: set HOME or XDG_CONFIG_HOME.');
  }
  const directory = dirname(path);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `The login cannot be saved in ${directory} (${code}): set HOME or XDG_CONFIG_HOME to a directory that you may write to.`,
    );
  }
  return path;
}

export function saveProfile(env: Environment, name: string, profile: Profile): void {
  const path = prepareProfiles(env);
  writeAll(path, { ...readAll(path), [name]: profile });
}

export function removeProfile(env: Environment, name: string): void {
  const path = prepareProfiles(env);
  const { [name]: removed, ...others } = readAll(path);
  if (removed !== undefined) writeAll(path, others);
}

function beneathHome(env: Environment, path: string): string | undefined {
  const directory = home(env);
  return directory && join(directory, path);
}

function readAll(path: string): Readonly<Record<string, Profile>> {
  let text: string;
  try {
    // A copy of the file may have lost its rights.
    if ((statSync(path).mode & RIGHTS_OF_OTHERS) !== 0) chmodSync(path, 0o600);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    // The last one: HOME may be that of another user, as after su.
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return {};
    throw error;
  }
  try {
    return parse(JSON.parse(text));
  } catch {
    throw new UsageError(`${path} is damaged: repair or remove it, then log in again.`);
  }
}

function parse(value: unknown): Readonly<Record<string, Profile>> {
  const profiles: Record<string, Profile> = {};
  for (const [name, each] of Object.entries(value as Record<string, Partial<Profile>>)) {
    const { server, user, token } = each;
    if (typeof server === 'string' && typeof user === 'string' && typeof token === 'string') {
      profiles[name] = { server, user, token };
    }
  }
  return profiles;
}

function writeAll(path: string, profiles: Readonly<Record<string, Profile>>): void {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(profiles, undefined, 2)}\n`, { mode: 0o600 });
  chmodSync(temporary, 0o600);
  renameSync(temporary, path);
}

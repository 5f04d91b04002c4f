/**
 * Saved logins: server, user and token, never a password. One file, readable only by its owner.
 *
 * @module
 */
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { UsageError } from './exit-codes.ts';

export interface Profile {
  readonly server: string;
  readonly user: string;
  readonly token: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Follows the XDG base directory specification. */
export function profilesPath(env: Environment): string {
  const base = nonEmpty(env['XDG_CONFIG_HOME']) ?? join(nonEmpty(env['HOME']) ?? homedir(), '.config');
  return join(base, 'posthorn', 'profiles.json');
}

/** The directory where the chat of one account stores its outbox and positions. */
export function stateDirectory(env: Environment, server: string, user: string): string {
  const base = nonEmpty(env['XDG_STATE_HOME']) ?? join(nonEmpty(env['HOME']) ?? homedir(), '.local', 'state');
  const place = encodeURIComponent(server).replaceAll('%', '_');
  return join(base, 'posthorn', place, encodeURIComponent(user.toLowerCase()).replaceAll('%', '_'));
}

export function readProfile(env: Environment, name: string): Profile | undefined {
  return readAll(profilesPath(env))[name];
}

export function saveProfile(env: Environment, name: string, profile: Profile): void {
  const path = profilesPath(env);
  writeAll(path, { ...readAll(path), [name]: profile });
}

export function removeProfile(env: Environment, name: string): void {
  const path = profilesPath(env);
  const { [name]: removed, ...others } = readAll(path);
  if (removed !== undefined) writeAll(path, others);
}

function readAll(path: string): Readonly<Record<string, Profile>> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
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
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(profiles, undefined, 2)}\n`, { mode: 0o600 });
  chmodSync(temporary, 0o600);
  renameSync(temporary, path);
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}

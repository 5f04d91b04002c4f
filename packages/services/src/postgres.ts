/**
 * A private PostgreSQL.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, realpathSync } from 'node:fs';
import { appendFile, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PrivateDatabase } from './database.ts';
import { unprivileged } from './processes.ts';
import { findProgram, freePort } from './program.ts';
import type { PrivateService } from './service.ts';

const DEBIAN_FOLDER = '/usr/lib/postgresql';

export interface PostgresOptions {
  /** Lines of postgresql.conf by name. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The address that it listens on, and lets its own network in; the loopback unless told otherwise. */
  readonly host?: string;
  /** Where its directory is made: the system's place for temporary files unless told otherwise. */
  readonly parentDirectory?: string;
}

/**
 * A running PostgreSQL with a superuser and a database, both `posthorn`, that syncs to disk as in earnest. Rejects with
 * a MissingProgramError, or with what it printed.
 */
export async function startPostgres({
  settings = {},
  host = '127.0.0.1',
  parentDirectory = tmpdir(),
}: PostgresOptions = {}): Promise<PrivateService> {
  const program = realpathSync(
    findProgram({
      command: 'postgres',
      variable: 'POSTHORN_POSTGRES',
      aptPackage: 'postgresql',
      folders: debianFolders(),
    }),
  );
  // It refuses to be root.
  const identity = unprivileged(['postgres', 'nobody']);
  const directory = await mkdtemp(join(parentDirectory, 'posthorn-postgres-'));
  if (identity !== undefined) await chown(directory, identity.uid, identity.gid);
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  const all = {
    listen_addresses: `'${host}'`,
    port: String(port),
    unix_socket_directories: "''",
    shared_buffers: '64MB',
    max_connections: '200',
    ...settings,
  };
  try {
    await initialise({ program, directory, identity, password, settings: all });
    const service = new PrivateDatabase({
      name: 'PostgreSQL',
      url: `postgres://posthorn:${password}@${host}:${port}/posthorn`,
      directory,
      program,
      args: ['-D', join(directory, 'data')],
      identity,
      readySign: 'ready to accept connections',
      stopSignal: 'SIGINT',
      quitSignal: 'SIGQUIT',
    });
    await service.start();
    return service;
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

interface Initialisation {
  readonly program: string;
  readonly directory: string;
  readonly identity: { readonly uid: number; readonly gid: number } | undefined;
  readonly password: string;
  readonly settings: Readonly<Record<string, string>>;
}

async function initialise(options: Initialisation): Promise<void> {
  const { program, directory, identity, password, settings } = options;
  const data = join(directory, 'data');
  const secret = join(directory, 'password');
  await writeFile(secret, password, { mode: 0o600 });
  if (identity !== undefined) await chown(secret, identity.uid, identity.gid);
  const run = (command: string, args: readonly string[], input = ''): Promise<void> =>
    execute(command, args, { input, cwd: directory, ...identity });
  const login = ['-U', 'posthorn', '--pwfile', secret, '--auth', 'scram-sha-256'];
  // A crash in the middle of this leaves nothing of use anyway, so it need not sync.
  const kind = ['-E', 'UTF8', '--locale', 'C', '--no-sync'];
  await run(join(dirname(program), 'initdb'), ['-D', data, ...login, ...kind]);
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
  await writeFile(join(data, 'postgresql.auto.conf'), lines.join(''));
  await appendFile(join(data, 'pg_hba.conf'), 'host all all samenet scram-sha-256\n');
  await run(program, ['--single', '-D', data, 'postgres'], 'CREATE DATABASE posthorn\n');
}

function execute(
  command: string,
  args: readonly string[],
  { input, ...options }: { readonly input: string; readonly cwd: string },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      command,
      [...args],
      { ...options, env: { ...process.env, LC_ALL: 'C' } },
      (error, out, err) => {
        if (error === null) resolve();
        else reject(new Error(`${command} failed: ${err || out}`, { cause: error }));
      },
    );
    child.stdin?.end(input);
  });
}

/** Newest version first. */
function debianFolders(): readonly string[] {
  try {
    return readdirSync(DEBIAN_FOLDER)
      .sort((a, b) => Number(b) - Number(a))
      .map((version) => join(DEBIAN_FOLDER, version, 'bin'));
  } catch {
    return [];
  }
}

/**
 * A private MariaDB.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PrivateDatabase } from './database.ts';
import { unprivileged } from './processes.ts';
import { findProgram, freePort } from './program.ts';
import type { PrivateService } from './service.ts';

export interface MariadbOptions {
  /** Options of mariadbd by name. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where its directory is made: the system's place for temporary files unless told otherwise. */
  readonly parentDirectory?: string;
}

/**
 * A running MariaDB with a user who may do everything and a database, both `posthorn`, that syncs to disk as in earnest.
 * Rejects with a MissingProgramError, or with what it printed.
 */
export async function startMariadb({
  settings = {},
  parentDirectory = tmpdir(),
}: MariadbOptions = {}): Promise<PrivateService> {
  const program = findProgram({
    command: 'mariadbd',
    variable: 'POSTHORN_MARIADB',
    aptPackage: 'mariadb-server',
  });
  const install = findProgram({
    command: 'mariadb-install-db',
    variable: 'POSTHORN_MARIADB_INSTALL_DB',
    aptPackage: 'mariadb-server',
  });
  const identity = unprivileged(['mysql', 'nobody']);
  const directory = await mkdtemp(join(parentDirectory, 'posthorn-mariadb-'));
  if (identity !== undefined) await chown(directory, identity.uid, identity.gid);
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  const data = join(directory, 'data');
  const first = join(directory, 'first.sql');
  try {
    await writeFile(first, firstStatements(password));
    if (identity !== undefined) await chown(first, identity.uid, identity.gid);
    await promisify(execFile)(
      install,
      ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db'],
      // A MariaDB that starts removes what it takes for left-over temporary tables, also those of another one.
      { cwd: directory, env: { ...process.env, TMPDIR: directory }, ...identity },
    );
    const service = new PrivateDatabase({
      name: 'MariaDB',
      url: `mysql://posthorn:${password}@127.0.0.1:${port}/posthorn`,
      directory,
      program,
      args: argumentsOf({ datadir: data, port: String(port), 'init-file': first, ...settings }, directory),
      identity,
      readySign: 'ready for connections',
      stopSignal: 'SIGTERM',
    });
    await service.start();
    return service;
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

function argumentsOf(settings: Readonly<Record<string, string>>, directory: string): readonly string[] {
  const all = {
    'bind-address': '127.0.0.1',
    tmpdir: directory,
    socket: join(directory, 'socket'),
    'pid-file': join(directory, 'pid'),
    'innodb-buffer-pool-size': '64M',
    'innodb-log-file-size': '64M',
    'max-connections': '200',
    ...settings,
  };
  const args = Object.entries(all).map(([name, value]) => `--${name}=${value}`);
  return ['--no-defaults', ...args, '--skip-name-resolve'];
}

/** Run at every start. */
function firstStatements(password: string): string {
  return [
    'CREATE DATABASE IF NOT EXISTS posthorn;',
    `CREATE USER IF NOT EXISTS 'posthorn'@'127.0.0.1' IDENTIFIED BY '${password}';`,
    "GRANT ALL ON *.* TO 'posthorn'@'127.0.0.1' WITH GRANT OPTION;",
    '',
  ].join('\n');
}

/**
 * A private PostgreSQL for a peer's archive, on the same core as the peer.
 *
 * @module
 */
import { chown } from 'node:fs/promises';
import { findProgram, freePort } from '@posthorn/services';
import type { Lab } from '../../src/lab.ts';
import { output, startProgram } from '../../src/program.ts';

export interface RunningPostgres {
  readonly pid: number;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** Returns the output of a query for one value. */
  readonly ask: (query: string) => Promise<string>;
}

/** Debian has one directory per version. */
const FOLDERS = ['17', '16', '15', '14'].map((version) => `/usr/lib/postgresql/${version}/bin`);
const USER = 'bench';

/**
 * Creates the tables of `schemaFile`. Durable by default; the cache is larger, as PostgreSQL's documentation advises.
 */
export async function startPostgres(lab: Lab, schemaFile: string): Promise<RunningPostgres> {
  const [directory, port] = [await lab.directory(), await freePort()];
  // PostgreSQL refuses to run as root; Debian has a user for it.
  const owner = process.getuid?.() === 0 ? await idsOf('postgres') : {};
  if (owner.uid !== undefined && owner.gid !== undefined) await chown(directory, owner.uid, owner.gid);
  await output(program('initdb'), ['-D', directory, '-U', USER, '-A', 'trust', '--encoding=UTF8'], owner);
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', shared_buffers: '256MB' };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { pid } = await startProgram(lab, {
    command: [program('postgres'), '-D', directory, '-p', String(port), ...options],
    port,
    ...owner,
    // PostgreSQL's immediate shutdown, which ends all its processes.
    endSignal: 'SIGQUIT',
  });
  const connection = ['-h', '127.0.0.1', '-p', String(port), '-U', USER, '-d', 'postgres', '-q'];
  await readySoon(connection);
  await output(program('psql'), [...connection, '-v', 'ON_ERROR_STOP=1', '-f', schemaFile]);
  return {
    pid,
    port,
    user: USER,
    database: 'postgres',
    ask: (query) => output(program('psql'), [...connection, '-A', '-t', '-c', query]),
  };
}

/** Rejects with a MissingProgramError if it is not installed. */
export async function postgresVersion(): Promise<string> {
  const text = await output(program('postgres'), ['--version']);
  return /[\d.]+/.exec(text)?.[0] ?? 'unknown';
}

/** PostgreSQL accepts connections a moment before it can answer them. */
async function readySoon(connection: readonly string[]): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await output(program('psql'), [...connection, '-c', 'SELECT 1']);
      return;
    } catch (error) {
      if (tries === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function idsOf(user: string): Promise<{ readonly uid?: number; readonly gid?: number }> {
  const [uid, gid] = [await output('id', ['-u', user]), await output('id', ['-g', user])];
  return { uid: Number(uid), gid: Number(gid) };
}

function program(command: string): string {
  return findProgram({
    command,
    variable: `POSTHORN_${command.toUpperCase()}`,
    aptPackage: 'postgresql',
    folders: FOLDERS,
  });
}

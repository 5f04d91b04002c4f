/**
 * A private PostgreSQL for a peer's archive, on the server's core beside the peer.
 *
 * @module
 */
import { chown } from 'node:fs/promises';
import { findProgram, freePort } from '@posthorn/services';
import type { Lab } from '../../src/lab.ts';
import { output, startProgram } from './program.ts';

export interface RunningPostgres {
  readonly pid: number;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** What a query of one value prints. */
  readonly ask: (query: string) => Promise<string>;
}

/** Debian keeps one folder a version. */
const FOLDERS = ['17', '16', '15', '14'].map((version) => `/usr/lib/postgresql/${version}/bin`);
const USER = 'bench';

/** With the tables of `schemaFile`. Durable as it comes; a larger cache, as its documentation advises. */
export async function startPostgres(lab: Lab, schemaFile: string): Promise<RunningPostgres> {
  const [directory, port] = [await lab.directory(), await freePort()];
  // It refuses to run as root; Debian made it a user.
  const owner = process.getuid?.() === 0 ? await idsOf('postgres') : {};
  if (owner.uid !== undefined && owner.gid !== undefined) await chown(directory, owner.uid, owner.gid);
  await output(program('initdb'), ['-D', directory, '-U', USER, '-A', 'trust', '--encoding=UTF8'], owner);
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', shared_buffers: '256MB' };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { pid } = await startProgram(lab, {
    command: [program('postgres'), '-D', directory, '-p', String(port), ...options],
    port,
    ...owner,
    // Its immediate shutdown, of all its processes.
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

/** Rejects with a MissingProgramError when it is not installed. */
export async function postgresVersion(): Promise<string> {
  const text = await output(program('postgres'), ['--version']);
  return /[\d.]+/.exec(text)?.[0] ?? 'unknown';
}

/** It takes connections a moment before it can answer them. */
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

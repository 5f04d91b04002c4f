/**
 * Finding system programs and free ports.
 *
 * @module
 */
import { randomInt } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { MissingProgramError } from './service.ts';

/** Where servers are installed, also when a user's PATH leaves it out. */
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/usr/local/bin', '/usr/bin', '/opt/homebrew/bin'];

export interface Program {
  /** The command's name. */
  readonly command: string;
  /** An environment variable with its path, which comes first. */
  readonly variable: string;
  /** Debian's package. */
  readonly aptPackage: string;
  /** Further folders to look in, best first. */
  readonly folders?: readonly string[];
}

/** Its path. Throws a MissingProgramError that says how to install it. */
export function findProgram({ command, variable, aptPackage, folders = [] }: Program): string {
  const chosen = process.env[variable];
  if (chosen !== undefined && chosen !== '') {
    if (isExecutable(chosen)) return chosen;
    throw new MissingProgramError(`${variable} names ${chosen}, which is no program that can be run.`);
  }
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const found = [...folders, ...path, ...SYSTEM_FOLDERS]
    .map((folder) => join(folder, command))
    .find(isExecutable);
  if (found !== undefined) return found;
  throw new MissingProgramError(
    `${command} is not installed: "apt-get install ${aptPackage}" on Debian, or set ${variable} to its path.`,
  );
}

/**
 * A port of the loopback that nobody uses now, below those that systems give to outgoing connections: while a service
 * is down, a client that tries again must not be given its port, nor connect to itself.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST_PORT, LAST_PORT);
    if (await isFree(port)) return port;
  }
}

const FIRST_PORT = 15_000;
const LAST_PORT = 32_700;

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

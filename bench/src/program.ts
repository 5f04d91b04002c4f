/**
 * A peer as a private instance: on the server's core, on a free port of the loopback, in a directory of its own.
 *
 * @module
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { MissingProgramError } from '@posthorn/services';
import { onCore, SERVER_CORE } from './cores.ts';
import type { Lab } from './lab.ts';

export interface ProgramOptions {
  readonly command: readonly string[];
  readonly port: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
  /** The signal that ends it at once (default SIGKILL). Its directory is removed too. */
  readonly endSignal?: NodeJS.Signals;
}

const START_TIMEOUT_MS = 60_000;
const SHOWN_CHARS = 4000;

/** A running program. */
export interface Running {
  readonly pid: number;
  /** Idempotent. */
  readonly end: () => Promise<void>;
}

/** Resolves when it accepts connections. Rejects with its output. */
export async function startProgram(lab: Lab, options: ProgramOptions): Promise<Running> {
  const { command, port, env, uid, gid, endSignal = 'SIGKILL' } = options;
  const [file, ...args] = onCore(SERVER_CORE, command);
  const child = spawn(file, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    ...(uid !== undefined && { uid, gid }),
  });
  let printed = '';
  const keep = (text: string): void => void (printed = (printed + text).slice(-SHOWN_CHARS));
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const end = async (): Promise<void> => {
    if (isOver()) return;
    const exited = once(child, 'exit');
    child.kill(endSignal);
    await exited;
  };
  lab.onClose(end);
  await once(child, 'spawn');
  const until = performance.now() + START_TIMEOUT_MS;
  while (!isOver() && performance.now() < until) {
    if (await answers(port)) return { pid: child.pid ?? 0, end };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await end();
  throw new Error(`${command[0] ?? ''} did not start: ${printed.trim()}`);
}

/**
 * The first entry in one of the directories that starts with `name`: a library with its version. Throws a
 * MissingProgramError that says how to install it.
 */
export function findLibrary(
  folders: readonly string[],
  name: string,
  aptPackage: string,
): { readonly folder: string; readonly entry: string } {
  for (const folder of folders) {
    const entry = existsSync(folder) ? readdirSync(folder).find((each) => each.startsWith(name)) : undefined;
    if (entry !== undefined) return { folder, entry };
  }
  throw new MissingProgramError(`${name} is not installed: "apt-get install ${aptPackage}" on Debian.`);
}

/** Debian's directories of libraries for one processor. */
export const DEBIAN_LIBRARIES = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib'];

/** Runs a command and returns its output. */
export async function output(file: string, args: readonly string[], options = {}): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(file, [...args], options);
  return `${stdout}${stderr}`;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const settle = (does: boolean): void => {
      socket.destroy();
      resolve(does);
    };
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
  });
}

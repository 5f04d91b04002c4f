/**
 * A peer as a private instance: on the server's core, on a free port of the loopback, in a directory of its own, ended
 * by its id.
 *
 * @module
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { onCore, SERVER_CORE } from '../../src/cores.ts';
import type { Lab } from '../../src/lab.ts';

export interface ProgramOptions {
  readonly command: readonly string[];
  readonly port: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
}

const START_TIMEOUT_MS = 60_000;
const END_TIMEOUT_MS = 5000;
const SHOWN_CHARS = 4000;

/** Resolves when it takes connections, with the function that ends it. Rejects with what it printed. */
export async function startProgram(lab: Lab, options: ProgramOptions): Promise<() => Promise<void>> {
  const { command, port, env, uid, gid } = options;
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
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), END_TIMEOUT_MS);
    await exited;
    clearTimeout(timer);
  };
  lab.onClose(end);
  await once(child, 'spawn');
  const until = performance.now() + START_TIMEOUT_MS;
  while (!isOver() && performance.now() < until) {
    if (await answers(port)) return end;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await end();
  throw new Error(`${command[0] ?? ''} did not start: ${printed.trim()}`);
}

/** A configuration file of ours, `config/<name>.in`, with its braces filled in. */
export async function filledIn(
  name: string,
  values: Readonly<Record<string, string | number>>,
): Promise<string> {
  const text = await readFile(new URL(`../config/${name}.in`, import.meta.url), 'utf8');
  return text.replace(/\{\{(\w+)\}\}/g, (_all, key: string) => {
    const value = values[key];
    if (value === undefined) throw new RangeError(`${name} asks for ${key}`);
    return String(value);
  });
}

/** Runs a command to its end; what it printed. */
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

/**
 * A command of `posthorn` as a process.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { LAUNCHER } from './server-process.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export interface LaunchOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** What it reads from stdin; nothing by default. */
  readonly input?: string;
}

export function launch(
  args: readonly string[],
  { env = process.env, input = '' }: LaunchOptions = {},
): Running {
  const child = spawn(process.execPath, [LAUNCHER, ...args], { env });
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (printed[name] += text));
  }
  // It may end without having read everything.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...printed }));
  return { child, ended };
}

/** Its answer with `--json`. Throws what it said when it failed. */
export async function operate(args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const { code, stdout, stderr } = await launch([...args, '--json']).ended;
  if (code !== 0) throw new Error(`posthorn ${args.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as Record<string, unknown>;
}

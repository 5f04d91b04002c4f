/**
 * A scanner that is a program.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { oneLine } from './verdict.ts';
import type { Verdict } from './verdict.ts';

const MAX_OUTPUT_BYTES = 4096;
/** What the program learns of the environment, which has secrets of the server besides. */
const PASSED_ON = ['PATH', 'HOME', 'LANG', 'TZ'];

/** `words`: the program and its arguments. Killed with all that it has started when `signal` aborts. Never rejects. */
export async function scanByCommand(
  words: readonly string[],
  path: string,
  signal: AbortSignal,
): Promise<Verdict> {
  const [program = '', ...args] = words;
  const { promise, resolve } = Promise.withResolvers<Verdict>();
  const child = spawn(program, [...args, path], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: Object.fromEntries(PASSED_ON.map((name) => [name, process.env[name]])),
    detached: true,
  });
  const kill = (): void => killGroup(child.pid);
  signal.addEventListener('abort', kill, { once: true });
  if (signal.aborted) kill();
  let output = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text: string) => {
    if (output.length < MAX_OUTPUT_BYTES) output += text;
  });
  child.once('error', (error) => resolve({ found: 'failed', reason: oneLine(error.message) }));
  // Not `close`: something that it has left running may hold its output open.
  child.once('exit', (code, ended) => {
    const said = oneLine(output.replaceAll(path, 'file'));
    if (code === 0) resolve({ found: 'clean', reason: '' });
    else if (code === 1) resolve({ found: 'infected', reason: said });
    else
      resolve({ found: 'failed', reason: `the scanner ended with ${ended ?? `exit code ${code}`}: ${said}` });
  });
  const verdict = await promise;
  signal.removeEventListener('abort', kill);
  child.stdout.destroy();
  return verdict;
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

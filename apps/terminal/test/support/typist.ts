/**
 * Somebody at a terminal who answers what a command asks.
 *
 * @module
 */
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { runCommand } from '../../src/run-command.ts';

/** What is waited for on stdout or stderr, and what is typed then; it may depend on all that stdout has shown. */
export type Answer = readonly [question: RegExp, answer: string | ((shown: string) => string)];

export interface Session {
  readonly code: number;
  /** Of stdout. */
  readonly shown: string;
  readonly stderr: string;
}

export async function typed(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  answers: readonly Answer[],
): Promise<Session> {
  const [stdin, stdout, stderr] = [terminal(), terminal(), new PassThrough()];
  const session = { shown: '', stderr: '' };
  const left = [...answers];
  let unanswered = '';
  const answer = (text: string): void => {
    unanswered += text;
    const [next] = left;
    if (next === undefined || !next[0].test(unanswered)) return;
    left.shift();
    unanswered = '';
    const line = typeof next[1] === 'string' ? next[1] : next[1](session.shown);
    // Nobody types before the question is asked.
    setImmediate(() => stdin.write(`${line}\n`));
  };
  stdout.on('data', (chunk: Buffer) => {
    const text = stripVTControlCharacters(chunk.toString());
    session.shown += text;
    answer(text);
  });
  stderr.on('data', (chunk: Buffer) => {
    session.stderr += chunk.toString();
    answer(chunk.toString());
  });
  const code = await runCommand(args, { stdin, stdout, stderr, env, signal: new AbortController().signal });
  return { code, ...session };
}

function terminal(): PassThrough & { readonly isTTY: true } {
  return Object.assign(new PassThrough(), { isTTY: true as const });
}

/**
 * Asks the person at the terminal.
 *
 * @module
 */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Io } from './io.ts';

/** Returns the trimmed input. */
export async function ask({ stdin, stdout, signal }: Io, question: string): Promise<string> {
  const lines = createInterface({ input: stdin, output: stdout });
  try {
    return (await lines.question(question, { signal })).trim();
  } finally {
    lines.close();
  }
}

/** Like ask(), without showing the input. */
export async function askSecret({ stdin, stdout, signal }: Io, question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: nowhere, terminal: true });
  stdout.write(question);
  try {
    return await lines.question('', { signal });
  } finally {
    lines.close();
    stdout.write('\n');
  }
}

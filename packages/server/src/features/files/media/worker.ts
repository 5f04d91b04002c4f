/**
 * A process that looks at one file at a time: a line with work comes in, lines with answers go out. It ends with its
 * parent, whatever it is doing.
 *
 * @module
 */
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { decode, measure } from './carry-out.ts';
import { lineOf } from './work.ts';
import type { Answer, Work } from './work.ts';

const ANSWERS_FD = 3;

const answers = new Socket({ fd: ANSWERS_FD, readable: false, writable: true });
answers.on('error', endAll);
// Whoever stops the server by a signal to all of its processes means the parent, which ends this one when it is done.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  // A failure ends the process, and whoever waits is told by that.
  // What comes from the parent is trusted.
  void carryOut(JSON.parse(line) as Work).catch(endAll);
});
lines.on('close', endAll);
send({ kind: 'ready' });

async function carryOut(work: Work): Promise<void> {
  const measured = await measure(work);
  send({ kind: 'measured', measured });
  if (measured === undefined) return;
  const decoded = await decode(work, measured);
  send({ kind: 'decoded', decoded, residentBytes: process.memoryUsage.rss() });
}

function send(answer: Answer): void {
  answers.write(lineOf(answer));
}

/** With what it has started: it leads a group of processes of its own. */
function endAll(): void {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    process.exit(1);
  }
}

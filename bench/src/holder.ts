/**
 * Holds as many connections to a gateway as one process may, and reports when a message has reached all of them. Runs
 * in several processes, because a process has at most 20,000 descriptors.
 *
 * stdin, a line of JSON each: `{"do":"open","port","tokens"}` prints `{"held","retries"}` now and then, and with
 * `"opened"` when all are held; `{"do":"expect","number"}` prints `{"ready"}`, and `{"p50Ms","p99Ms","lastMs"}` when
 * the message with that number has reached every connection.
 *
 * Times are those of the machine's monotonic clock, which all processes share.
 *
 * @module
 */
import { createInterface } from 'node:readline';
import { attach, dialTcp, onFrames } from './load/client.ts';
import type { Pipe } from './load/client.ts';
import { localAddress } from './load/crowd.ts';
import { sideBySide } from './side-by-side.ts';
import { numberIn } from './load/numbered.ts';
import { passed } from './load/paced.ts';

interface Open {
  readonly do: 'open';
  readonly port: number;
  readonly tokens: readonly string[];
}

interface Expect {
  readonly do: 'expect';
  readonly number: number;
}

/** Enough to share batches, and few enough that each waits less than a real client would. */
const AT_ONCE = 60;
const PROGRESS_MS = 5000;
/** A connection that is refused or cut while attaching retries after a random delay of at most this. */
const RETRY_WITHIN_MS = 1000;
const MOST_TRIES = 30;

let held = 0;
let retries = 0;
let expected = -1;
let arrivals: number[] = [];

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const order = JSON.parse(line) as Open | Expect;
    if (order.do === 'open') void open(order);
    else expect(order);
  })
  .on('close', () => process.exit(0));

async function open({ port, tokens }: Open): Promise<void> {
  const progress = setInterval(() => print({ held, retries }), PROGRESS_MS);
  await sideBySide(
    tokens.length,
    async (index) => {
      const pipe = await openOne(port, index, tokens[index] ?? '');
      pipe.onClose = () => {
        throw new Error('a gateway closed a connection');
      };
      onFrames(pipe, ({ body }) => {
        if (body?.case === 'message' && numberIn(body.value.content) === expected) arrived();
      });
      held++;
    },
    AT_ONCE,
  );
  clearInterval(progress);
  print({ opened: held, held, retries });
}

/** Like a client, repeats what a busy router could not do. */
async function openOne(port: number, index: number, token: string): Promise<Pipe> {
  for (let tries = 1; ; tries++) {
    const pipe = await dialTcp(port, localAddress(index));
    try {
      await attach(pipe, token);
      return pipe;
    } catch (error) {
      pipe.close();
      if (tries === MOST_TRIES) throw error;
      retries++;
      await passed(Math.random() * RETRY_WITHIN_MS);
    }
  }
}

function expect({ number }: Expect): void {
  expected = number;
  arrivals = [];
  print({ ready: true });
}

function arrived(): void {
  arrivals.push(nowMs());
  if (arrivals.length !== held) return;
  const at = (share: number): number => arrivals[Math.ceil(share * held) - 1] ?? 0;
  print({ p50Ms: at(0.5), p99Ms: at(0.99), lastMs: at(1) });
}

function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

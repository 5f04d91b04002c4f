/**
 * Runs the appender and reads what it says.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const APPENDER = fileURLToPath(new URL('appender.ts', import.meta.url));

export class Appending {
  readonly child: ChildProcess;
  /** Client ids and seqs, in the order of the acks. */
  readonly acked: (readonly [clientId: string, seq: number])[] = [];
  readonly failures: string[] = [];
  #onLine: () => void = () => {};

  /** `wrapper`: a command that runs it, such as strace. `checkpointPages`: see SqliteStoreOptions. */
  constructor(
    directory: string,
    options: {
      readonly synchronous?: string;
      readonly checkpointPages?: number;
      readonly wrapper?: readonly string[];
    } = {},
  ) {
    const command = [
      ...(options.wrapper ?? []),
      process.execPath,
      APPENDER,
      directory,
      options.synchronous ?? 'FULL',
      ...(options.checkpointPages === undefined ? [] : [String(options.checkpointPages)]),
    ];
    const [program = '', ...args] = command;
    this.child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
    createInterface({ input: this.child.stdout as NonNullable<ChildProcess['stdout']> }).on(
      'line',
      (line) => {
        const [verb, what = '', seq] = line.split(' ');
        if (verb === 'acked') this.acked.push([what, Number(seq)]);
        else this.failures.push(what);
        this.#onLine();
      },
    );
  }

  /** Resolves when it is true of what was said so far. Rejects when the process ends before. */
  async until(isTrue: () => boolean): Promise<void> {
    const ended = once(this.child, 'exit').then(() => {
      if (!isTrue()) throw new Error('the appender ended');
    });
    await Promise.race([
      ended,
      new Promise<void>((resolve) => {
        this.#onLine = () => {
          if (isTrue()) resolve();
        };
        this.#onLine();
      }),
    ]);
  }

  /**
   * Holds it still. Afterwards no thread of it runs, and what it has acked is what its output says: an ack
   * that happens at the very moment when the power goes would prove nothing.
   */
  async freeze(): Promise<void> {
    const { pid = 0 } = this.child;
    process.kill(pid, 'SIGSTOP');
    const tasks = `/proc/${pid}/task`;
    const isStill = (): boolean =>
      readdirSync(tasks).every((task) =>
        /^\d+ \(.*\) T /.test(readFileSync(`${tasks}/${task}/stat`, 'utf8')),
      );
    while (!isStill()) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Kills it, and waits until everything that it said is read. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const closed = once(this.child, 'close');
    // Its whole group: a wrapper's death alone would leave what it wraps.
    process.kill(-(this.child.pid ?? 0), 'SIGKILL');
    await closed;
  }
}

/**
 * A measured process: talks in lines of JSON, is pinned to a core, and is ended by its id.
 *
 * @module
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import { onCore } from './cores.ts';

export interface ChildOptions {
  readonly core: number;
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A Node program running as a child. Its stderr goes to ours. */
export class Child {
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;

  constructor(file: string, args: readonly string[], options: ChildOptions) {
    const [command, ...rest] = onCore(options.core, [
      process.execPath,
      ...(options.nodeArgs ?? []),
      file,
      ...args,
    ]);
    this.#process = spawn(command, rest, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...options.env },
    });
    const stdout = this.#process.stdout;
    if (stdout === null) throw new Error('the child has no stdout');
    this.#reader = createInterface({ input: stdout });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  /** taskset execs, so this is the id of the Node process itself. */
  get pid(): number {
    const pid = this.#process.pid;
    if (pid === undefined) throw new Error('the child did not start');
    return pid;
  }

  /** The next line of JSON. Rejects when the child ends first. */
  async next<T>(): Promise<T> {
    const line = await this.#lines.next();
    if (line.done === true) throw new Error(`${this.#process.spawnargs.join(' ')} ended early`);
    return JSON.parse(line.value) as T;
  }

  say(line: unknown): void {
    this.#process.stdin?.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** Resident memory in bytes, as the kernel counts it. */
  residentBytes(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    const kib = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
    return Number(kib) * 1024;
  }

  /** Processor time used so far, user and system, in seconds. */
  cpuSeconds(): number {
    const fields = readFileSync(`/proc/${this.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  /** Ends it and waits until it is gone. Idempotent. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.#reader.close();
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill(signal);
    await gone;
  }
}

/**
 * A measured child process. It is pinned to a core and communicates in lines of JSON.
 *
 * @module
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { getCompileCacheDir } from 'node:module';
import { createInterface, type Interface } from 'node:readline';
import { onCore } from './cores.ts';

export interface ChildOptions {
  readonly core: number;
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A Node program as a child process. Its stderr is ours. */
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
      env: { ...process.env, ...compileCache(), ...options.env },
    });
    const stdout = this.#process.stdout;
    if (stdout === null) throw new Error('the child has no stdout');
    this.#reader = createInterface({ input: stdout });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  /** The id of the Node process itself, because taskset execs it. */
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

  /** Sends a line and returns the answer. One question at a time. */
  ask<T>(line: unknown): Promise<T> {
    this.say(line);
    return this.next<T>();
  }

  /** Asks it to end by itself, so that it can write its last output. */
  async leave(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.stdin?.end();
    await gone;
    this.#reader.close();
  }

  /** Ends it and waits for its exit. Idempotent. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.#reader.close();
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill(signal);
    await gone;
  }
}

/** The cache of compiled code. With it a child spends neither time nor memory on stripping types in a checkout. */
function compileCache(): { readonly NODE_COMPILE_CACHE?: string } {
  const directory = getCompileCacheDir();
  return directory === undefined ? {} : { NODE_COMPILE_CACHE: directory };
}

/**
 * A private database server: a program on a directory of its own.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { familyOf, signalAll, untilGone } from './processes.ts';
import type { PrivateService } from './service.ts';

export interface DatabaseParts {
  readonly name: string;
  readonly url: string;
  readonly directory: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly identity: { readonly uid: number; readonly gid: number } | undefined;
  /** What it prints when clients may come. */
  readonly readySign: string;
  /** Ends it well without waiting for its clients. */
  readonly stopSignal: NodeJS.Signals;
  /** Ends it at once, leaving its data as a crash does and nothing else: what SIGKILL would leave in shared memory. */
  readonly quitSignal?: NodeJS.Signals;
}

const START_TIMEOUT_MS = 60_000;
const QUIT_TIMEOUT_MS = 5000;
const SHOWN_CHARS = 3000;

export class PrivateDatabase implements PrivateService {
  readonly #parts: DatabaseParts;
  #child: ChildProcess | undefined;
  #paused: readonly number[] = [];

  constructor(parts: DatabaseParts) {
    this.#parts = parts;
  }

  get url(): string {
    return this.#parts.url;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  async start(): Promise<void> {
    if (this.#child !== undefined) return;
    const { program, args, identity, directory } = this.#parts;
    const child = spawn(program, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      cwd: directory,
      env: { ...process.env, LC_ALL: 'C' },
      ...identity,
    });
    this.#child = child;
    child.once('exit', () => {
      if (this.#child === child) this.#child = undefined;
    });
    await once(child, 'spawn');
    await this.#untilReady(child);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.resume();
    const exited = once(child, 'exit');
    child.kill(this.#parts.stopSignal);
    await exited;
  }

  async kill(): Promise<void> {
    const { pid } = this;
    if (pid === 0) return;
    const child = this.#child;
    const family = familyOf(pid);
    const exited = child && once(child, 'exit');
    signalAll(family, 'SIGKILL');
    await exited;
    await untilGone(family);
  }

  pause(): void {
    // Parents first, so that none starts another meanwhile.
    this.#paused = familyOf(this.pid);
    signalAll(this.#paused, 'SIGSTOP');
  }

  resume(): void {
    signalAll(this.#paused, 'SIGCONT');
    this.#paused = [];
  }

  async remove(): Promise<void> {
    await this.#quit();
    await this.kill();
    await rm(this.#parts.directory, { recursive: true, force: true });
  }

  async #quit(): Promise<void> {
    const child = this.#child;
    const { quitSignal } = this.#parts;
    if (child === undefined || quitSignal === undefined) return;
    this.resume();
    const exited = once(child, 'exit');
    child.kill(quitSignal);
    const patience = new AbortController();
    await Promise.race([exited, pause(QUIT_TIMEOUT_MS, undefined, { signal: patience.signal })]);
    patience.abort();
  }

  /** Reads on for as long as it lives: a full pipe would stop it. */
  async #untilReady(child: ChildProcess): Promise<void> {
    const { name, readySign } = this.#parts;
    let printed = '';
    const isReady = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), START_TIMEOUT_MS);
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        printed = (printed + text).slice(-SHOWN_CHARS);
        if (printed.includes(readySign)) {
          clearTimeout(timer);
          resolve(true);
        }
      });
      child.once('exit', () => {
        clearTimeout(timer);
        resolve(false);
      });
    });
    if (isReady) return;
    await this.kill();
    throw new Error(`${name} did not start: ${printed.trim()}`);
  }
}

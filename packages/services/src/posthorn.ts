/**
 * `posthorn start` in a process of its own, that can be killed and started again on the same data and ports.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { MALLOC } from './malloc.ts';

export interface PosthornOptions {
  /** The script that is `posthorn`. */
  readonly launcher: string;
  /** Of `posthorn start`, besides --json and the ports. */
  readonly options: readonly string[];
  /** In sentences about it, like "router 2". Default: server. */
  readonly name?: string;
  /** Where it listens. Default: 127.0.0.1. */
  readonly address?: string;
  /** Of its first start, which the later ones keep. Default: ports that are free. */
  readonly ports?: { readonly http: number; readonly tcp: number };
  /** Options of Node. */
  readonly nodeArgs?: readonly string[];
  /** A command that runs Node somewhere else, like `ip netns exec NAME`. */
  readonly prefix?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Called with each piece of its log. */
  readonly onLog?: (text: string) => void;
  /** Called with a sentence when it ends though nobody has told it to. */
  readonly onDeath?: (sentence: string) => void;
}

/** What it says when it is ready: its ports, 0 for one that it does not have, and the epoch of its log. */
export interface PosthornReady {
  readonly http: number;
  readonly tcp: number;
  /** With --mqtt. */
  readonly mqtt?: number;
  readonly epoch: string;
}

/** As much of its log as stands in an error. */
const LAST_WORDS_CHARS = 600;
const POLL_MS = 50;
const READY_WITHIN_MS = 30_000;

export class PosthornProcess<Ready extends PosthornReady = PosthornReady> {
  readonly #options: PosthornOptions;
  /** The `posthorn` that runs from the next start on. */
  launcher: string;
  #child: ChildProcess | undefined;
  #ready: Ready | undefined;
  #lastWords = '';

  constructor(options: PosthornOptions) {
    this.#options = options;
    this.launcher = options.launcher;
  }

  get name(): string {
    return this.#options.name ?? 'server';
  }

  get address(): string {
    return this.#options.address ?? '127.0.0.1';
  }

  /** 0 while it is not running. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** What its last start said; the ports stay the same. Throws before the first start. */
  get ready(): Ready {
    if (this.#ready === undefined) throw new Error(`the ${this.name} has not been started`);
    return this.#ready;
  }

  get httpUrl(): string {
    return `http://${this.address}:${this.ready.http}`;
  }

  get tcpUrl(): string {
    return `tcp://${this.address}:${this.ready.tcp}`;
  }

  /** Starts it (again), on the ports that it had. Rejects with what it said when it does not start. */
  async start(): Promise<void> {
    if (this.#child !== undefined) return;
    const { onDeath, env } = this.#options;
    const [command = process.execPath, ...args] = this.#commandLine();
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...MALLOC, ...process.env, ...env },
    });
    this.#child = child;
    this.#lastWords = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => this.#logged(text));
    // Not `exit`, which may come before its last words.
    const end = once(child, 'close').then(() => ['']);
    const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), end])) as [string];
    if (line === '') {
      this.#child = undefined;
      throw new Error(`The ${this.name} did not start: ${this.#lastWords.trim()}`);
    }
    this.#ready = readyOf<Ready>(line);
    child.once('exit', (code, signal) => {
      if (this.#child !== child) return;
      this.#child = undefined;
      onDeath?.(`The ${this.name} ended by itself (${signal ?? code}): ${this.#lastWords.trim()}`);
    });
  }

  /** Resolves when it takes traffic: a node of a cluster has met those of the other role by then. */
  async untilReady(): Promise<void> {
    const until = performance.now() + READY_WITHIN_MS;
    while (!(await this.#isReady())) {
      if (performance.now() > until) {
        throw new Error(`The ${this.name} is not ready after ${READY_WITHIN_MS / 1000} s.`);
      }
      await pause(POLL_MS);
    }
  }

  /** SIGKILL: no handler runs. Resolves when it is gone. Idempotent. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** SIGTERM: it drains. Resolves with its exit code. Idempotent. */
  stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  /** SIGSTOP: it hangs and its connections stay open. */
  pause(): void {
    this.signal('SIGSTOP');
  }

  /** SIGCONT. */
  resume(): void {
    this.signal('SIGCONT');
  }

  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name);
  }

  #commandLine(): readonly string[] {
    const { options, nodeArgs = [], prefix = [], ports = { http: 0, tcp: 0 } } = this.#options;
    const { http, tcp } = this.#ready ?? ports;
    const place = [`--host=${this.address}`, `--http=${http}`, `--tcp=${tcp}`];
    return [...prefix, process.execPath, ...nodeArgs, this.launcher, 'start', '--json', ...place, ...options];
  }

  async #isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.httpUrl}/readyz`)).status === 200;
    } catch {
      return false;
    }
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) {
      return child?.exitCode ?? null;
    }
    const exited = once(child, 'exit');
    child.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  }

  #logged(text: string): void {
    this.#lastWords = (this.#lastWords + text).slice(-LAST_WORDS_CHARS);
    this.#options.onLog?.(text);
  }
}

/** A router has no port for TCP, and says null. */
function readyOf<Ready extends PosthornReady>(line: string): Ready {
  const ready = JSON.parse(line) as Ready & { readonly tcp: number | null };
  return { ...ready, tcp: ready.tcp ?? 0 };
}

/**
 * One node of a cluster, in a process of its own.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { BusLine } from '../network/bus-line.ts';
import type { Host } from './hosts.ts';
import type { ClusterNode } from './system.ts';

export interface NodeOptions {
  /** Like "router 2"; names its data and its log too. */
  readonly name: string;
  readonly role: ClusterNode['role'];
  /** The script that is `posthorn`. */
  readonly launcher: string;
  readonly folder: string;
  /** Of `posthorn start`. */
  readonly options: readonly string[];
  readonly busLine: BusLine;
  /** Where it runs; absent: here. */
  readonly host?: Host | undefined;
  /** Hears when it ends though nobody has told it to. */
  readonly onDeath: (sentence: string) => void;
}

interface Ready {
  readonly http: number;
  readonly tcp: number;
  readonly epoch: string;
}

const LAST_WORDS_CHARS = 600;
const POLL_MS = 50;
const READY_WITHIN_MS = 30_000;

export class NodeProcess implements ClusterNode {
  readonly #options: NodeOptions;
  #child: ChildProcess | undefined;
  #ready: Ready | undefined;
  #lastWords = '';

  constructor(options: NodeOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.name;
  }

  get role(): ClusterNode['role'] {
    return this.#options.role;
  }

  get busLine(): BusLine {
    return this.#options.busLine;
  }

  get host(): Host | undefined {
    return this.#options.host;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Where it is found. */
  get address(): string {
    return this.host?.address ?? '127.0.0.1';
  }

  /** The ports of its last start, which stay the same. */
  get ready(): Ready {
    if (this.#ready === undefined) throw new Error(`the ${this.name} has not been started`);
    return this.#ready;
  }

  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  /** Rejects with what it said when it does not start. */
  async start(): Promise<void> {
    if (this.#child !== undefined) return;
    const { launcher, folder, name, options, busLine, host } = this.#options;
    const place = [
      `--host=${this.address}`,
      `--http=${this.#ready?.http ?? 0}`,
      `--tcp=${this.#ready?.tcp ?? 0}`,
    ];
    const data = `--data=${join(folder, name.replace(' ', '-'))}`;
    const server = [launcher, 'start', '--json', data, `--bus=${busLine.url}`, ...place, ...options];
    const [command, ...args] = [...(host?.prefix ?? []), process.execPath, ...server];
    const child = spawn(command ?? process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    this.#lastWords = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => this.#logged(text));
    const exit = once(child, 'exit').then(() => ['']);
    const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), exit])) as [string];
    if (line === '') {
      this.#child = undefined;
      throw new Error(`The ${name} did not start: ${this.#lastWords.trim()}`);
    }
    this.#ready = JSON.parse(line) as Ready;
    child.once('exit', (code, signal) => {
      if (this.#child !== child) return;
      this.#child = undefined;
      this.#options.onDeath(`The ${name} ended by itself (${signal ?? code}): ${this.#lastWords.trim()}`);
    });
  }

  /** Resolves when it can do its work: it has met the nodes of the other role. */
  async untilReady(): Promise<void> {
    const until = performance.now() + READY_WITHIN_MS;
    while (!(await this.#isReady())) {
      if (performance.now() > until) throw new Error(`The ${this.name} is not ready after 30 s.`);
      await pause(POLL_MS);
    }
  }

  async #isReady(): Promise<boolean> {
    try {
      return (await fetch(`http://${this.address}:${this.ready.http}/readyz`)).status === 200;
    } catch {
      return false;
    }
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }

  #logged(text: string): void {
    this.#lastWords = (this.#lastWords + text).slice(-LAST_WORDS_CHARS);
    appendFileSync(join(this.#options.folder, `${this.name.replace(' ', '-')}.log`), text);
  }
}

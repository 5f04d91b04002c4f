/**
 * A worker process as its parent sees it. It has no secrets of the server, a bound on its memory and its time, and a low
 * priority. Whatever goes wrong in it ends it alone.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../../clock.ts';
import { Watch } from './watch.ts';
import type { Bounds } from './watch.ts';
import { answerIn, lineOf, MAX_LINE_BYTES } from './work.ts';
import type { Decoded, Measured, Work } from './work.ts';

/** The source in a checkout, the built file in an installed package. */
const ENTRY = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/** Of JavaScript. */
const HEAP_MIB = 128;
/** Of private memory in all, as Linux counts it: Node itself takes 640 MB of it, most of it untouched. */
const DATA_KIB = 2_000_000;
/** Seconds of processor time in all, in case that the parent is gone and the process does not notice. */
const CPU_SECONDS = 3600;
/** On Linux, a tenth of what a usual process gets. */
const NICENESS = 10;
/** One that has grown beyond it is replaced. */
const MAX_RESIDENT_BYTES = 400 * 1024 ** 2;
/** Bounds that this system does not have are left out. */
const SHELL = `ulimit -c 0; ulimit -t ${CPU_SECONDS} 2>/dev/null; ulimit -d ${DATA_KIB} 2>/dev/null; command -v nice >/dev/null && exec nice -n "$0" "$@"; exec "$@"`;

export interface WorkerProcessOptions {
  readonly clock: Pick<Clock, 'after'>;
  /** For temporary files. */
  readonly directory: string;
  /** How much lower its priority is than that of this process (nice(1)). By default 10: a tenth of the time. */
  readonly niceness?: number;
}

/** What it has found out before it was done, or ended. */
export interface Outcome {
  /** Undefined: a plain file. */
  readonly measured: Measured | undefined;
  /** Undefined: it has ended before. */
  readonly decoded: Decoded | undefined;
  /** False: it is not the file's fault. */
  readonly isStarted: boolean;
  /** Whether it ended by itself, or somebody else ended it. */
  readonly hasDied: boolean;
  /** Whether it was killed although it has hardly run: the machine is too busy. */
  readonly isStarved: boolean;
}

export class WorkerProcess {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #child: ChildProcessByStdio<Writable, null, null>;
  readonly #answers: Readable;
  #isUsable = true;
  #isStarted = false;
  #onAnswer: ((line: string) => void) | undefined;
  #onEnd: (() => void) | undefined;
  #partial: Buffer[] = [];
  #partialBytes = 0;

  constructor({ clock, directory, niceness = NICENESS }: WorkerProcessOptions) {
    this.#clock = clock;
    this.#child = spawn(
      'sh',
      [
        '-c',
        SHELL,
        String(niceness),
        process.execPath,
        `--max-old-space-size=${HEAP_MIB}`,
        fileURLToPath(ENTRY),
      ],
      {
        stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
        cwd: directory,
        env: { PATH: process.env['PATH'] ?? '', TMPDIR: directory },
        detached: true,
      },
    ) as unknown as ChildProcessByStdio<Writable, null, null>; // The types know three streams.
    this.#answers = this.#child.stdio[3 as 1] as unknown as Readable;
    this.#answers.on('data', (chunk: Buffer) => this.#take(chunk));
    for (const stream of [this.#answers, this.#child.stdin]) stream.on('error', () => this.end());
    this.#child.once('error', () => this.#ended());
    this.#child.once('exit', () => this.#ended());
    this.#ref(false);
  }

  /** Whether it may be given more work. */
  get isUsable(): boolean {
    return this.#isUsable;
  }

  /** Idle ones do not keep the server's process alive. */
  #ref(isBusy: boolean): void {
    const name = isBusy ? 'ref' : 'unref';
    this.#child[name]();
    for (const stream of [this.#answers, this.#child.stdin]) {
      // Sockets, in fact.
      (stream as unknown as Partial<Record<'ref' | 'unref', () => void>>)[name]?.();
    }
  }

  /** One at a time. Never rejects. At a bound, or when `signal` aborts, the process is killed. */
  async run(work: Work, bounds: Bounds, signal: AbortSignal): Promise<Outcome> {
    const { promise, resolve } = Promise.withResolvers<void>();
    let [measured, decoded]: [Measured | undefined, Decoded | undefined] = [undefined, undefined];
    this.#onEnd = resolve;
    this.#onAnswer = (line) => {
      const answer = answerIn(line, work.bytes);
      if (answer.kind === 'measured') ({ measured } = answer);
      else if (answer.kind === 'decoded') {
        ({ decoded } = answer);
        if (answer.residentBytes > MAX_RESIDENT_BYTES) this.end();
      }
      if (answer.kind === 'ready') this.#isStarted = true;
      else if (measured === undefined || decoded !== undefined) resolve();
    };
    let isKilled = false;
    const kill = (): void => {
      isKilled = true;
      this.end();
    };
    const watch = new Watch(this.#child.pid, this.#clock, bounds, kill);
    signal.addEventListener('abort', kill, { once: true });
    if (signal.aborted || !this.#isUsable) this.end();
    else this.#child.stdin.write(lineOf(work));
    this.#ref(true);
    await promise;
    this.#ref(false);
    watch.cancel();
    signal.removeEventListener('abort', kill);
    this.#onAnswer = undefined;
    this.#onEnd = undefined;
    const hasDied = !isKilled && !this.#isUsable;
    return { measured, decoded, hasDied, isStarted: this.#isStarted, isStarved: watch.isStarved };
  }

  /** With everything that it has started. Idempotent. */
  end(): void {
    const { pid } = this.#child;
    if (pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null) {
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {
        // It is gone already.
      }
    }
    this.#ended();
  }

  #ended(): void {
    this.#isUsable = false;
    this.#onEnd?.();
  }

  #take(chunk: Buffer): void {
    let rest = chunk;
    for (let at = rest.indexOf(0x0a); at >= 0; at = rest.indexOf(0x0a)) {
      const line = Buffer.concat([...this.#partial, rest.subarray(0, at)]).toString('utf8');
      [this.#partial, this.#partialBytes] = [[], 0];
      rest = rest.subarray(at + 1);
      try {
        this.#onAnswer?.(line);
      } catch {
        this.end();
      }
    }
    if (rest.length > 0) this.#partial.push(rest);
    this.#partialBytes += rest.length;
    if (this.#partialBytes > MAX_LINE_BYTES) this.end();
  }
}

/**
 * Worker processes: as many as there is work for, up to a bound. Without work there are none after a while.
 *
 * @module
 */
import type { Clock, Timer } from '../../../clock.ts';
import { WorkerProcess } from './worker-process.ts';
import type { Outcome, WorkerProcessOptions } from './worker-process.ts';
import type { Work } from './work.ts';

/** The longest that a picture of 100 million pixels was seen to take is 5 s. */
const PROCESSOR_MS = 30_000;
const TIMEOUT_MS = 180_000;
const IDLE_MS = 10_000;

export interface PoolOptions extends WorkerProcessOptions {
  readonly clock: Pick<Clock, 'after'>;
  /** For one file, by the clock. */
  readonly timeoutMs?: number;
  /** How long one without work is kept. */
  readonly idleMs?: number;
}

export class Pool {
  readonly #options: PoolOptions;
  readonly #idle: WorkerProcess[] = [];
  readonly #busy = new Set<WorkerProcess>();
  #timer: Timer | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** How many processes there are. */
  get size(): number {
    return this.#idle.length + this.#busy.size;
  }

  /** In a process of its own if the others are busy: the caller bounds how many run at once. Never rejects. */
  async run(work: Work, signal: AbortSignal): Promise<Outcome> {
    this.#timer?.cancel();
    const worker = this.#take();
    this.#busy.add(worker);
    const bounds = { timeoutMs: this.#options.timeoutMs ?? TIMEOUT_MS, processorMs: PROCESSOR_MS };
    const outcome = await worker.run(work, bounds, signal);
    this.#busy.delete(worker);
    if (worker.isUsable) this.#idle.push(worker);
    if (this.#busy.size === 0)
      this.#timer = this.#options.clock.after(this.#options.idleMs ?? IDLE_MS, () => this.#endIdle());
    return outcome;
  }

  /** Kills all of them. Idempotent. */
  close(): void {
    this.#timer?.cancel();
    for (const worker of this.#busy) worker.end();
    this.#endIdle();
  }

  #take(): WorkerProcess {
    for (let worker = this.#idle.pop(); worker !== undefined; worker = this.#idle.pop())
      if (worker.isUsable) return worker;
    return new WorkerProcess(this.#options);
  }

  #endIdle(): void {
    for (const worker of this.#idle.splice(0)) worker.end();
  }
}

/**
 * Time that passes only when a test lets it, for several processes that may be frozen or dead.
 *
 * @module
 */
import type { Clock, Timer } from '../../clock.ts';

interface Due {
  readonly at: number;
  readonly run: () => void;
}

/** A round time, so that coarse clocks are easy to read. */
const START = 1_700_000_000_000;
/** Time passes in steps of at most so long when nothing is due. */
const STEP_MS = 50;

export class VirtualTime {
  #elapsed = 0;
  readonly #due = new Set<Due>();

  /** Ms since the start. */
  get elapsed(): number {
    return this.#elapsed;
  }

  /** Unix ms. */
  get now(): number {
    return START + this.#elapsed;
  }

  /** Whole ms, as in a clock. */
  after(delayMs: number, run: () => void): Timer {
    const due = { at: this.#elapsed + Math.max(0, Math.ceil(delayMs)), run };
    this.#due.add(due);
    return { cancel: () => void this.#due.delete(due) };
  }

  /** Goes on by so much at once: timers that were due meanwhile run late, as after a suspend. */
  skip(ms: number): void {
    this.#elapsed += ms;
  }

  /** Goes to the next timer, or a step further, and runs what is due then. */
  advance(): void {
    let next = this.#elapsed + STEP_MS;
    for (const { at } of this.#due) next = Math.min(next, at);
    this.#elapsed = Math.max(this.#elapsed, next);
    for (const due of [...this.#due].sort((a, b) => a.at - b.at)) {
      if (due.at > this.#elapsed || !this.#due.delete(due)) continue;
      due.run();
    }
  }
}

/** What happens to a process: nothing it does counts while it is frozen, or ever again once it is dead. */
export class Process {
  readonly #time: VirtualTime;
  #state: 'runs' | 'frozen' | 'dead' = 'runs';
  #thawed: (() => void)[] = [];

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  get clock(): Clock {
    return {
      now: () => this.#time.now,
      monotonic: () => this.#time.elapsed,
      after: (delayMs, run) => this.#time.after(delayMs, () => this.whenItRuns(run)),
      afterTurn: (run) => void setImmediate(() => this.whenItRuns(run)),
    };
  }

  get runs(): boolean {
    return this.#state === 'runs';
  }

  get isFrozen(): boolean {
    return this.#state === 'frozen';
  }

  freeze(): void {
    this.#state = 'frozen';
  }

  thaw(): void {
    this.#state = 'runs';
    for (const run of this.#thawed.splice(0)) run();
  }

  kill(): void {
    this.#state = 'dead';
    this.#thawed = [];
  }

  /** At once, or when it is thawed, or never. */
  whenItRuns(run: () => void): void {
    if (this.#state === 'runs') run();
    else if (this.#state === 'frozen') this.#thawed.push(run);
  }

  /** What becomes of work, as this process gets to know it. */
  async observe<T>(work: Promise<T>): Promise<T> {
    const settled = await work.then(
      (value) => () => value,
      (error: unknown) => () => {
        throw error;
      },
    );
    await new Promise<void>((resolve) => this.whenItRuns(resolve));
    return settled();
  }
}

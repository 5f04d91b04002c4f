/**
 * Watches a process while it works on one file: how much time of a processor it takes, and how long it takes by the clock. On a busy
 * machine the second is much more than the first, since it has a low priority.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import type { Clock, Timer } from '../../../clock.ts';

export interface Bounds {
  /** By the clock. */
  readonly timeoutMs: number;
  /** Of a processor. Where that cannot be known (not Linux), only the clock counts. */
  readonly processorMs: number;
}

const INTERVAL_MS = 1000;
/** Linux counts in these units (USER_HZ), on every machine that Node runs on. */
const TICK_MS = 10;

export class Watch {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #pid: number | undefined;
  readonly #before: number | undefined;
  readonly #timeout: Timer;
  #poll: Timer | undefined;
  #isStarved = false;

  /** Calls `onBound` once when a bound is reached, unless it was cancelled before. */
  constructor(pid: number | undefined, clock: Pick<Clock, 'after'>, bounds: Bounds, onBound: () => void) {
    this.#clock = clock;
    this.#pid = pid;
    this.#before = processorMsOf(pid);
    this.#timeout = clock.after(bounds.timeoutMs, () => {
      this.#isStarved = this.#before !== undefined;
      this.cancel();
      onBound();
    });
    if (this.#before !== undefined) this.#pollUntil(this.#before + bounds.processorMs, onBound);
  }

  /** Whether the time is up although it has not had its part of a processor. */
  get isStarved(): boolean {
    return this.#isStarved;
  }

  cancel(): void {
    this.#timeout.cancel();
    this.#poll?.cancel();
  }

  #pollUntil(mostMs: number, onBound: () => void): void {
    this.#poll = this.#clock.after(INTERVAL_MS, () => {
      if ((processorMsOf(this.#pid) ?? 0) < mostMs) return this.#pollUntil(mostMs, onBound);
      this.cancel();
      onBound();
    });
  }
}

/** With what it has started and waited for (proc_pid_stat(5)). Undefined: not known. */
function processorMsOf(pid: number | undefined): number | undefined {
  if (process.platform !== 'linux' || pid === undefined) return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name, in parentheses, may contain anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index] ?? 0), 0) * TICK_MS;
  } catch {
    return undefined;
  }
}

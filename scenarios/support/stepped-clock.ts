/**
 * The real clock, which a test can push forward.
 *
 * @module
 */
import { setImmediate as turn } from 'node:timers/promises';
import { systemClock } from '@posthorn/server';
import type { ServerParts } from '@posthorn/server';

type Clock = ServerParts['clock'];
type Timer = ReturnType<Clock['after']>;

interface Waiting {
  readonly dueAt: number;
  readonly run: () => void;
  readonly timer: Timer;
}

/** Timers run when their time has come, really or because somebody said so. */
const STEP_MS = 500;

export interface SteppedClockOptions {
  /** Durations are measured by what somebody said has passed, and not by real time: for limits a second. */
  readonly isStill?: boolean;
}

export class SteppedClock implements Clock {
  readonly #waiting = new Set<Waiting>();
  readonly #startedAt: number | undefined;
  #ahead = 0;

  constructor({ isStill = false }: SteppedClockOptions = {}) {
    this.#startedAt = isStill ? systemClock.monotonic() : undefined;
  }

  now(): number {
    return systemClock.now() + this.#ahead;
  }

  monotonic(): number {
    return (this.#startedAt ?? systemClock.monotonic()) + this.#ahead;
  }

  after(delayMs: number, run: () => void): Timer {
    const start = (): void => {
      this.#waiting.delete(waiting);
      run();
    };
    const timer = systemClock.after(delayMs, start);
    const waiting = { dueAt: this.monotonic() + delayMs, run: start, timer };
    this.#waiting.add(waiting);
    return {
      cancel: () => {
        this.#waiting.delete(waiting);
        timer.cancel();
      },
    };
  }

  afterTurn(run: () => void): void {
    systemClock.afterTurn(run);
  }

  /** So much time passes at once: what was due meanwhile is due at the next step. */
  jump(ms: number): void {
    this.#ahead += ms;
  }

  /** So much time passes, in steps, with everything that is due in between. */
  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += STEP_MS) {
      this.#ahead += STEP_MS;
      const now = this.monotonic();
      const due = [...this.#waiting].filter(({ dueAt }) => dueAt <= now);
      for (const { timer, run } of due.toSorted((a, b) => a.dueAt - b.dueAt)) {
        timer.cancel();
        run();
      }
      await turn();
    }
  }
}

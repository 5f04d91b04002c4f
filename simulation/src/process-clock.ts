/**
 * The clock of a simulated process: virtual time, its own wall clock, and the turns of its event loop. Stops with the
 * process.
 *
 * @module
 */
import type { Clock } from '../../packages/server/src/clock.ts';
import type { EventLoop } from './event-loop.ts';
import type { Scheduler } from './scheduler.ts';

/** The wall clock at the start of a run. */
export const BEGINNING = Date.UTC(2026, 0, 1);

export class ProcessClock implements Clock {
  readonly #scheduler: Scheduler;
  readonly #loop: EventLoop;
  #turn: (() => void)[] = [];
  /** Wall clock minus virtual time. */
  wallOffsetMs: number;

  constructor(scheduler: Scheduler, loop: EventLoop, wallOffsetMs: number) {
    this.#scheduler = scheduler;
    this.#loop = loop;
    this.wallOffsetMs = wallOffsetMs;
  }

  now(): number {
    return this.#scheduler.now + this.wallOffsetMs;
  }

  monotonic(): number {
    return this.#scheduler.now;
  }

  after(delayMs: number, run: () => void): { cancel(): void } {
    let isCancelled = false;
    const cancel = this.#scheduler.after(Math.max(1, delayMs), () =>
      this.#loop.hear('timer', () => {
        if (!isCancelled) run();
      }),
    );
    return {
      cancel: () => {
        isCancelled = true;
        cancel();
      },
    };
  }

  afterTurn(run: () => void): void {
    this.#turn.push(run);
    if (this.#turn.length === 1) this.#endTurnSoon();
  }

  #endTurnSoon(): void {
    this.#scheduler.after(0, () => this.#loop.hear('timer', () => this.#endTurn()));
  }

  /** Runs them one after the other, each with its microtasks, like the event loop. */
  #endTurn(): void {
    const [run, ...rest] = this.#turn;
    this.#turn = rest;
    if (rest.length > 0) this.#endTurnSoon();
    run?.();
  }
}

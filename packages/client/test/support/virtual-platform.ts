/**
 * Time that passes only when a test lets it, and chance that a test decides.
 *
 * @module
 */
import type { Platform, Transport, TransportHandlers } from '../../src/platform.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

const MAX_STEPS = 20_000;
const WALL_CLOCK = 1_700_000_000_000;

export class VirtualPlatform implements Platform {
  readonly #timers = new Set<Timer>();
  readonly #random: () => number;
  readonly #onDial: (handlers: TransportHandlers) => Transport;
  #now = 0;
  #stepMs = 0;
  #order = 0;

  /** Dialling throws. */
  isRefusing = false;

  constructor(random: () => number, onDial: (handlers: TransportHandlers) => Transport) {
    this.#random = random;
    this.#onDial = onDial;
  }

  readonly canDial = (): boolean => true;
  readonly dial = (url: string, handlers: TransportHandlers): Transport => {
    if (this.isRefusing) throw new SyntaxError(`${url} is refused`);
    return this.#onDial(handlers);
  };
  readonly now = (): number => WALL_CLOCK + this.#now + this.#stepMs;
  readonly monotonic = (): number => this.#now;
  readonly random = (): number => this.#random();
  readonly after = (delayMs: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + Math.ceil(delayMs), order: (this.#order += 1), run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  /** The wall clock is set; or it went on during a sleep, in which the monotonic clock stood still. */
  stepClock(byMs: number): void {
    this.#stepMs += byMs;
  }

  /** Timers that have neither fired nor been cancelled. */
  get pendingTimers(): number {
    return this.#timers.size;
  }

  /** Lets time pass until it is true. Throws when so much virtual time went by that it never will be. */
  async until(isTrue: () => boolean, maxMs = 3_600_000): Promise<void> {
    const end = this.#now + maxMs;
    for (let steps = 0; steps < MAX_STEPS; steps++) {
      // Everything that promises have to do comes before the next timer.
      await new Promise((resolve) => setImmediate(resolve));
      if (isTrue()) return;
      const next = [...this.#timers].sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (next === undefined || next.at > end) throw new Error('it never became true');
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    throw new Error('it never became true');
  }
}

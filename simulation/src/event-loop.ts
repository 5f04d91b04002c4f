/**
 * What a process hears: its timers, and what comes from outside. While it sleeps all of that waits; when it wakes,
 * one comes after the other, as from sockets that have filled meanwhile.
 *
 * @module
 */
import type { Chance } from './chance.ts';
import type { Scheduler } from './scheduler.ts';

type Kind = 'timer' | 'from outside';

interface Event {
  readonly kind: Kind;
  readonly run: () => void;
}

export class EventLoop {
  readonly #scheduler: Scheduler;
  readonly #chance: Chance;
  /** Undefined while it is awake. */
  #waiting: Event[] | undefined;
  #isWaking = false;
  #isGone = false;

  constructor(scheduler: Scheduler, chance: Chance) {
    this.#scheduler = scheduler;
    this.#chance = chance;
  }

  /** The process is gone and hears nothing any more. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** Runs it now, or once the process is awake; never when it is gone. */
  hear(kind: Kind, run: () => void): void {
    if (this.#isGone) return;
    if (this.#waiting === undefined) run();
    else this.#waiting.push({ kind, run });
  }

  /** Stands still, as after SIGSTOP. */
  sleep(): void {
    this.#waiting ??= [];
    this.#isWaking = false;
  }

  /** Goes on. Timers that are due run before sockets are read, or after: that depends on where it was stopped. */
  wake(): void {
    if (this.#waiting === undefined || this.#isWaking) return;
    const first: Kind = this.#chance.is(0.5) ? 'timer' : 'from outside';
    const isFirst = ({ kind }: Event): boolean => kind === first;
    this.#waiting = [...this.#waiting.filter(isFirst), ...this.#waiting.filter((event) => !isFirst(event))];
    this.#isWaking = true;
    this.#next();
  }

  stop(): void {
    this.#isGone = true;
    this.#waiting = undefined;
  }

  #next(): void {
    if (this.#waiting === undefined || !this.#isWaking) return;
    const event = this.#waiting.shift();
    if (event === undefined) {
      this.#waiting = undefined;
      this.#isWaking = false;
      return;
    }
    this.#scheduler.after(0, () => this.#next());
    event.run();
  }
}

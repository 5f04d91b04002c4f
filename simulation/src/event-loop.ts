/**
 * The event loop of a process: timers and input from outside. While the process sleeps, all events wait. When it
 * wakes, they run one after the other, like input from sockets that filled meanwhile.
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
  /** Events that wait; undefined: the process is awake. */
  #waiting: Event[] | undefined;
  #isWaking = false;
  #isGone = false;

  constructor(scheduler: Scheduler, chance: Chance) {
    this.#scheduler = scheduler;
    this.#chance = chance;
  }

  /** The process is dead and gets no events any more. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** Runs an event now, or when the process wakes; never if the process is dead. */
  hear(kind: Kind, run: () => void): void {
    if (this.#isGone) return;
    if (this.#waiting === undefined) run();
    else this.#waiting.push({ kind, run });
  }

  /** Pauses the process, as after SIGSTOP. */
  sleep(): void {
    this.#waiting ??= [];
    this.#isWaking = false;
  }

  /**
   * Continues the process. Due timers run before or after the input from sockets, depending on where it was stopped.
   */
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

/**
 * Leaves the process to others while it is busy: deliveries wait, and acks do not. On an idle server they go as fast as they can.
 *
 * @module
 */
import { pause } from '../../clock.ts';
import type { Clock } from '../../clock.ts';
import { Busyness } from '../../yielding.ts';

/** Processor time of one request, with all that it takes to build, send and note it: about. */
const COST_MS = 1;
/** Between two requests while the process has no time to spare: 3 % of it. */
const REST_MS = 25 * COST_MS;
const LOOK_MS = 250;

export class Pace {
  readonly #clock: Clock;
  readonly #busyness = new Busyness();
  #isBusy = false;
  /** Monotonic ms. */
  #lookedAt = 0;
  #requests = 0;
  #line: Promise<void> = Promise.resolve();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether the process had no time to spare when a request last went. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Resolves when a request may go. */
  async turn(): Promise<void> {
    this.#look();
    this.#requests++;
    if (!this.#isBusy) return;
    this.#line = this.#line.then(() => pause(this.#clock, REST_MS));
    await this.#line;
  }

  #look(): void {
    const now = this.#clock.monotonic();
    if (now - this.#lookedAt < LOOK_MS) return;
    this.#isBusy = this.#busyness.isBusyBut(this.#requests * COST_MS);
    this.#lookedAt = now;
    this.#requests = 0;
  }
}

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
/** Requests that take a larger share hide what others do, or are taken for it: {@link COST_MS} is not exact. */
const TELLING_SHARE = 0.1;
/** Then no request begins for a moment: what is under way ends, and what the process does after that is done by others. */
const PROBE_MS = { end: 20, look: 40 } as const;
/** Between two probes. */
const PROBE_EVERY_MS = 1000;

export type PaceClock = Pick<Clock, 'after' | 'monotonic'>;

export class Pace {
  readonly #clock: PaceClock;
  readonly #busyness: Pick<Busyness, 'isBusyBut'>;
  #isBusy = false;
  /** Monotonic ms. */
  #lookedAt = 0;
  #probedAt = -Infinity;
  #requests = 0;
  #probing: Promise<void> | undefined;
  #line: Promise<void> = Promise.resolve();

  constructor(clock: PaceClock, busyness: Pick<Busyness, 'isBusyBut'> = new Busyness()) {
    this.#clock = clock;
    this.#busyness = busyness;
  }

  /** Whether the process had no time to spare when a request last went. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Resolves when a request may go. */
  async turn(): Promise<void> {
    this.#look();
    if (this.#probing !== undefined) await this.#probing;
    this.#requests++;
    if (!this.#isBusy) return;
    this.#line = this.#line.then(() => pause(this.#clock, REST_MS));
    await this.#line;
  }

  #look(): void {
    const now = this.#clock.monotonic();
    const elapsedMs = now - this.#lookedAt;
    if (this.#probing !== undefined || elapsedMs < LOOK_MS) return;
    const ownMs = this.#requests * COST_MS;
    if (ownMs <= TELLING_SHARE * elapsedMs) this.#note(this.#busyness.isBusyBut(ownMs));
    else if (now - this.#probedAt >= PROBE_EVERY_MS) this.#probing = this.#probe();
  }

  async #probe(): Promise<void> {
    await pause(this.#clock, PROBE_MS.end);
    this.#busyness.isBusyBut(0);
    await pause(this.#clock, PROBE_MS.look);
    this.#note(this.#busyness.isBusyBut(0));
    this.#probedAt = this.#lookedAt;
    this.#probing = undefined;
  }

  #note(isBusy: boolean): void {
    this.#isBusy = isBusy;
    this.#lookedAt = this.#clock.monotonic();
    this.#requests = 0;
  }
}

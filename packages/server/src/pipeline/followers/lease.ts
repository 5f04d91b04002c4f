/**
 * The right to run a follower, as its holder has it.
 *
 * @module
 */
import type { Clock } from '../../clock.ts';
import type { FollowerRecord, Held } from './lease-queries.ts';
import type { FollowerRecords } from './records.ts';

/** From before its last renewal on, a holder may act for so long. */
const VALID_MS = 2500;

export interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

export interface LeaseOptions {
  readonly name: string;
  readonly held: Held;
  /** As it was taken over. */
  readonly record: FollowerRecord;
  /** From before it was taken. */
  readonly startedAt: Moment;
  /** False: it stays valid without renewal. */
  readonly isShared: boolean;
  readonly records: FollowerRecords;
  readonly clock: Clock;
  readonly lost: (lease: Lease) => void;
}

export class Lease {
  readonly #options: LeaseOptions;
  readonly #listeners = new Set<() => void>();
  #renewedAt: Moment;
  #isEnded = false;
  #isPaused: boolean;

  constructor(options: LeaseOptions) {
    this.#options = options;
    this.#renewedAt = options.startedAt;
    this.#isPaused = options.record.paused === 1;
  }

  get name(): string {
    return this.#options.name;
  }

  get held(): Held {
    return this.#options.held;
  }

  get record(): FollowerRecord {
    return this.#options.record;
  }

  /** Nothing is to be handled for the time being. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Called when it is paused, resumed, or over, until what is returned is called. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  setPaused(isPaused: boolean): void {
    if (this.#isPaused === isPaused) return;
    this.#isPaused = isPaused;
    for (const listener of this.#listeners) listener();
  }

  /** It is somebody else's, or was given back. Idempotent. */
  end(): void {
    this.#isEnded = true;
    for (const listener of this.#listeners) listener();
  }

  /** Whether nobody else can have it now; renews it first when that is in doubt. Rejects with a StoreError. */
  async ensure(): Promise<boolean> {
    if (!this.#isEnded && !this.#isValid()) await this.renew();
    return !this.#isEnded && this.#isValid();
  }

  /** Rejects with a StoreError: it is valid until its time is over. */
  async renew(): Promise<void> {
    const { records, held, lost, clock } = this.#options;
    const at = { monotonic: clock.monotonic(), wall: clock.now() };
    const [kept] = await records.renew([held]);
    if (kept === held.follower) this.renewed(at);
    else lost(this);
  }

  /** `at`: from before the renewal. */
  renewed(at: Moment): void {
    this.#renewedAt = at;
  }

  #isValid(): boolean {
    const { clock, isShared } = this.#options;
    if (!isShared) return true;
    const { monotonic, wall } = this.#renewedAt;
    return clock.monotonic() - monotonic < VALID_MS && clock.now() - wall < VALID_MS;
  }
}

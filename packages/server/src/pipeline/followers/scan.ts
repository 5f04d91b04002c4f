/**
 * Finds the conversations in which a follower is behind by looking at their heads: after it was taken over, regularly
 * because hints get lost, and whenever more was heard than could be remembered.
 *
 * A pass goes through what changed since the mark. `changed` comes from the clocks of the routers that append, so a
 * pass begins some time before the mark; and because clocks may be wrong by more, all heads are compared as well, slowly.
 *
 * @module
 */
import type { Clock } from '../../clock.ts';
import { changedStep } from '../../store/log/changed.ts';
import { BEHIND_NUMBERS } from './log-queries.ts';
import type { ChangeCursor } from './log-queries.ts';
import type { Pending } from './pending.ts';
import type { Positions } from './positions.ts';
import type { FollowerRecords } from './records.ts';

/**
 * By how much `changed` may be earlier than the commit that wrote it: what clocks may differ by, and how long an append
 * may take.
 */
const WINDOW_MS = 120_000;
/** Between passes through what changed. */
const CHANGED_EVERY_MS = 5000;
/** Between comparisons of all heads. */
const ALL_EVERY_MS = 3_600_000;
/** Heads of one query. */
const PAGE = 1000;
/** How many times as long as a page the rest after it is: not to hold up what else reads. */
const REST_FACTOR = { urgent: 3, regular: 100 } as const;
/** What a page may cost the store, as a bound on the rest: what it took beyond that it spent waiting for others. */
const PAGE_COST_MS = 20;

interface ChangedPass {
  readonly cursor: ChangeCursor;
  /** Unix ms. */
  readonly startedAt: number;
  readonly isUrgent: boolean;
}

export interface ScanOptions {
  readonly records: FollowerRecords;
  readonly positions: Positions;
  readonly pending: Pending;
  readonly clock: Clock;
}

export class Scan {
  readonly #options: ScanOptions;
  /** The pass that runs through what changed. */
  #changed: ChangedPass | undefined;
  /** Where the comparison of all heads is; undefined: none runs. */
  #all: number | undefined;
  /** Something was missed: do not wait for the next regular pass. */
  #isWanted = true;
  /** Monotonic ms. */
  #nextChanged = 0;
  #nextAll = 0;
  #restsUntil = 0;
  /** The mark that holds once everything that was given or found when the last pass ended is handled. */
  #nextMark: number | undefined;

  constructor(options: ScanOptions) {
    this.#options = options;
  }

  /** Look soon: something was missed. */
  want(): void {
    this.#isWanted = true;
  }

  /** What was found is not to be relied on: look again from the mark on. */
  startOver(): void {
    this.#changed = undefined;
    this.#nextMark = undefined;
    this.#isWanted = true;
  }

  /** Whether everything that was behind when the scan began has been found. */
  get hasLooked(): boolean {
    return this.#nextChanged > 0;
  }

  /** Ms until {@link Scan.step} has something to do; 0: now. */
  get dueInMs(): number {
    const now = this.#options.clock.monotonic();
    const restMs = Math.max(0, this.#restsUntil - now);
    if (this.#changed !== undefined || this.#all !== undefined) return restMs;
    const isBlocked = this.#nextMark !== undefined;
    const nextChanged = isBlocked ? Infinity : this.#isWanted ? now : this.#nextChanged;
    return Math.max(restMs, Math.min(nextChanged, this.#nextAll) - now);
  }

  /** Looks at one page. Rejects with a StoreError. */
  async step(): Promise<void> {
    const { clock } = this.#options;
    const start = clock.monotonic();
    const changed = this.#changed ?? this.#begin(start);
    if (changed !== undefined) await this.#stepChanged(changed);
    else if (this.#all !== undefined || start >= this.#nextAll) await this.#stepAll(this.#all ?? 0);
    const now = clock.monotonic();
    const factor = changed?.isUrgent === true ? REST_FACTOR.urgent : REST_FACTOR.regular;
    this.#restsUntil = now + Math.min(now - start, PAGE_COST_MS) * factor;
  }

  /** Everything that was given is handled: raises the mark when all that the last pass has found was given, too. */
  settle(): void {
    const { pending, positions } = this.#options;
    if (this.#nextMark === undefined || pending.due > 0) return;
    positions.raiseMark(this.#nextMark);
    this.#nextMark = undefined;
  }

  #begin(now: number): ChangedPass | undefined {
    const { clock, positions } = this.#options;
    // Otherwise its mark might count before what the last pass has found is handled.
    if (this.#nextMark !== undefined || (!this.#isWanted && now < this.#nextChanged)) return undefined;
    const isUrgent = this.#isWanted;
    this.#isWanted = false;
    const since = changedStep(Math.max(0, positions.mark - WINDOW_MS));
    return { cursor: { changed: since, id: 0 }, startedAt: clock.now(), isUrgent };
  }

  async #stepChanged(pass: ChangedPass): Promise<void> {
    const { records, positions, clock } = this.#options;
    this.#changed = pass;
    const { behind, next } = await records.changedHeads(positions.held.follower, pass.cursor, PAGE);
    this.#add(behind);
    this.#changed = next && { ...pass, cursor: next };
    if (next !== undefined) return;
    this.#nextMark = pass.startedAt;
    this.#nextChanged = clock.monotonic() + CHANGED_EVERY_MS;
  }

  async #stepAll(after: number): Promise<void> {
    const { records, positions, clock } = this.#options;
    this.#all = after;
    const { behind, next } = await records.allHeads(positions.held.follower, after, PAGE);
    this.#add(behind);
    this.#all = next;
    if (next === undefined) this.#nextAll = clock.monotonic() + ALL_EVERY_MS;
  }

  #add(behind: Float64Array): void {
    const { positions, pending } = this.#options;
    for (let at = 0; at < behind.length; at += BEHIND_NUMBERS) {
      const [conversation = 0, position = 0, head = 0, changed = 0] = behind.subarray(
        at,
        at + BEHIND_NUMBERS,
      );
      // The store's positions are those of a while ago.
      const known = positions.learn(conversation, position);
      if (known.given < head) pending.found({ conversation, head, changed });
    }
  }
}

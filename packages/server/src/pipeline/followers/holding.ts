/**
 * One follower while this router has its lease: it runs while somebody uses it, and rests while nobody does. At rest its
 * positions stay where they are. So nothing is ever skipped: whoever begins to use it moves them first (use.ts).
 *
 * @module
 */
import { failureFields } from '../../logger.ts';
import { fromStoreError } from '../store-errors.ts';
import type { FollowerRecord } from './lease-queries.ts';
import { Tenure } from './tenure.ts';
import type { TenureOptions } from './tenure.ts';

/** Between looks whether somebody uses it: at rest, and while it runs. */
const LOOK_MS = { resting: 1000, running: 60_000 } as const;
const NONE = { entries: 0, ms: 0 } as const;

export interface HoldingOptions extends Omit<TenureOptions, 'record'> {
  /** Of all followers of this router; each is here while it runs. */
  readonly running: Set<Tenure>;
}

export class Holding {
  readonly #options: HoldingOptions;
  #tenure: Tenure | undefined;
  #isStopping = false;
  #wake: () => void = () => {};
  /** Resolves when nothing of it runs any more. Never rejects. */
  readonly done: Promise<void>;

  constructor(options: HoldingOptions) {
    this.#options = options;
    const { lease } = options;
    const silence = lease.listen(() => {
      if (lease.isEnded) this.stop();
    });
    this.done = this.#run().finally(silence);
  }

  /** How much waits, and for how long. */
  get lag(): { readonly entries: number; readonly ms: number } {
    return this.#tenure?.lag ?? NONE;
  }

  /** Begins no further call. */
  stop(): void {
    this.#isStopping = true;
    this.#tenure?.stop();
    this.#wake();
  }

  /** The call that is under way should end. */
  abort(): void {
    this.stop();
    this.#tenure?.abort();
  }

  /** Another router has it: what is not written of it never is. */
  forget(): void {
    if (this.#tenure !== undefined) this.#options.writer.remove(this.#tenure.positions);
  }

  async #run(): Promise<void> {
    const { follower, lease } = this.#options;
    if (follower.usedBy === undefined) return this.#runWith(lease.record);
    while (!this.#isStopping) {
      const record = await this.#recordIfUsed(follower.usedBy);
      if (this.#isStopping) return;
      if (record === undefined) await this.#sleep(LOOK_MS.resting);
      else await Promise.all([this.#runWith(record), this.#stopUnused(follower.usedBy)]);
    }
  }

  async #runWith(record: FollowerRecord): Promise<void> {
    const { running, writer } = this.#options;
    const tenure = new Tenure({ ...this.#options, record });
    this.#tenure = tenure;
    running.add(tenure);
    await tenure.done;
    running.delete(tenure);
    // Whoever goes down writes what is left of all.
    if (this.#isStopping) return;
    await writer.flush();
    writer.remove(tenure.positions);
    this.#tenure = undefined;
  }

  /** Ends what runs when nobody uses it any more. */
  async #stopUnused(table: string): Promise<void> {
    while (!this.#isStopping) {
      await this.#sleep(LOOK_MS.running);
      if (this.#isStopping || (await this.#isUsed(table)) !== false) continue;
      this.#tenure?.stop();
      return;
    }
  }

  /** The follower as it stands now: who begins to use it moves its mark. Undefined: nobody uses it, or nobody can say. */
  async #recordIfUsed(table: string): Promise<FollowerRecord | undefined> {
    if ((await this.#isUsed(table)) !== true) return undefined;
    try {
      const { records, lease } = this.#options;
      return (await records.list()).find(({ id }) => id === lease.held.follower);
    } catch {
      // The next look tells of it.
      return undefined;
    }
  }

  /** Undefined: nobody can say. */
  async #isUsed(table: string): Promise<boolean | undefined> {
    const { records, follower, logger } = this.#options;
    try {
      return await records.isUsed(table);
    } catch (error) {
      const fields = { follower: follower.name, ...failureFields(fromStoreError(error)) };
      logger.warn(fields, 'it could not be looked whether somebody uses a follower; it is tried again');
      return undefined;
    }
  }

  /** The end wakes it. */
  async #sleep(ms: number): Promise<void> {
    const woken = Promise.withResolvers<void>();
    this.#wake = woken.resolve;
    const timer = this.#options.clock.after(ms, woken.resolve);
    if (this.#isStopping) woken.resolve();
    await woken.promise;
    timer.cancel();
  }
}

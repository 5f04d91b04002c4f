/**
 * Work that one router does for all under a lease, such as letting old messages expire. The leases are those of followers
 * (followers/leases.ts): another router takes over within seconds, and no two are at it for longer than one step.
 *
 * @module
 */
import { pause } from '../clock.ts';
import type { Clock, Random } from '../clock.ts';
import { failureFields } from '../logger.ts';
import type { Logger } from '../logger.ts';
import type { Lease } from './followers/lease.ts';
import { Leases } from './followers/leases.ts';
import type { FollowerRecords } from './followers/records.ts';
import { fromStoreError } from './store-errors.ts';

export interface Duty {
  /** Under which its lease is kept; unique among followers too. */
  readonly name: string;
  /** Between the end of one round and the next. */
  readonly intervalMs: number;
  /**
   * One round, in steps that are harmless when they are repeated. Ask before each step, and end when it is false. A failure
   * is logged, and the next round tries again.
   */
  readonly run: (mayGoOn: () => Promise<boolean>) => Promise<void>;
}

export interface DutiesOptions {
  readonly duties: readonly Duty[];
  readonly records: FollowerRecords;
  /** See LeasesOptions. */
  readonly isShared: boolean;
  readonly node: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

interface Tenure {
  readonly done: Promise<void>;
  readonly over: AbortController;
}

export class Duties {
  readonly #options: DutiesOptions;
  readonly #leases: Leases;
  /** By name; one that has lost its lease stays here until its last step is over. */
  readonly #tenures = new Map<string, Tenure>();

  constructor(options: DutiesOptions) {
    this.#options = options;
    const { duties, records, isShared, node, clock, random, logger } = options;
    this.#leases = new Leases({
      records,
      followers: duties.map(({ name }) => ({ name, start: 'beginning' })),
      // So that the same node after a restart is somebody else.
      holder: `${node}-${Buffer.from(random.bytes(8)).toString('hex')}`,
      isShared,
      clock,
      logger,
      mayTake: (name) => !this.#tenures.has(name),
      gained: (lease) => this.#gained(lease),
      lost: ({ name }) => logger.info({ duty: name }, 'another router has the duty now'),
    });
    this.#leases.start();
  }

  /** Finishes the steps that are under way, and lets others take over. Idempotent. */
  async close(): Promise<void> {
    this.#leases.takeNoMore();
    const tenures = [...this.#tenures.values()];
    for (const { over } of tenures) over.abort();
    await Promise.all(tenures.map(({ done }) => done));
    await this.#leases.close();
  }

  #gained(lease: Lease): void {
    const { duties, isShared, logger } = this.#options;
    const duty = duties.find(({ name }) => name === lease.name);
    if (duty === undefined) return;
    // A router that is alone has them all.
    logger[isShared ? 'info' : 'debug'](
      { duty: lease.name, fence: lease.held.fence },
      'this router has the duty now',
    );
    const over = new AbortController();
    lease.listen(() => {
      if (lease.isEnded) over.abort();
    });
    const done = this.#carryOut(duty, lease, over.signal).finally(() => this.#tenures.delete(duty.name));
    this.#tenures.set(duty.name, { done, over });
  }

  /** Never rejects. */
  async #carryOut({ name, intervalMs, run }: Duty, lease: Lease, over: AbortSignal): Promise<void> {
    const { clock, logger } = this.#options;
    while (!over.aborted) {
      try {
        await run(async () => !over.aborted && !lease.isPaused && (await lease.ensure()) && !over.aborted);
      } catch (error) {
        const fields = { duty: name, ...failureFields(fromStoreError(error)) };
        logger.warn(fields, 'a duty failed; it is tried again');
      }
      await pause(clock, intervalMs, over);
    }
  }
}

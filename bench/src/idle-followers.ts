/**
 * Followers of the log that do nothing with what they are given, and a clock for how long that takes.
 *
 * @module
 */
import type { Feature } from '@posthorn/server/feature';
import { Latencies } from './load/latencies.ts';

/** How long entries took to the first follower since the last look, from the moment the router accepted them. */
export interface FollowerDelay {
  readonly entries: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export class IdleFollowers {
  readonly feature: Feature;
  #delays = new Latencies();

  constructor(count: number) {
    this.feature = {
      name: 'bench',
      followers: () =>
        Array.from({ length: count }, (_, index) => ({
          name: `bench-${index}`,
          start: 'now' as const,
          handle: async (entries) => {
            if (index > 0) return;
            const now = Date.now();
            for (const { time } of entries) this.#delays.record(now - time);
          },
        })),
    };
  }

  takeDelay(): FollowerDelay {
    const delays = this.#delays;
    this.#delays = new Latencies();
    return { entries: delays.count, p50Ms: delays.at(50), p99Ms: delays.at(99) };
  }
}

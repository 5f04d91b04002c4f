/**
 * What is counted of followers.
 *
 * @module
 */
import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

export interface FollowerMetrics {
  readonly handled: Counter<'follower'>;
  readonly failures: Counter<'follower'>;
}

/** A follower as this router has it. */
export interface FollowerStatus {
  readonly name: string;
  /** Undefined: another router runs it. */
  readonly lag: { readonly entries: number; readonly ms: number } | undefined;
}

const labelNames = ['follower'] as const;

/** `statuses` is asked when the metrics are read. */
export function createFollowerMetrics(
  registry: Registry,
  statuses: () => readonly FollowerStatus[],
): FollowerMetrics {
  const registers = [registry];
  const gauge = (
    name: string,
    help: string,
    valueOf: (status: FollowerStatus) => number | undefined,
  ): void => {
    // It registers itself.
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        for (const status of statuses()) {
          const value = valueOf(status);
          if (value !== undefined) this.set({ follower: status.name }, value);
        }
      },
    });
  };
  gauge('posthorn_follower_held', '1: this router runs the follower.', ({ lag }) =>
    lag === undefined ? 0 : 1,
  );
  gauge(
    'posthorn_follower_lag_messages',
    'Committed messages that the follower has not handled, at the router that runs it.',
    ({ lag }) => lag?.entries,
  );
  gauge(
    'posthorn_follower_lag_seconds',
    'For how long the oldest of them has been waiting.',
    ({ lag }) => lag && lag.ms / 1000,
  );
  return {
    handled: new Counter({
      name: 'posthorn_follower_handled_total',
      help: 'Messages that followers have handled, repeats included.',
      labelNames,
      registers,
    }),
    failures: new Counter({
      name: 'posthorn_follower_failures_total',
      help: 'How often a follower failed, or what it needs of the store did.',
      labelNames,
      registers,
    }),
  };
}

/**
 * Runs the followers that the features of a router have.
 *
 * @module
 */
import type { Registry } from 'prom-client';
import { createFollowerMetrics } from '../pipeline/followers/metrics.ts';
import { createFollowerRecords } from '../pipeline/followers/records.ts';
import { FollowerRunner } from '../pipeline/followers/runner.ts';
import type { FollowerRunnerOptions } from '../pipeline/followers/runner.ts';
import type { Services } from '../router/services.ts';

export interface FollowersOptions extends Pick<FollowerRunnerOptions, 'followers' | 'isShared'> {
  readonly services: Services;
  readonly registry: Registry;
}

/** Undefined: there is none. */
export function runFollowers(options: FollowersOptions): FollowerRunner | undefined {
  const { followers, isShared, services, registry } = options;
  // The one below, or none: the metrics are there either way.
  const running: FollowerRunner[] = [];
  const metrics = createFollowerMetrics(registry, () => running.flatMap((each) => each.statuses()));
  if (followers.length === 0) return undefined;
  const { store, bus, clock, random, logger, config, publish } = services;
  const runner = new FollowerRunner({
    followers,
    records: createFollowerRecords(store),
    isShared,
    bus,
    node: config.node,
    metrics,
    clock,
    random,
    logger,
  });
  running.push(runner);
  publish.onCommitted((entry) => runner.committed(entry));
  return runner;
}

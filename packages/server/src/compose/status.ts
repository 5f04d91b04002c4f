/**
 * Answers the status query that an administrator sends to all nodes.
 *
 * @module
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Registry } from 'prom-client';
import type { Bus } from '../bus/bus.ts';
import { STATUS_SUBJECT } from '../bus/subjects.ts';
import type { Clock } from '../clock.ts';
import { encodeNodeStatus } from '../generated/bus.ts';
import type { NodeStatusInit } from '../generated/bus.ts';
import type { NodeIdentity } from './identity.ts';

export interface StatusOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly registry: Registry;
  readonly identity: NodeIdentity;
  /** Rejects with why this node should get no traffic now. */
  readonly assertReady: () => Promise<void>;
}

/** How often the delay of the event loop is sampled. */
const RESOLUTION_MS = 20;
const NANOSECONDS_PER_MS = 1e6;

/** Answers until it is closed. Closing is idempotent. */
export function answerStatus(options: StatusOptions): { close(): void } {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const subscription = options.bus.subscribe(STATUS_SUBJECT, (_data, _subject, reply) => {
    // The maximum since the last query; the histogram includes its own resolution.
    const loopDelayMs = Math.max(0, Math.round(delay.max / NANOSECONDS_PER_MS) - RESOLUTION_MS);
    delay.reset();
    void statusOf(options, loopDelayMs).then((status) => reply?.(encodeNodeStatus(status)));
  });
  return {
    close() {
      subscription.unsubscribe();
      delay.disable();
    },
  };
}

/** Never rejects. */
async function statusOf(options: StatusOptions, loopDelayMs: number): Promise<NodeStatusInit> {
  const { bus, clock, registry, identity } = options;
  const { id, connections, running } = identity.info();
  const { lost, outages } = bus.stats();
  return {
    id,
    connections,
    running,
    loopDelayMs,
    trouble: await troubleOf(options),
    lagging: await sumOf(registry, 'posthorn_lagging_connections'),
    appended: await sumOf(registry, 'posthorn_sends_total', 'appended'),
    delivered: await sumOf(registry, 'posthorn_frames_written_total'),
    memoryBytes: process.memoryUsage.rss(),
    busLost: lost,
    busOutages: outages,
    time: clock.now(),
  };
}

async function troubleOf({ assertReady }: StatusOptions): Promise<string> {
  try {
    await assertReady();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** Sum of a metric's values, filtered by outcome if one is given; 0 when this node has no such metric. */
async function sumOf(registry: Registry, name: string, outcome?: string): Promise<number> {
  const metric = await registry.getSingleMetric(name)?.get();
  const values = metric?.values.filter(
    ({ labels }) => outcome === undefined || labels['outcome'] === outcome,
  );
  return values?.reduce((sum, { value }) => sum + value, 0) ?? 0;
}

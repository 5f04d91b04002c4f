/**
 * Metrics of the router.
 *
 * @module
 */
import { Histogram, type Registry } from 'prom-client';
import { Tally } from '../tally.ts';

export interface RouterMetrics {
  /** Sends by outcome: appended, repeated, or an error code. */
  readonly sends: Tally;
  /** Messages per commit. */
  readonly batches: Histogram;
  /** Seconds per commit, measured by the router. */
  readonly commits: Histogram;
  /** Requests by name and by outcome: OK or an error code. */
  readonly requests: Tally;
}

export function createRouterMetrics(registry: Registry): RouterMetrics {
  const registers = [registry];
  return {
    sends: new Tally({
      name: 'posthorn_sends_total',
      help: 'Messages submitted to the log, by outcome.',
      labelNames: ['outcome'],
      registry,
    }),
    batches: new Histogram({
      name: 'posthorn_append_batch_messages',
      help: 'Messages per commit.',
      buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
      registers,
    }),
    commits: new Histogram({
      name: 'posthorn_append_seconds',
      help: 'Time from handing a batch to the store to its commit.',
      buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1],
      registers,
    }),
    requests: new Tally({
      name: 'posthorn_requests_total',
      help: 'Requests by kind and outcome.',
      labelNames: ['request', 'code'],
      registry,
    }),
  };
}

/**
 * Metrics of incoming webhooks.
 *
 * @module
 */
import { Counter } from 'prom-client';
import type { RouterState } from '../../router/services.ts';

export interface IncomingMetrics {
  readonly posts: Counter;
}

export const METRICS: RouterState<IncomingMetrics> = {
  name: 'incoming metrics',
  open: ({ registry }) => ({
    posts: new Counter({
      name: 'posthorn_incoming_posts_total',
      help: 'Posts by incoming webhooks, by outcome.',
      labelNames: ['outcome'],
      registers: [registry],
    }),
  }),
};

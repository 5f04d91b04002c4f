/**
 * What is counted of webhooks.
 *
 * @module
 */
import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Clock } from '../../clock.ts';
import { Tally } from '../../tally.ts';
import type { LaneCounts } from './lane-queries.ts';

/** Counts that are older say nothing: another router has the duty now. */
const STALE_MS = 60_000;

/** What waited at a moment (monotonic ms). */
interface Looked {
  readonly at: number;
  /** Unix ms. */
  readonly now: number;
  readonly lanes: readonly LaneCounts[];
}

export class WebhookMetrics {
  readonly #clock: Clock;
  readonly #attempts: Tally;
  #looked: Looked | undefined;

  constructor(registry: Registry, clock: Clock) {
    this.#clock = clock;
    this.#attempts = new Tally({
      name: 'posthorn_webhook_attempts_total',
      help: 'Requests to receivers of webhooks, by webhook and outcome: taken, failed, or gone.',
      labelNames: ['webhook', 'outcome'],
      registry,
    });
    this.#gauge(
      registry,
      'posthorn_webhook_waiting_conversations',
      'Conversations in which something waits for a webhook, at the router that has the duty.',
      ({ waiting }) => waiting,
    );
    this.#gauge(
      registry,
      'posthorn_webhook_lag_seconds',
      'For how long the longest waiting of them is due.',
      ({ due }, now) => Math.max(0, now - due) / 1000,
    );
  }

  attempted(webhook: number, outcome: 'taken' | 'failed' | 'gone'): void {
    this.#attempts.add(String(webhook), outcome);
  }

  /** What waits now; webhooks for which nothing does are left out. */
  looked(lanes: readonly LaneCounts[]): void {
    this.#looked = { at: this.#clock.monotonic(), now: this.#clock.now(), lanes };
  }

  #gauge(
    registry: Registry,
    name: string,
    help: string,
    valueOf: (counts: LaneCounts, now: number) => number,
  ): void {
    const latest = (): Looked | undefined => this.#latest();
    // It registers itself.
    new Gauge({
      name,
      help,
      labelNames: ['webhook'] as const,
      registers: [registry],
      collect() {
        this.reset();
        const looked = latest();
        for (const counts of looked?.lanes ?? [])
          this.set({ webhook: String(counts.webhook) }, valueOf(counts, looked?.now ?? 0));
      },
    });
  }

  #latest(): Looked | undefined {
    const looked = this.#looked;
    return looked !== undefined && this.#clock.monotonic() - looked.at < STALE_MS ? looked : undefined;
  }
}

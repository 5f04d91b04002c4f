/**
 * Metrics that name the node and say whether it is ready.
 *
 * @module
 */
import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Clock } from '../clock.ts';
import { VERSION } from '../version.ts';

export interface NodeLabels {
  /** The id shown by `posthorn status` and in the log. */
  readonly node: string;
  readonly role: string;
}

export function tellNode(registry: Registry, { node, role }: NodeLabels): void {
  new Gauge({
    name: 'posthorn_node_info',
    help: 'Always 1; its labels say which node this is, what it does, and its version.',
    labelNames: ['node', 'role', 'version'],
    registers: [registry],
  }).set({ node, role, version: VERSION }, 1);
}

/** Scrapers give up after about 10 s, so a slow check must not hold up the other metrics. */
const READY_TIMEOUT_MS = 2000;

/** `assertReady` rejects with the reason for being unready. It is called on every scrape. */
export function tellReadiness(
  registry: Registry,
  { clock, assertReady }: { readonly clock: Clock; readonly assertReady: () => Promise<void> },
): void {
  new Gauge({
    name: 'posthorn_ready',
    help: '1 while /readyz answers 200, else 0.',
    registers: [registry],
    async collect() {
      const { promise: late, resolve } = Promise.withResolvers<false>();
      const timer = clock.after(READY_TIMEOUT_MS, () => resolve(false));
      const ready = assertReady().then(
        () => true,
        () => false,
      );
      this.set((await Promise.race([ready, late])) ? 1 : 0);
      timer.cancel();
    },
  });
}

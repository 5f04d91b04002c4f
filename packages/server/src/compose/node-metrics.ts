/**
 * Which node the numbers are of.
 *
 * @module
 */
import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import { VERSION } from '../version.ts';

export interface NodeLabels {
  /** As `posthorn status` and the log have it. */
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

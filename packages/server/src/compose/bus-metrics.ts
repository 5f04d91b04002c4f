/**
 * The bus in numbers.
 *
 * @module
 */
import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Bus, BusStats } from '../bus/bus.ts';

const COUNTERS = {
  published: 'Messages published on the bus.',
  received: 'Messages received from the bus.',
  lost: 'Messages that could not be published on the bus; sweeps repair them.',
  outages: 'How often the bus went away.',
} as const satisfies Partial<Record<keyof BusStats, string>>;

export function countBus(registry: Registry, bus: Bus): void {
  const registers = [registry];
  new Gauge({
    name: 'posthorn_bus_up',
    help: '1 while the bus can be reached, else 0.',
    registers,
    collect() {
      this.set(bus.status === 'up' ? 1 : 0);
    },
  });
  new Gauge({
    name: 'posthorn_bus_subscriptions',
    help: 'Subjects that this node listens to.',
    registers,
    collect() {
      this.set(bus.stats().subscriptions);
    },
  });
  for (const [what, help] of Object.entries(COUNTERS)) {
    new Counter({
      name: `posthorn_bus_${what}_total`,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(bus.stats()[what as keyof typeof COUNTERS]);
      },
    });
  }
}

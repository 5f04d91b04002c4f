/**
 * A cluster whose nodes can lose their bus, and people at its gateways.
 *
 * @module
 */
import type { TestContext } from 'node:test';
import type { Bus } from '@posthorn/server';
import { InProcessCluster } from '@posthorn/testing/in-process-cluster';
import type { ClusterOptions } from '@posthorn/testing/in-process-cluster';
import { FaultyBus } from '@posthorn/testing/faulty-bus';
import { People } from './people.ts';

export interface Scene {
  readonly cluster: InProcessCluster;
  /** By the order of starting: the routers, then the gateways. */
  readonly buses: readonly FaultyBus[];
  /** People at the gateway of that number. */
  readonly at: (gateway: number) => People;
}

export async function scene(t: TestContext, options: ClusterOptions = {}): Promise<Scene> {
  const buses: FaultyBus[] = [];
  const busOf = (bus: Bus): Bus => {
    const faulty = new FaultyBus(bus, Math.random);
    buses.push(faulty);
    return faulty;
  };
  const cluster = await InProcessCluster.start({
    busOf,
    more: { limits: { offlineGraceMs: 50 } },
    ...options,
  });
  const groups: People[] = [];
  t.after(async () => {
    for (const people of groups) await people.close();
    await cluster.close();
  });
  const at = (gateway: number): People => {
    const people = new People({ tcpUrl: cluster.tcpUrl(gateway), httpUrl: cluster.wsUrl(gateway) });
    groups.push(people);
    return people;
  };
  return { cluster, buses, at };
}

/** Asks again until the answer fits; what a node says of itself takes a moment to get around. */
export async function eventually<T>(ask: () => Promise<T>, fits: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Two gateways and two routers in one process, over one bus, that fail in every way under load. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Bus } from '@posthorn/server';
import { InProcessCluster } from '@posthorn/testing/in-process-cluster';
import type { ClusterOptions } from '@posthorn/testing/in-process-cluster';
import { FaultyBus } from '@posthorn/testing/faulty-bus';
import { Town } from './support/town.ts';

interface Scene {
  readonly cluster: InProcessCluster;
  readonly town: Town;
  /** By the order of starting: the routers, then the gateways. */
  readonly buses: readonly FaultyBus[];
}

async function scene(play: (scene: Scene) => Promise<void>, options: ClusterOptions = {}): Promise<void> {
  const buses: FaultyBus[] = [];
  const busOf = (bus: Bus): Bus => {
    const faulty = new FaultyBus(bus, Math.random);
    buses.push(faulty);
    return faulty;
  };
  const cluster = await InProcessCluster.start({ ...options, busOf, changes: { sweepInterval: 500 } });
  let town: Town | undefined;
  try {
    town = await Town.open({ url: (index) => cluster.tcpUrl(index) });
    await town.untilAcked(20);
    await play({ cluster, town, buses });
  } finally {
    await town?.leave();
    await cluster.close();
  }
}

/** A router dead, asleep or unreachable: its sessions are somewhere else within this time, in ms. */
const MOVED_MS = 2000;
/** What a busy machine may add. */
const SLACK_MS = 1500;

describe('a cluster', () => {
  it('keeps order and loses nothing when its bus loses, repeats and reorders', () =>
    scene(async ({ town, buses }) => {
      for (const bus of buses) bus.faults = { lost: 0.05, doubled: 0.05, swapped: 0.05 };
      await town.untilAcked(600);
      for (const bus of buses) bus.faults = { lost: 0, doubled: 0, swapped: 0 };
      await town.close();
    }));

  it('takes the sessions of a router that is cut off to the other one', () =>
    scene(async ({ town, buses }) => {
      const [router] = buses;
      assert.ok(router !== undefined);
      town.takeLongestDelay();
      router.isCut = true;
      await town.untilAcked(600);
      const delay = town.takeLongestDelay();
      assert.ok(delay < MOVED_MS + SLACK_MS, `the longest took ${delay} ms`);
      assert.equal(town.partings, 0, 'no client notices');
      // It comes back with what it had, as one that was asleep.
      router.isCut = false;
      await town.untilAcked(200);
      await town.close();
    }));

  it('moves sessions away from a router that drains, without an error', () =>
    scene(async ({ cluster, town }) => {
      const [router] = cluster.routers;
      await router?.drain();
      await town.untilAcked(200);
      assert.equal(town.partings, 0);
      await cluster.add('router');
      await cluster.routers[1]?.drain();
      await town.untilAcked(200);
      assert.equal(town.partings, 0);
      await town.close();
    }));

  it('waits for a router when there is none for a moment', () =>
    scene(
      async ({ cluster, town }) => {
        await cluster.routers[0]?.close();
        await cluster.add('router');
        await town.untilAcked(200);
        await town.close();
      },
      { routers: 1 },
    ));
});

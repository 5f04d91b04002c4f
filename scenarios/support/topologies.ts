/**
 * The shapes in which Posthorn runs, for tests that must hold in all of them.
 *
 * @module
 */
import { userQueries } from '@posthorn/server/queries';
import assert from 'node:assert/strict';
import type { Config, Store } from '@posthorn/server';
import type { Place, WayIn } from '@posthorn/testing/place';
import { InProcessCluster } from '@posthorn/testing/in-process-cluster';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';

/** One whose store the test can look into. */
export interface InProcessPlace extends Place {
  readonly store: Store;
}

export interface Topology {
  readonly name: string;
  /** An empty one. */
  readonly open: (changes: Partial<Config>) => Promise<InProcessPlace>;
}

/** One process as a place. */
export function onePlace({ server, store, tcpUrl, httpUrl }: InProcess): InProcessPlace {
  return {
    url: (wayIn) => (wayIn === 'tcp' ? tcpUrl : httpUrl),
    idOf: (name) => idIn(store, name),
    lobby: 1,
    store,
    close: () => server.close(),
  };
}

/** Those that are made and gone within milliseconds: all in the process of the test. */
export const TOPOLOGIES: readonly Topology[] = [
  {
    name: 'in one process',
    async open(changes) {
      return onePlace(await startInProcess(changes));
    },
  },
  {
    name: 'in a cluster',
    async open(changes) {
      const busSecret = 'the secret of a cluster, for tests';
      const cluster = await InProcessCluster.start({ changes: { busSecret, ...changes } });
      return {
        url: (wayIn, index) => clusterUrl(cluster, wayIn, index),
        idOf: (name) => idIn(cluster.store, name),
        lobby: 1,
        store: cluster.store,
        close: () => cluster.close(),
      };
    },
  },
];

function clusterUrl(cluster: InProcessCluster, wayIn: WayIn, index: number): string {
  switch (wayIn) {
    case 'tcp':
      return cluster.tcpUrl(index);
    case 'ws':
      return cluster.wsUrl(index);
    case 'http':
      return cluster.httpUrl(index);
  }
}

async function idIn(store: Store, name: string): Promise<number> {
  const [user] = await store.run(userQueries.usersByNameKeys, [name.toLowerCase()]);
  assert.ok(user !== undefined, `there is no ${name}`);
  return user.id;
}

/**
 * The shapes in which Posthorn runs, for tests that must hold in all of them.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { Config, Store } from '@posthorn/server';
import type { WayIn } from './actors.ts';
import { InProcessCluster } from './cluster-in-process.ts';
import { startInProcess } from './in-process.ts';
import type { InProcess } from './in-process.ts';

export interface Place {
  /** Where the client of this number connects, or asks. */
  url(wayIn: WayIn, index: number): string;
  /** Of a user who has registered. */
  idOf(name: string): Promise<number>;
  readonly lobby: number;
  close(): Promise<void>;
}

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
      const cluster = await InProcessCluster.start({ changes });
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

async function idIn({ accounts }: Store, name: string): Promise<number> {
  const [user] = await accounts.byNameKeys([name.toLowerCase()]);
  assert.ok(user !== undefined, `there is no ${name}`);
  return user.id;
}

/**
 * Routers and gateways inside the test's process, over one bus and one store that a test has tampered with. Routers can
 * be killed: then they forget what their store had not kept.
 *
 * @module
 */
import { createMemoryStore, systemRandom } from '@posthorn/server';
import type { Bus, Config, Store } from '@posthorn/server';
import { InProcessCluster } from '@posthorn/testing/in-process-cluster';
import type { Role } from '@posthorn/testing/in-process-cluster';
import type { Door } from '../../src/network/network.ts';
import type { Life, System } from '../../src/system/system.ts';
import { SMALL } from './planted-server.ts';

export interface PlantedClusterOptions {
  /** Two unless told otherwise. */
  readonly routers?: number;
  /** What each node has instead of the shared bus. */
  readonly busOf?: (bus: Bus, role: Role) => Bus;
  readonly config?: Partial<Config>;
  /** The routers' store; one in memory that is right unless told otherwise. */
  readonly store?: Store;
  /** Called when all routers are killed, before anything else. */
  readonly onKill?: () => void;
}

export class PlantedCluster implements System {
  readonly #cluster: InProcessCluster;
  readonly #onKill: () => void;
  #turn = 0;
  readonly isOurs = true;
  readonly missing = {};
  readonly epoch = '';

  private constructor(cluster: InProcessCluster, onKill: () => void) {
    this.#cluster = cluster;
    this.#onKill = onKill;
  }

  static async start({
    config,
    onKill = () => {},
    store = createMemoryStore({ random: systemRandom }),
    ...options
  }: PlantedClusterOptions): Promise<PlantedCluster> {
    const changes = { ...SMALL, ...config };
    return new PlantedCluster(await InProcessCluster.start({ ...options, store, changes }), onKill);
  }

  readonly tcp: Door = { scheme: 'tcp', address: () => this.#next('tcp') };
  readonly http: Door = { scheme: 'http', address: () => this.#next('http') };

  get directUrl(): string {
    return this.#cluster.tcpUrl(this.#turn++);
  }

  /** Killing is of the routers alone; the gateways wait for them. */
  readonly life: Life = {
    kill: async () => {
      this.#onKill();
      await this.#cluster.stop('router');
    },
    stop: async () => {
      await this.#cluster.stop('gateway');
      await this.#cluster.stop('router');
    },
    start: () => this.#cluster.startAgain(),
  };

  async close(): Promise<void> {
    await this.#cluster.close();
    await this.#cluster.store.close();
  }

  #next(door: 'tcp' | 'http'): { readonly host: string; readonly port: number } {
    const url = door === 'tcp' ? this.#cluster.tcpUrl(this.#turn++) : this.#cluster.wsUrl(this.#turn++);
    return { host: '127.0.0.1', port: Number(new URL(url).port) };
  }
}

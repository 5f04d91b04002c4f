/**
 * Routers and gateways inside the test's process, over one bus and one store that a test has tampered with. Routers can
 * be killed: then they forget what their store had not kept.
 *
 * @module
 */
import {
  configWith,
  createMemoryStore,
  silentLogger,
  startServer,
  systemClock,
  systemRandom,
} from '@posthorn/server';
import type { Bus, Config, RunningServer, Store } from '@posthorn/server';
import type { Door } from '../../src/network/network.ts';
import type { ClusterNode, Life, System } from '../../src/system/system.ts';
import { memoryBus } from './bus-bugs.ts';
import { SMALL } from './in-process-system.ts';

type Role = ClusterNode['role'];

export interface InProcessClusterOptions {
  /** Two unless told otherwise. */
  readonly routers?: number | undefined;
  /** What each node has instead of the shared bus. */
  readonly busOf?: ((bus: Bus, role: Role) => Bus) | undefined;
  readonly config?: Partial<Config> | undefined;
  /** The routers' store; one in memory that is right unless told otherwise. */
  readonly store?: Store | undefined;
  /** Called when all routers are killed, before anything else. */
  readonly onKill?: (() => void) | undefined;
}

interface Node {
  readonly role: Role;
  readonly bus: Bus;
  ports: { http: number; tcp: number };
  server: RunningServer | undefined;
}

const GATEWAYS = 2;

export class InProcessCluster implements System {
  readonly #options: InProcessClusterOptions;
  readonly #store: Store;
  readonly #bus: Bus;
  readonly #nodes: readonly Node[];
  #turn = 0;
  readonly isOurs = true;
  readonly missing = {};
  readonly epoch = '';

  private constructor(options: InProcessClusterOptions) {
    this.#options = options;
    this.#store = options.store ?? createMemoryStore({ random: systemRandom });
    this.#bus = memoryBus();
    const node = (role: Role): Node => {
      const bus = options.busOf?.(this.#bus, role) ?? this.#bus;
      return { role, bus, ports: { http: 0, tcp: 0 }, server: undefined };
    };
    const routers = Array.from({ length: options.routers ?? 2 }, () => node('router'));
    this.#nodes = [...routers, ...Array.from({ length: GATEWAYS }, () => node('gateway'))];
  }

  static async start(options: InProcessClusterOptions): Promise<InProcessCluster> {
    const cluster = new InProcessCluster(options);
    await cluster.#start();
    return cluster;
  }

  readonly tcp: Door = { scheme: 'tcp', address: () => this.#next('tcp') };
  readonly http: Door = { scheme: 'http', address: () => this.#next('http') };

  get directUrl(): string {
    return `tcp://127.0.0.1:${this.#next('tcp').port}`;
  }

  /** Killing is of the routers alone; the gateways wait for them. */
  readonly life: Life = {
    kill: async () => {
      this.#options.onKill?.();
      await this.#stop('router');
    },
    stop: async () => {
      await this.#stop('gateway');
      await this.#stop('router');
    },
    start: () => this.#start(),
  };

  async close(): Promise<void> {
    await this.life.stop();
    await this.#bus.close();
    await this.#store.close();
  }

  async #start(): Promise<void> {
    for (const node of this.#nodes) {
      node.server ??= await startServer({
        config: configWith({ ...SMALL, ...node.ports, ...this.#options.config, role: node.role }),
        clock: systemClock,
        random: systemRandom,
        logger: silentLogger,
        store: this.#store,
        bus: node.bus,
      });
      node.ports = { http: node.server.httpPort, tcp: node.server.tcpPort ?? 0 };
    }
  }

  async #stop(role: Role): Promise<void> {
    for (const node of this.#nodes) {
      if (node.role !== role) continue;
      const { server } = node;
      node.server = undefined;
      await server?.close();
    }
  }

  #next(door: 'tcp' | 'http'): { readonly host: string; readonly port: number } {
    const gateways = this.#nodes.filter(({ role }) => role === 'gateway');
    const port = gateways[this.#turn++ % GATEWAYS]?.ports[door] ?? 0;
    return { host: '127.0.0.1', port };
  }
}

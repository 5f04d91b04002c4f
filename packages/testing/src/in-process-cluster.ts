/**
 * A cluster inside the test's process: gateways and routers that share one store and one bus in memory, and speak
 * to each other over that bus alone.
 *
 * @module
 */
import { createMemoryBus, createMemoryStore, systemClock, systemRandom } from '@posthorn/server';
import type { Bus, Config, RunningServer, ServerParts, Store } from '@posthorn/server';
import { startInProcess } from './in-process.ts';

export type Role = 'gateway' | 'router';

export interface ClusterOptions {
  readonly gateways?: number;
  readonly routers?: number;
  readonly changes?: Partial<Config>;
  /** Instead of an empty one in memory. */
  readonly store?: Store;
  /** What a node has instead of the shared bus, to disturb it. */
  readonly busOf?: (bus: Bus, role: Role, index: number) => Bus;
  readonly more?: Partial<Pick<ServerParts, 'limits' | 'clock' | 'protocols'>>;
}

type OwnParts = Partial<Pick<ServerParts, 'store' | 'features'>>;

interface Node {
  readonly role: Role;
  readonly bus: Bus;
  readonly own: OwnParts;
  server: RunningServer;
  isStopped: boolean;
}

/** A bus that fails the test when a handler fails. */
export function testBus(): Bus {
  const onError = (error: unknown): void => {
    throw error;
  };
  return createMemoryBus({ clock: systemClock, onError });
}

export class InProcessCluster {
  readonly #options: ClusterOptions;
  readonly bus: Bus = testBus();
  readonly store: Store;
  readonly #nodes: Node[] = [];

  private constructor(options: ClusterOptions) {
    this.#options = options;
    this.store = options.store ?? createMemoryStore({ random: systemRandom });
  }

  /** Two gateways and two routers unless told otherwise. */
  static async start(options: ClusterOptions = {}): Promise<InProcessCluster> {
    const cluster = new InProcessCluster(options);
    for (let index = 0; index < (options.routers ?? 2); index++) await cluster.add('router');
    for (let index = 0; index < (options.gateways ?? 2); index++) await cluster.add('gateway');
    return cluster;
  }

  get gateways(): readonly RunningServer[] {
    return this.#of('gateway').map(({ server }) => server);
  }

  get routers(): readonly RunningServer[] {
    return this.#of('router').map(({ server }) => server);
  }

  /** `own`: what the others do not have, also after a restart; `store`: instead of theirs. */
  async add(role: Role, own: OwnParts = {}): Promise<RunningServer> {
    const bus = this.#options.busOf?.(this.bus, role, this.#nodes.length) ?? this.bus;
    const server = await this.#serve({ role, bus, own });
    this.#nodes.push({ role, bus, own, server, isStopped: false });
    return server;
  }

  /** Ends all nodes of a role; the others wait for them. */
  async stop(role: Role): Promise<void> {
    for (const node of this.#of(role)) {
      node.isStopped = true;
      await node.server.close();
    }
  }

  /** Starts the nodes that were stopped, on the ports that they had. */
  async startAgain(): Promise<void> {
    for (const node of this.#nodes) {
      if (!node.isStopped) continue;
      const { httpPort: http, tcpPort: tcp = 0 } = node.server;
      node.server = await this.#serve(node, { http, tcp });
      node.isStopped = false;
    }
  }

  /** Where clients connect: the gateways in turn. */
  tcpUrl(index: number): string {
    return `tcp://127.0.0.1:${this.#at(this.gateways, index).tcpPort}`;
  }

  wsUrl(index: number): string {
    return `http://127.0.0.1:${this.#at(this.gateways, index).httpPort}`;
  }

  /** Where the API is: the routers in turn. */
  httpUrl(index: number): string {
    return `http://127.0.0.1:${this.#at(this.routers, index).httpPort}`;
  }

  /** The store stays open when it was given. */
  async close(): Promise<void> {
    for (const server of [...this.gateways, ...this.routers]) await server.close();
    await this.bus.close();
  }

  async #serve(
    { role, bus, own }: Pick<Node, 'role' | 'bus' | 'own'>,
    ports: Partial<Pick<Config, 'http' | 'tcp'>> = {},
  ): Promise<RunningServer> {
    const { changes, more } = this.#options;
    const config = { cimPort: 0, ...changes, ...ports, role };
    return (await startInProcess(config, { ...more, store: this.store, ...own, bus })).server;
  }

  #of(role: Role): readonly Node[] {
    return this.#nodes.filter((node) => node.role === role);
  }

  #at(servers: readonly RunningServer[], index: number): RunningServer {
    const server = servers[index % servers.length];
    if (server === undefined) throw new Error('there is no such node');
    return server;
  }
}

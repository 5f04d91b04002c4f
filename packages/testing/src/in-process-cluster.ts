/**
 * A cluster inside the test's process: gateways and routers that share one store and one bus in memory, and speak
 * to each other over that bus alone.
 *
 * @module
 */
import {
  configWith,
  createMemoryBus,
  createMemoryStore,
  silentLogger,
  startServer,
  systemClock,
  systemRandom,
} from '@posthorn/server';
import type { Bus, Config, RunningServer, ServerParts, Store } from '@posthorn/server';

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

export class InProcessCluster {
  readonly #options: ClusterOptions;
  readonly bus: Bus;
  readonly store: Store;
  readonly gateways: RunningServer[] = [];
  readonly routers: RunningServer[] = [];
  #started = 0;

  private constructor(options: ClusterOptions) {
    this.#options = options;
    this.bus = createMemoryBus({
      clock: systemClock,
      onError: (error) => {
        throw error;
      },
    });
    this.store = options.store ?? createMemoryStore({ random: systemRandom });
  }

  /** Two gateways and two routers unless told otherwise. */
  static async start(options: ClusterOptions = {}): Promise<InProcessCluster> {
    const cluster = new InProcessCluster(options);
    for (let index = 0; index < (options.routers ?? 2); index++) await cluster.add('router');
    for (let index = 0; index < (options.gateways ?? 2); index++) await cluster.add('gateway');
    return cluster;
  }

  /** `store`: instead of that of the others. */
  async add(role: Role, store = this.store): Promise<RunningServer> {
    const { changes, busOf, more } = this.#options;
    const config = configWith({
      http: 0,
      tcp: 0,
      cimPort: 0,
      passwordMinLength: 1,
      drainWindow: 0,
      ...changes,
      role,
    });
    const server = await startServer({
      config,
      clock: systemClock,
      random: systemRandom,
      logger: silentLogger,
      store,
      bus: busOf?.(this.bus, role, this.#started++) ?? this.bus,
      ...more,
    });
    this[`${role}s`].push(server);
    return server;
  }

  /** Where clients connect: the gateways in turn. */
  tcpUrl(index: number): string {
    return `tcp://127.0.0.1:${this.gateways[index % this.gateways.length]?.tcpPort}`;
  }

  wsUrl(index: number): string {
    return `http://127.0.0.1:${this.gateways[index % this.gateways.length]?.httpPort}`;
  }

  /** Where the API is: the routers in turn. */
  httpUrl(index: number): string {
    return `http://127.0.0.1:${this.routers[index % this.routers.length]?.httpPort}`;
  }

  async close(): Promise<void> {
    for (const server of [...this.gateways, ...this.routers]) await server.close();
    await this.bus.close();
  }
}

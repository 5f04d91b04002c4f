/**
 * A cluster of our own: gateways and routers as processes, on a PostgreSQL and a NATS that are theirs alone.
 *
 * @module
 */
import { mkdir } from 'node:fs/promises';
import { startNats, startPostgres } from '@posthorn/services';
import type { PrivateService } from '@posthorn/services';
import type { Door } from '../network/network.ts';
import { START_OPTIONS } from './local-system.ts';
import type { LocalSystemOptions } from './local-system.ts';
import { NodeProcess } from './node-process.ts';
import type { ClusterParts, Life, System } from './system.ts';

const NODES_OF_A_ROLE = 3;

export class ClusterSystem implements System {
  readonly cluster: ClusterParts & { readonly nodes: readonly NodeProcess[] };
  readonly isOurs = true;
  readonly missing: Readonly<Record<string, string>> = {};
  readonly #gateways: readonly NodeProcess[];
  #turn = 0;

  private constructor(options: LocalSystemOptions, database: PrivateService, bus: PrivateService) {
    const node = (role: 'gateway' | 'router', index: number): NodeProcess => {
      const ofRole = role === 'router' ? [`--store=${database.url}`] : [];
      const all = [`--role=${role}`, `--bus=${bus.url}`, ...ofRole, ...START_OPTIONS];
      return new NodeProcess({ ...options, name: `${role} ${index + 1}`, options: all });
    };
    const ofRole = (role: 'gateway' | 'router'): readonly NodeProcess[] =>
      Array.from({ length: NODES_OF_A_ROLE }, (_, index) => node(role, index));
    this.#gateways = ofRole('gateway');
    this.cluster = { nodes: [...ofRole('router'), ...this.#gateways], database, bus };
  }

  /** Rejects with a MissingProgramError, or with what a process said that does not start. */
  static async create(options: LocalSystemOptions): Promise<ClusterSystem> {
    await mkdir(options.folder, { recursive: true });
    const bus = await startNats();
    let database: PrivateService;
    try {
      database = await startPostgres();
    } catch (error) {
      await bus.remove();
      throw error;
    }
    const system = new ClusterSystem(options, database, bus);
    try {
      await system.life.start();
    } catch (error) {
      await system.close();
      throw error;
    }
    return system;
  }

  readonly tcp: Door = { scheme: 'tcp', address: () => this.#next('tcp') };
  readonly http: Door = { scheme: 'http', address: () => this.#next('http') };

  get directUrl(): string {
    return `tcp://127.0.0.1:${this.#next('tcp').port}`;
  }

  readonly epoch = '';

  /** Of all nodes at once; the database and the bus stay. */
  readonly life: Life = {
    kill: () => this.#all((node) => node.kill()),
    stop: () => this.#all((node) => node.stop()),
    start: async () => {
      for (const node of this.cluster.nodes) await node.start();
      await this.#all((node) => node.untilReady());
    },
  };

  async close(): Promise<void> {
    await this.life.kill();
    await this.cluster.database.remove();
    await this.cluster.bus.remove();
  }

  async #all(work: (node: NodeProcess) => Promise<void>): Promise<void> {
    await Promise.all(this.cluster.nodes.map(work));
  }

  /** Connections go to the gateways in turn, as behind a balancer that knows nothing of their health. */
  #next(door: 'tcp' | 'http'): { readonly host: string; readonly port: number } {
    const gateway = this.#gateways[this.#turn++ % this.#gateways.length];
    if (gateway === undefined) throw new Error('there is no gateway');
    return { host: '127.0.0.1', port: gateway.ready[door] };
  }
}

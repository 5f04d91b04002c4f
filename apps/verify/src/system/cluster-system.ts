/**
 * A private cluster: gateways and routers as processes, on their own PostgreSQL and NATS.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startNats, startPostgres } from '@posthorn/services';
import type { PrivateService } from '@posthorn/services';
import type { Dice } from '../dice.ts';
import { BusLine } from '../network/bus-line.ts';
import { ChaosProxy } from '../network/chaos-proxy.ts';
import type { Door } from '../network/network.ts';
import { Hosts, whyNoHosts } from './hosts.ts';
import { START_OPTIONS } from './local-system.ts';
import type { LocalSystemOptions } from './local-system.ts';
import { NodeProcess } from './node-process.ts';
import type { ClusterParts, Life, System } from './system.ts';

export interface ClusterOptions extends LocalSystemOptions {
  readonly dice: Dice;
  /** Whether each node gets its own host, if this machine supports that. */
  readonly withHosts: boolean;
}

const NODES_OF_A_ROLE = 3;
const ROLES = ['router', 'gateway'] as const;
type Role = (typeof ROLES)[number];
/** Nodes on hosts of their own reach a NATS that others could reach too, so it needs a login and a seal. */
const SECRET = randomBytes(32).toString('hex');

type OwnParts = Omit<ClusterParts, 'nodes'> & { readonly nodes: readonly NodeProcess[] };

export class ClusterSystem implements System {
  readonly cluster: OwnParts;
  readonly isOurs = true;
  readonly missing: Readonly<Record<string, string>>;
  /** What was started; stopped in reverse order. */
  readonly #begun: AsyncDisposableStack;
  readonly #gateways: readonly NodeProcess[];
  readonly #routers: readonly NodeProcess[];
  #turn = 0;

  private constructor(cluster: OwnParts, begun: AsyncDisposableStack, missing: System['missing']) {
    this.cluster = cluster;
    this.#begun = begun;
    this.missing = missing;
    this.#gateways = cluster.nodes.filter(({ role }) => role === 'gateway');
    this.#routers = cluster.nodes.filter(({ role }) => role === 'router');
  }

  /** Rejects with a MissingProgramError, or with the output of a process that does not start. */
  static async create(options: ClusterOptions): Promise<ClusterSystem> {
    await mkdir(options.folder, { recursive: true });
    await using begun = new AsyncDisposableStack();
    const [hosts, whyNoHost] = await hostsFor(options);
    begun.defer(() => hosts?.remove());
    const bus = await startNats({
      config: `authorization { user: posthorn, password: "${SECRET}" }`,
      credentials: `posthorn:${SECRET}@`,
    });
    begun.defer(() => bus.remove());
    const database = await startPostgres(hosts && { host: hosts.outside });
    begun.defer(() => database.remove());
    const parts = await partsOf({ ...options, hosts, bus, database, begun });
    await startAll(parts.nodes);
    return new ClusterSystem(parts, begun.move(), hosts === undefined ? { hosts: whyNoHost } : {});
  }

  readonly tcp: Door = { scheme: 'tcp', address: () => this.#next('tcp') };
  readonly http: Door = { scheme: 'http', address: () => this.#next('http') };
  readonly mqtt: Door = { scheme: 'tcp', address: () => this.#next('mqtt') };

  get directUrl(): string {
    const { host, port } = this.#next('tcp');
    return `tcp://${host}:${port}`;
  }

  /** Of each router in turn. */
  filesUrl = (): string => {
    const router = this.#routers[this.#turn++ % this.#routers.length];
    if (router === undefined) throw new Error('there is no router');
    return router.httpUrl;
  };

  readonly epoch = '';

  /** All nodes at once; the database and the bus stay. */
  readonly life: Life = {
    kill: () => this.#all((node) => node.kill()),
    stop: () => this.#all((node) => node.stop()),
    start: () => startAll(this.cluster.nodes),
  };

  close(): Promise<void> {
    return this.#begun.disposeAsync();
  }

  async #all(work: (node: NodeProcess) => Promise<unknown>): Promise<void> {
    await Promise.all(this.cluster.nodes.map(work));
  }

  /** Connections go to the gateways in turn, as behind a balancer without health checks. */
  #next(door: 'tcp' | 'http' | 'mqtt'): { readonly host: string; readonly port: number } {
    const gateway = this.#gateways[this.#turn++ % this.#gateways.length];
    if (gateway === undefined) throw new Error('there is no gateway');
    return { host: gateway.address, port: gateway.ready[door] ?? 0 };
  }
}

async function startAll(nodes: readonly NodeProcess[]): Promise<void> {
  await Promise.all(nodes.map((node) => node.start()));
  await Promise.all(nodes.map((node) => node.untilReady()));
}

async function hostsFor({ withHosts }: ClusterOptions): Promise<readonly [Hosts | undefined, string]> {
  if (!withHosts) return [undefined, 'the nodes have no hosts of their own'];
  const why = whyNoHosts();
  if (why !== undefined) return [undefined, why];
  try {
    return [await Hosts.create(ROLES.length * NODES_OF_A_ROLE), ''];
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    return [undefined, `network namespaces are not possible here (${reason})`];
  }
}

interface Ground extends ClusterOptions {
  readonly hosts: Hosts | undefined;
  readonly bus: PrivateService;
  readonly database: PrivateService;
  readonly begun: AsyncDisposableStack;
}

async function partsOf(ground: Ground): Promise<OwnParts> {
  const { bus, database } = ground;
  const nodes: NodeProcess[] = [];
  const entrances: ChaosProxy[] = [];
  for (const role of ROLES) {
    for (let index = 0; index < NODES_OF_A_ROLE; index++) {
      const made = await nodeOf(ground, role, index);
      nodes.push(made.node);
      if (made.entrance !== undefined) entrances.push(made.entrance);
    }
  }
  return { nodes, database, bus, entrances };
}

/** A router has the database, a gateway has an entrance; neither has both. */
async function nodeOf(
  { hosts, bus, database, begun, dice, ...options }: Ground,
  role: Role,
  index: number,
): Promise<{ readonly node: NodeProcess; readonly entrance: ChaosProxy | undefined }> {
  const name = `${role} ${index + 1}`;
  const { hostname, port, username, password } = new URL(bus.url);
  const busLine = await BusLine.listen({
    target: { host: hostname, port: Number(port) },
    credentials: `${username}:${password}@`,
    dice: dice.fork(`bus of ${name}`),
    host: hosts?.outside,
  });
  begun.defer(() => busLine.close());
  // Half use one transport, half the other.
  const door = index % 2 === 0 ? 'tcp' : 'http';
  const entrance =
    role === 'router'
      ? undefined
      : await ChaosProxy.listen({
          target: () => ({ host: node.address, port: node.ready[door] }),
          dice: dice.fork(`entrance of ${name}`),
        });
  begun.defer(() => entrance?.close());
  const theirs =
    entrance === undefined
      ? [`--store=${database.url}`, `--files=${join(options.folder, 'files')}`]
      : [
          `--advertise=${door === 'tcp' ? 'tcp' : 'ws'}://127.0.0.1:${entrance.port}${door === 'tcp' ? '' : '/ws'}`,
        ];
  const node: NodeProcess = new NodeProcess({
    ...options,
    name,
    role,
    busLine,
    busSecret: SECRET,
    host: hosts?.all[ROLES.indexOf(role) * NODES_OF_A_ROLE + index],
    options: [`--role=${role}`, ...theirs, ...START_OPTIONS],
  });
  begun.defer(() => node.kill());
  return { node, entrance };
}

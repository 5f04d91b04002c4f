/**
 * The same direct chat on every topology: one process on SQLite, one process on a database server, and separate
 * router and gateway. Measures the peak rate, the latency of an ack at a steady rate, the size of commits, and the
 * CPU time of each process per message.
 *
 * Posthorn's processes share the server's core, whatever their number; the database and NATS are on the load's core.
 *
 * @module
 */
import { startNats } from '@posthorn/services';
import type { PrivateService } from '@posthorn/services';
import { startDatabase } from '../databases.ts';
import type { DatabaseName } from '../databases.ts';
import type { Lab } from '../lab.ts';
import { familyCpuSeconds } from '../load/cpu.ts';
import { DirectChat } from '../load/direct-chat.ts';
import { rounded } from '../outcome.ts';
import type { Outcome, Result } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';
import { seed, seedStoreAt } from '../seed.ts';
import type { Seeded } from '../seed.ts';
import type { ServerChild } from '../server-child.ts';

const PAIRS = 250;
const IN_FLIGHT = 8;
const WARM_UP_SECONDS = 2;
/** Low enough for every topology, even on a slow disk. */
const STEADY_PER_SECOND = 500;
const BUS_SECRET = 'the secret of a cluster that is measured';

export const topologies: Scenario = {
  name: 'topologies',
  summary:
    'direct chat in one process on SQLite, on a database server, and with a router and a gateway apart (needs nats-server, PostgreSQL, MariaDB)',
  run,
};

interface Topology {
  readonly name: string;
  /** Undefined: SQLite. */
  readonly database: DatabaseName | undefined;
  /** Router and gateway are separate processes, connected by NATS. */
  readonly isApart: boolean;
  /** What they say to each other is encrypted. */
  readonly isSealed?: boolean;
}

const BASE: Topology = { name: 'all in one, SQLite', database: undefined, isApart: false };
const OTHERS: readonly Topology[] = [
  { name: 'all in one, PostgreSQL', database: 'PostgreSQL', isApart: false },
  { name: 'a router, a gateway, PostgreSQL', database: 'PostgreSQL', isApart: true },
  {
    name: 'a router, a gateway, PostgreSQL, sealed bus',
    database: 'PostgreSQL',
    isApart: true,
    isSealed: true,
  },
  { name: 'a router, a gateway, MariaDB', database: 'MariaDB', isApart: true },
];

/** The CPU seconds that each process of a topology has used so far, by its role. */
type Parts = Readonly<Record<string, () => Promise<number>>>;

interface Setup {
  /** The process that clients connect to. */
  readonly front: ServerChild;
  /** The process that commits. */
  readonly router: ServerChild;
  readonly users: readonly Seeded[];
  readonly parts: Parts;
  end(): Promise<void>;
}

interface Measured {
  readonly perSecond: number;
  readonly detail: Readonly<Record<string, number>>;
}

async function run(lab: Lab): Promise<Outcome> {
  const base = await measure(lab, BASE);
  const results: Result[] = [];
  for (const topology of OTHERS) {
    const { perSecond, detail } = await measure(lab, topology);
    results.push({
      what: `direct chat, durable: ${topology.name}`,
      figure: perSecond,
      unit: 'msg/s',
      floor: base.perSecond,
      floorName: BASE.name,
      detail,
    });
  }
  const [headline, ...more] = results;
  if (headline === undefined) throw new Error('nothing was measured');
  const own: Result = {
    what: `direct chat, durable: ${BASE.name}`,
    figure: base.perSecond,
    unit: 'msg/s',
    detail: base.detail,
  };
  return { results: [headline, ...more, own], charts: [] };
}

async function measure(lab: Lab, topology: Topology): Promise<Measured> {
  lab.note(topology.name);
  const setup = await setUp(lab, topology);
  const { front, router, users, parts } = setup;
  const chat = await DirectChat.join({ server: front, users });
  await chat.saturate(IN_FLIGHT, Math.min(WARM_UP_SECONDS, lab.seconds));
  const before = await used(parts);
  const commitsBefore = await router.metrics(...COMMITS);
  const talk = await chat.saturate(IN_FLIGHT, lab.seconds);
  const after = await used(parts);
  const commits = since(commitsBefore, await router.metrics(...COMMITS));
  const steady = await chat.steady({ perSecond: lab.scaled(STEADY_PER_SECOND), seconds: lab.seconds });
  chat.close();
  await setup.end();
  const messages = Math.max(1, talk.ack.count);
  const costs = Object.keys(parts).map((name) => {
    const seconds = (after[name] ?? 0) - (before[name] ?? 0);
    return [`${name}UsPerMessage`, Number(((seconds / messages) * 1e6).toPrecision(3))] as const;
  });
  return {
    perSecond: talk.ackedPerSecond,
    detail: {
      ...Object.fromEntries(costs),
      ...talk.ack.summary('ack'),
      ...steady.ack.summary('steadyAck'),
      ...commits,
      loadCpu: talk.loadCpu,
    },
  };
}

const COMMITS = [
  'posthorn_append_batch_messages_sum',
  'posthorn_append_seconds_sum',
  'posthorn_append_seconds_count',
] as const;
type Commits = Readonly<Record<(typeof COMMITS)[number], number>>;

/** The commits between two readings of the metrics. */
function since(before: Commits, after: Commits): Record<string, number> {
  const grown = (name: keyof Commits): number => after[name] - before[name];
  const count = Math.max(1, grown('posthorn_append_seconds_count'));
  return {
    messagesPerCommit: rounded(grown('posthorn_append_batch_messages_sum') / count),
    commitMs: rounded((grown('posthorn_append_seconds_sum') / count) * 1000),
  };
}

async function used(parts: Parts): Promise<Readonly<Record<string, number>>> {
  const seconds = Object.entries(parts).map(async ([name, ask]) => [name, await ask()] as const);
  return Object.fromEntries(await Promise.all(seconds));
}

async function setUp(lab: Lab, { database, isApart, isSealed = false }: Topology): Promise<Setup> {
  const directory = await lab.directory();
  const count = lab.scaled(PAIRS) * 2;
  const services: PrivateService[] = [];
  const store = database === undefined ? undefined : await startDatabase(lab, database);
  if (store !== undefined) services.push(store);
  const users = await (store === undefined ? seed(directory, count) : seedStoreAt(store.url, count));
  const options = store === undefined ? {} : { store: store.url };
  const servers: ServerChild[] = [];
  const parts: Record<string, () => Promise<number>> = {};
  if (store !== undefined) parts['database'] = () => familyCpuSeconds(store.pid);
  if (isApart) {
    const nats = await startNats();
    lab.onClose(() => nats.remove());
    services.push(nats);
    const cluster = { bus: nats.url, ...(isSealed && { busSecret: BUS_SECRET }) };
    const router = await lab.server(directory, { ...options, ...cluster, role: 'router' });
    const gateway = await lab.server(await lab.directory(), { ...cluster, role: 'gateway' });
    servers.push(gateway, router);
    parts['nats'] = () => familyCpuSeconds(nats.pid);
    parts['router'] = async () => (await router.usage()).cpuSeconds;
    parts['gateway'] = async () => (await gateway.usage()).cpuSeconds;
  } else {
    const server = await lab.server(directory, options);
    servers.push(server);
    parts['server'] = async () => (await server.usage()).cpuSeconds;
  }
  const [front] = servers;
  const router = servers.at(-1);
  if (front === undefined || router === undefined) throw new Error('no server was started');
  await front.ready();
  return {
    front,
    router,
    users,
    parts,
    async end() {
      for (const server of servers) await lab.end(server.child);
      for (const service of services) await service.remove();
    },
  };
}

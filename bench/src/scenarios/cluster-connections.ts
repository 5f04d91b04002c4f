/**
 * 100,000 connections on one machine, over as many gateways as necessary: the cost of an idle connection, and the
 * time until a message to everybody has reached the last one.
 *
 * @module
 */
import type { Child } from '../child.ts';
import { cpuSecondsOf, startCluster } from '../cluster.ts';
import type { BenchCluster, ClusterCpu } from '../cluster.ts';
import { LOAD_CORE } from '../cores.ts';
import { plainFanoutRate } from '../floors/fanout-rate.ts';
import type { Lab } from '../lab.ts';
import { ask, attach, dialTcp } from '../load/client.ts';
import { numberedText } from '../load/numbered.ts';
import { passed } from '../load/paced.ts';
import type { Outcome, Result } from '../outcome.ts';
import type { Chart } from '../report/chart.ts';
import type { Scenario } from '../scenario.ts';

const CONNECTIONS = 100_000;
/** A process may have 20,000 descriptors here, and needs some for other purposes. */
const PER_GATEWAY = 17_000;
const BROADCASTS = 5;
const FLOOR_SOCKETS = 10_000;
const FRAME_BYTES = 120;
const KIB = 1024;
const MIB = KIB * KIB;

export const clusterConnections: Scenario = {
  name: 'cluster-connections',
  summary:
    '100,000 connections over several gateways: idle memory, and a message to all of them (needs nats-server)',
  run,
};

/** What a holder reports while it opens connections, and with `opened` at the end. */
interface Progress {
  readonly held: number;
  readonly opened?: number;
  readonly retries: number;
}

interface Broadcast {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly lastMs: number;
}

async function run(lab: Lab): Promise<Outcome> {
  const total = lab.scaled(CONNECTIONS, 8);
  const gateways = Math.max(2, Math.ceil(total / PER_GATEWAY));
  lab.note(`${total} users are made`);
  const cluster = await startCluster(lab, { gateways, users: total + 1 });
  const before = await gatewayMemory(cluster);
  lab.note(`${total} connections to ${gateways} gateways`);
  const cpuBefore = await cpuSecondsOf(cluster);
  const start = performance.now();
  const opened = await openAll(lab, cluster, total);
  const holders = opened.map(({ holder }) => holder);
  const openSeconds = (performance.now() - start) / 1000;
  const cpuAfter = await cpuSecondsOf(cluster);
  const after = await gatewayMemory(cluster);
  lab.note('idle');
  const idleCpu = await idleShare(cluster, lab.seconds);
  lab.note('a message to all, some times');
  const broadcasts = await broadcast(cluster, holders);
  for (const holder of holders) await lab.end(holder);
  for (const { child } of [...cluster.gateways, cluster.router]) await lab.end(child);
  lab.note('the floor');
  const floorRate = await plainFanoutRate(lab, {
    frameBytes: FRAME_BYTES,
    framesPerWrite: 1,
    sockets: lab.scaled(FLOOR_SOCKETS, 2),
    seconds: lab.seconds,
  });
  const bytes = after.reduce((sum, each) => sum + each, 0);
  const sorted = broadcasts.toSorted((a, b) => a.lastMs - b.lastMs);
  const results: Outcome['results'] = [
    broadcastResult(sorted, { total, gateways, floorMs: (total / floorRate) * 1000 }),
    {
      what: `one of ${total} idle connections, attached over TCP, on ${gateways} gateways`,
      figure: (bytes - before.reduce((sum, each) => sum + each, 0)) / KIB / total,
      unit: 'KB resident each',
      detail: { gatewaysMb: Math.round(bytes / MIB) },
    },
    {
      what: `${total} connections taken, hello and attach over NATS included`,
      figure: total / openSeconds,
      unit: 'connections/s',
      detail: {
        seconds: Number(openSeconds.toFixed(1)),
        retries: opened.reduce((sum, { retries }) => sum + retries, 0),
        ...eachCosts(cpuBefore, cpuAfter, total),
      },
    },
    { what: `the gateways of ${total} idle connections`, figure: idleCpu, unit: 'of a core' },
  ];
  return { results, charts: [arrivalChart(sorted, total)] };
}

function broadcastResult(
  sorted: readonly Broadcast[],
  {
    total,
    gateways,
    floorMs,
  }: { readonly total: number; readonly gateways: number; readonly floorMs: number },
): Result {
  const middle = sorted[Math.floor(sorted.length / 2)] ?? { p50Ms: 0, p99Ms: 0, lastMs: 0 };
  return {
    what: `a message to ${total} connections on ${gateways} gateways: until the last one has it`,
    figure: middle.lastMs,
    unit: 'ms',
    floor: floorMs,
    floorName: 'as many writes by a plain TCP server on one core',
    detail: {
      toHalfMs: Math.round(middle.p50Ms),
      to99PercentMs: Math.round(middle.p99Ms),
      quickestMs: Math.round(sorted[0]?.lastMs ?? 0),
      slowestMs: Math.round(sorted.at(-1)?.lastMs ?? 0),
      broadcasts: sorted.length,
    },
  };
}

function arrivalChart(sorted: readonly Broadcast[], total: number): Chart {
  return {
    title: `A message to ${total} connections: how many have it`,
    x: { label: 'ms since it was sent', scale: 'linear' },
    y: { label: 'percent', scale: 'linear' },
    series: sorted.map(({ p50Ms, p99Ms, lastMs }, index) => ({
      name: `broadcast ${index + 1}`,
      points: [
        [0, 0],
        [p50Ms, 50],
        [p99Ms, 99],
        [lastMs, 100],
      ],
    })),
  };
}

/** CPU time in µs per new connection. */
function eachCosts(before: ClusterCpu, after: ClusterCpu, connections: number): Record<string, number> {
  const of = (part: keyof ClusterCpu): number =>
    Math.round(((after[part] - before[part]) / connections) * 1e6);
  return { routerUs: of('router'), natsUs: of('nats'), gatewaysUs: of('gateways') };
}

async function gatewayMemory({ gateways }: BenchCluster): Promise<readonly number[]> {
  return Promise.all(gateways.map(async (gateway) => (await gateway.usageAfterGc()).rss));
}

/** Starts a holder for each gateway; all of them open connections at the same time. */
async function openAll(
  lab: Lab,
  { gateways, users }: BenchCluster,
  total: number,
): Promise<readonly { readonly holder: Child; readonly retries: number }[]> {
  const share = Math.ceil(total / gateways.length);
  const tokens = users.slice(1).map(({ token }) => token);
  const held = gateways.map(() => 0);
  return Promise.all(
    gateways.map(async ({ tcp }, index) => {
      const holder = lab.start('holder', [], { core: LOAD_CORE });
      const own = tokens.slice(index * share, (index + 1) * share);
      holder.say({ do: 'open', port: tcp, tokens: own });
      for (;;) {
        const answer = await holder.next<Progress>();
        if (answer.opened !== undefined) return { holder, retries: answer.retries };
        held[index] = answer.held;
        // Only one holder reports, to limit the output.
        if (index === 0) lab.note(`${held.reduce((sum, each) => sum + each, 0)} of ${total} are connected`);
      }
    }),
  );
}

async function idleShare({ gateways }: BenchCluster, seconds: number): Promise<number> {
  const used = async (): Promise<number> => {
    const all = await Promise.all(gateways.map((gateway) => gateway.usage()));
    return all.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
  };
  const before = await used();
  await passed(seconds * 1000);
  return ((await used()) - before) / seconds;
}

/** One user writes into the room that everybody is in. */
async function broadcast(cluster: BenchCluster, holders: readonly Child[]): Promise<readonly Broadcast[]> {
  const pipe = await dialTcp(cluster.gateways[0]?.tcp ?? 0);
  await attach(pipe, cluster.users[0]?.token ?? '');
  const conversations = await ask(pipe, 10, { case: 'listConversations', value: { limit: 100 } });
  if (conversations.case !== 'conversations') throw new Error(`an odd answer: ${conversations.case}`);
  const lobby = conversations.value.conversations.find(({ title }) => title === 'Lobby')?.id ?? 0;
  const results: Broadcast[] = [];
  for (let number = 0; number <= BROADCASTS; number++) {
    await Promise.all(holders.map((holder) => holder.ask({ do: 'expect', number })));
    const sentMs = Number(process.hrtime.bigint()) / 1e6;
    const target = { case: 'conversation', value: lobby } as const;
    const content = { text: numberedText(number) };
    await ask(pipe, 20 + number, { case: 'send', value: { target, clientId: `all-${number}`, content } });
    const heard = await Promise.all(holders.map((holder) => holder.next<Broadcast>()));
    const latest = (of: (one: Broadcast) => number): number => Math.max(...heard.map(of)) - sentMs;
    // The first one warms up the code.
    if (number > 0) {
      results.push({
        p50Ms: latest((one) => one.p50Ms),
        p99Ms: latest((one) => one.p99Ms),
        lastMs: latest((one) => one.lastMs),
      });
    }
  }
  pipe.close();
  return results;
}

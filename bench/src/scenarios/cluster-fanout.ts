/**
 * The cost of a group message in a cluster, by number of members and gateways. Everything except the last step, the
 * write to each member, should depend on the gateways, not on the members.
 *
 * @module
 */
import { cpuSecondsOf, startCluster } from '../cluster.ts';
import type { BenchCluster, ClusterCpu } from '../cluster.ts';
import type { Lab } from '../lab.ts';
import { attach, dialTcp, onFrames, sendFrame } from '../load/client.ts';
import type { Pipe } from '../load/client.ts';
import { localAddress, makeGroup } from '../load/crowd.ts';
import { sideBySide } from '../side-by-side.ts';
import { numberedText } from '../load/numbered.ts';
import { passed } from '../load/paced.ts';
import type { Outcome, Result } from '../outcome.ts';
import type { Chart } from '../report/chart.ts';
import type { Scenario } from '../scenario.ts';

const MEMBERS = [10, 100, 1000, 4000] as const;
const GATEWAYS = [1, 2, 4] as const;
const MOST_GATEWAYS = 4;
const IN_FLIGHT = 8;

export const clusterFanout: Scenario = {
  name: 'cluster-fanout',
  summary:
    'what a message to a group costs router, NATS and gateways, by members and gateways (needs nats-server)',
  run,
};

/** CPU time in µs per message. */
interface Cost {
  readonly members: number;
  readonly gateways: number;
  readonly router: number;
  readonly nats: number;
  readonly gateway: number;
  readonly messagesPerSecond: number;
}

async function run(lab: Lab): Promise<Outcome> {
  const groups = GATEWAYS.flatMap((gateways) =>
    MEMBERS.map((members) => ({ gateways, members: lab.scaled(members, MOST_GATEWAYS) })),
  );
  const users = groups.reduce((sum, { members }) => sum + members, 0);
  const cluster = await startCluster(lab, { gateways: MOST_GATEWAYS, users });
  lab.note(`${users} connections to ${MOST_GATEWAYS} gateways`);
  const costs: Cost[] = [];
  let from = 0;
  for (const { gateways, members } of groups) {
    const pipes = await join(cluster, { from, to: from + members, gateways });
    const group = await makeGroup(
      { tcp: cluster.gateways[0]?.tcp ?? 0, users: cluster.users },
      from,
      from + members,
    );
    from += members;
    lab.note(`a group of ${members} on ${gateways} gateways`);
    await talk(pipes, { group, seconds: Math.min(0.5, lab.seconds), run: `w${from}` });
    costs.push({
      members,
      gateways,
      ...(await measured(cluster, lab.seconds / 2, () =>
        talk(pipes, { group, seconds: lab.seconds / 2, run: `m${from}` }),
      )),
    });
    for (const pipe of pipes) pipe.close();
  }
  return { results: resultsOf(costs), charts: chartsOf(costs) };
}

/** Connects users to the first `gateways` gateways, in turn. */
function join(
  { gateways: all, users }: BenchCluster,
  { from, to, gateways }: { readonly from: number; readonly to: number; readonly gateways: number },
): Promise<readonly Pipe[]> {
  return sideBySide(to - from, async (index) => {
    const pipe = await dialTcp(all[index % gateways]?.tcp ?? 0, localAddress(index));
    await attach(pipe, users[from + index]?.token ?? '');
    return pipe;
  });
}

/** The first member keeps some messages in flight. Resolves with their number when all are acked. */
async function talk(
  pipes: readonly Pipe[],
  { group, seconds, run: prefix }: { readonly group: number; readonly seconds: number; readonly run: string },
): Promise<number> {
  const [speaker] = pipes;
  if (speaker === undefined) return 0;
  const end = performance.now() + seconds * 1000;
  let [sent, acked] = [0, 0];
  await new Promise<void>((resolve, reject) => {
    const next = (): void => {
      const id = 10 + sent++;
      const message = { clientId: `${prefix}-${id}`, text: numberedText(id) };
      speaker.write(sendFrame(id, { case: 'conversation', value: group }, message));
    };
    onFrames(speaker, ({ re, body }) => {
      if (re === 0) return;
      if (body?.case !== 'ack') reject(new Error(`a message was refused: ${JSON.stringify(body)}`));
      acked++;
      if (performance.now() < end) next();
      else if (acked === sent) resolve();
    });
    for (let count = 0; count < IN_FLIGHT; count++) next();
  });
  return acked;
}

async function measured(
  cluster: BenchCluster,
  seconds: number,
  work: () => Promise<number>,
): Promise<Omit<Cost, 'members' | 'gateways'>> {
  // Subtracts what the processes use while idle.
  const idleFrom = await cpuSecondsOf(cluster);
  await passed(seconds * 500);
  const idleTo = await cpuSecondsOf(cluster);
  const start = performance.now();
  const messages = await work();
  const elapsed = (performance.now() - start) / 1000;
  const after = await cpuSecondsOf(cluster);
  const each = (part: keyof ClusterCpu): number => {
    const idle = (idleTo[part] - idleFrom[part]) / (seconds / 2);
    return Math.max(0, (after[part] - idleTo[part] - idle * elapsed) / messages) * 1e6;
  };
  return {
    router: each('router'),
    nats: each('nats'),
    gateway: each('gateways'),
    messagesPerSecond: messages / elapsed,
  };
}

function resultsOf(costs: readonly Cost[]): Outcome['results'] {
  const at = (gateways: number, which: 'least' | 'most'): Cost | undefined => {
    const some = costs.filter((cost) => cost.gateways === gateways);
    return which === 'least' ? some[0] : some.at(-1);
  };
  const byMembers = (gateways: number): Result => {
    const [few, many] = [at(gateways, 'least'), at(gateways, 'most')];
    return {
      what: `a message to a group of ${many?.members} on ${gateways} gateways: the router's part`,
      figure: many?.router ?? 0,
      unit: 'µs of a core',
      floor: few?.router ?? 0,
      floorName: `a message to a group of ${few?.members} there`,
      targets: [{ ratioAtMost: 2 }],
      detail: detailOf(many),
    };
  };
  const [headline, ...more] = [...GATEWAYS].toReversed().map(byMembers);
  if (headline === undefined) throw new Error('nothing was measured');
  return [headline, ...more];
}

function detailOf(cost: Cost | undefined): Record<string, number> {
  if (cost === undefined) return {};
  const { nats, gateway, members, messagesPerSecond } = cost;
  return {
    natsUs: Number(nats.toPrecision(3)),
    gatewaysUs: Number(gateway.toPrecision(3)),
    gatewaysUsPerMember: Number((gateway / members).toPrecision(3)),
    messagesPerSecond: Math.round(messagesPerSecond),
  };
}

function chartsOf(costs: readonly Cost[]): readonly Chart[] {
  const chart = (title: string, of: (cost: Cost) => number): Chart => ({
    title,
    x: { label: 'members of the group, all online', scale: 'log' },
    y: { label: 'µs of a core for a message', scale: 'log' },
    series: GATEWAYS.map((gateways) => ({
      name: gateways === 1 ? 'on 1 gateway' : `on ${gateways} gateways`,
      points: costs
        .filter((cost) => cost.gateways === gateways)
        .map((cost) => [cost.members, Math.max(1, of(cost))]),
    })),
  });
  return [
    chart('A message to a group: router and NATS', ({ router, nats }) => router + nats),
    chart('A message to a group: all gateways together', ({ gateway }) => gateway),
  ];
}

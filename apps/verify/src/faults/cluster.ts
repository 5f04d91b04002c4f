/**
 * Faults of a cluster: of its nodes, its database and its bus.
 *
 * @module
 */
import type { Dice } from '../dice.ts';
import type { Entry } from '../history.ts';
import type { ClusterNode, ClusterParts, System } from '../system/system.ts';
import { pause, seconds, untilEntry } from './fault.ts';
import type { Fault, Infliction, Scene } from './fault.ts';

export const whyNoCluster = ({ cluster }: System): string | undefined =>
  cluster === undefined ? 'this is no cluster of ours' : undefined;

export function clusterOf({ cluster }: System): ClusterParts {
  if (cluster === undefined) throw new Error('this system is no cluster');
  return cluster;
}

/** What a node takes to start on a machine with little to spare. */
const START_MS = 3000;

export const nodeKill: Fault = {
  name: 'node-kill',
  summary: 'A gateway or router is killed with SIGKILL and started again.',
  lane: 'system',
  lengthMs: [50, 3000],
  overheadMs: START_MS,
  whyNot: whyNoCluster,
  async inflict({ system }, { dice, lengthMs }) {
    const node = dice.pick(clusterOf(system).nodes);
    await node.kill();
    await pause(lengthMs);
    await node.start();
    return `${node.name}, gone for ${seconds(lengthMs)}`;
  },
};

export const nodeFreeze: Fault = {
  name: 'node-freeze',
  summary: 'A gateway or router hangs (SIGSTOP), is taken for dead, and goes on later.',
  lane: 'system',
  lengthMs: [500, 8000],
  whyNot: whyNoCluster,
  async inflict({ system }, { dice, lengthMs }) {
    const node = dice.pick(clusterOf(system).nodes);
    node.pause();
    await pause(lengthMs);
    node.resume();
    return `${node.name}, hung for ${seconds(lengthMs)}`;
  },
};

export const rollingRestart: Fault = {
  name: 'rolling-restart',
  summary: 'Routers, and gateways beside them, are restarted in order, one after the other, under load.',
  lane: 'system',
  lengthMs: [20, 500],
  overheadMs: 4 * START_MS,
  whyNot: whyNoCluster,
  async inflict({ system }, { lengthMs, over }) {
    const rows = Map.groupBy(clusterOf(system).nodes, ({ role }) => role);
    let count = 0;
    const restart = async (row: readonly ClusterNode[]): Promise<void> => {
      for (const node of row) {
        if (over.aborted) return;
        await node.stop();
        await pause(lengthMs);
        await node.start();
        await node.untilReady();
        count += 1;
      }
    };
    await Promise.all([...rows.values()].map(restart));
    return `${count} nodes`;
  },
};

type Service = 'database' | 'bus';

/** How long sends may take to flow again until it is not waited for any more; what is owed is 10 s. */
const RECOVERY_MS = 30_000;

/** Waits until a message is acked that was sent since the entry `from`, and writes down how long that took. */
async function untilFlowing({ history }: Scene, from: number, over: AbortSignal): Promise<void> {
  const startedAt = history.elapsedMs;
  const sent = new Set<string>();
  const isFlowing = (entry: Entry): boolean => {
    if (entry.op !== 'send') return false;
    if (entry.stage === 'invoke') sent.add(entry.id);
    return entry.stage === 'ok' && entry.at >= startedAt && sent.has(entry.id);
  };
  if (!(await untilEntry({ history, from }, isFlowing, RECOVERY_MS, over)) && over.aborted) return;
  history.record({ op: 'recovery', of: 'database', tookMs: history.elapsedMs - startedAt });
}

async function whileBroken(
  scene: Scene,
  which: Service,
  { lengthMs, over }: Infliction,
  act: { readonly breakIt: () => Promise<void> | void; readonly mendIt: () => Promise<void> | void },
): Promise<void> {
  const from = scene.history.entries.length;
  await act.breakIt();
  await pause(lengthMs, over);
  await act.mendIt();
  if (which === 'database') await untilFlowing(scene, from, over);
}

const TITLES = { database: 'PostgreSQL', bus: 'NATS' } as const;

function serviceKill(which: Service): Fault {
  return {
    name: `${which}-kill`,
    summary: `${TITLES[which]} is killed with SIGKILL and started again some seconds later.`,
    lane: 'system',
    lengthMs: [100, 6000],
    whyNot: whyNoCluster,
    async inflict(scene, infliction) {
      const service = clusterOf(scene.system)[which];
      const act = { breakIt: () => service.kill(), mendIt: () => service.start() };
      await whileBroken(scene, which, infliction, act);
      return `gone for ${seconds(infliction.lengthMs)}`;
    },
  };
}

function serviceFreeze(which: Service): Fault {
  return {
    name: `${which}-freeze`,
    summary: `${TITLES[which]} hangs (SIGSTOP), with open connections, and goes on later.`,
    lane: 'system',
    lengthMs: [500, 6000],
    whyNot: whyNoCluster,
    async inflict(scene, infliction) {
      const service = clusterOf(scene.system)[which];
      const act = { breakIt: () => service.pause(), mendIt: () => service.resume() };
      await whileBroken(scene, which, infliction, act);
      return `hung for ${seconds(infliction.lengthMs)}`;
    },
  };
}

export const databaseKill = serviceKill('database');
export const databaseFreeze = serviceFreeze('database');
export const busKill = serviceKill('bus');
export const busFreeze = serviceFreeze('bus');

export const busAway: Fault = {
  ...busKill,
  name: 'bus-away',
  summary: 'NATS is gone for a minute, or for as long as there is time for.',
  lengthMs: [60_000, 60_000],
  leastScale: 0.04,
};

export const oneWayCut: Fault = {
  name: 'one-way-cut',
  summary: 'Packets between a node and the bus, the database or everything are dropped in one direction.',
  lane: 'system',
  lengthMs: [1000, 8000],
  whyNot: (system) => whyNoCluster(system) ?? system.missing['hosts'],
  async inflict({ system }, { dice, lengthMs, over }) {
    const cluster = clusterOf(system);
    const node = dice.pick(cluster.nodes);
    if (node.host === undefined) throw new Error(`the ${node.name} has no host of its own`);
    const direction = dice.chance(0.5) ? 'in' : 'out';
    const [peer, ports] = peerOf(cluster, node, dice);
    try {
      await node.host.cut(direction, ports);
      await pause(lengthMs, over);
    } finally {
      await node.host.mend();
    }
    const what = direction === 'in' ? `did not hear ${peer}` : `was not heard by ${peer}`;
    return `${node.name} ${what} for ${seconds(lengthMs)}`;
  },
};

/** From whom a node is cut off, and its ports. */
function peerOf(
  { database }: ClusterParts,
  { role, busLine }: ClusterNode,
  dice: Dice,
): readonly [name: string, ports: readonly number[]] {
  const bus = ['the bus', [Number(new URL(busLine.url).port)]] as const;
  const everything = ['anything', []] as const;
  if (role === 'gateway') return dice.pick([bus, everything]);
  return dice.pick([bus, ['the database', [Number(new URL(database.url).port)]] as const, everything]);
}

/**
 * Faults of a cluster's nodes, database and bus.
 *
 * @module
 */
import type { Dice } from '../dice.ts';
import type { Entry } from '../history.ts';
import type { ClusterNode, ClusterParts } from '../system/system.ts';
import { goneFor, hungFor, seconds } from './fault.ts';
import { pause, untilEntry } from '../waiting.ts';
import type { Fault, Scene } from './fault.ts';
import { cluster } from './need.ts';

/** How long a node takes to start on a busy machine. */
const START_MS = 3000;

export const nodeKill: Fault = {
  name: 'node-kill',
  summary: 'A gateway or router is killed with SIGKILL and started again.',
  lane: 'system',
  lengthMs: [50, 3000],
  overheadMs: START_MS,
  whyNot: cluster.whyNot,
  async inflict({ system }, infliction) {
    const node = infliction.dice.pick(cluster.of(system).nodes);
    return `${node.name}, ${await goneFor(node, infliction)}`;
  },
};

export const nodeFreeze: Fault = {
  name: 'node-freeze',
  summary: 'A gateway or router hangs (SIGSTOP), is taken for dead, and goes on later.',
  lane: 'system',
  lengthMs: [500, 8000],
  whyNot: cluster.whyNot,
  async inflict({ system }, infliction) {
    const node = infliction.dice.pick(cluster.of(system).nodes);
    return `${node.name}, ${await hungFor(node, infliction)}`;
  },
};

export const rollingRestart: Fault = {
  name: 'rolling-restart',
  summary: 'Routers, and gateways beside them, are restarted in order, one after the other, under load.',
  lane: 'system',
  lengthMs: [20, 500],
  overheadMs: 4 * START_MS,
  whyNot: cluster.whyNot,
  async inflict({ system }, { lengthMs, over }) {
    const rows = Map.groupBy(cluster.of(system).nodes, ({ role }) => role);
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

/** How long to wait until sends flow again; the target is 10 s. */
const RECOVERY_MS = 30_000;

/** Waits for the ack of a message sent since the entry `from`, and records how long that took. */
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

type Outage = typeof goneFor | typeof hungFor;

const ofDatabase =
  (outage: Outage): Fault['inflict'] =>
  async (scene, infliction) => {
    const from = scene.history.entries.length;
    const what = await outage(cluster.of(scene.system).database, infliction);
    await untilFlowing(scene, from, infliction.over);
    return what;
  };

const ofBus =
  (outage: Outage): Fault['inflict'] =>
  ({ system }, infliction) =>
    outage(cluster.of(system).bus, infliction);

export const databaseKill: Fault = {
  name: 'database-kill',
  summary: 'PostgreSQL is killed with SIGKILL and started again some seconds later.',
  lane: 'system',
  lengthMs: [100, 6000],
  whyNot: cluster.whyNot,
  inflict: ofDatabase(goneFor),
};

export const databaseFreeze: Fault = {
  name: 'database-freeze',
  summary: 'PostgreSQL hangs (SIGSTOP), with open connections, and goes on later.',
  lane: 'system',
  lengthMs: [500, 6000],
  whyNot: cluster.whyNot,
  inflict: ofDatabase(hungFor),
};

export const busKill: Fault = {
  name: 'bus-kill',
  summary: 'NATS is killed with SIGKILL and started again some seconds later.',
  lane: 'system',
  lengthMs: [100, 6000],
  whyNot: cluster.whyNot,
  inflict: ofBus(goneFor),
};

export const busFreeze: Fault = {
  name: 'bus-freeze',
  summary: 'NATS hangs (SIGSTOP), with open connections, and goes on later.',
  lane: 'system',
  lengthMs: [500, 6000],
  whyNot: cluster.whyNot,
  inflict: ofBus(hungFor),
};

export const busAway: Fault = {
  ...busKill,
  name: 'bus-away',
  summary: 'NATS is gone for a minute, or for as long as there is time for.',
  lengthMs: [60_000, 60_000],
  leastScale: 0.04,
};

export const nodeAlone: Fault = {
  name: 'node-alone',
  summary: 'One gateway loses NATS while the others keep it, for longer than its clients may stay there.',
  lane: 'system',
  lengthMs: [8000, 20_000],
  whyNot: cluster.whyNot,
  async inflict({ system }, { dice, lengthMs, over }) {
    const gateways = cluster.of(system).nodes.filter(({ role }) => role === 'gateway');
    const { name, busLine } = dice.pick(gateways);
    try {
      busLine.break();
      await pause(lengthMs, over);
    } finally {
      busLine.mend();
    }
    return `${name} for ${seconds(lengthMs)}`;
  },
};

export const oneWayCut: Fault = {
  name: 'one-way-cut',
  summary: 'Packets between a node and the bus, the database or everything are dropped in one direction.',
  lane: 'system',
  lengthMs: [1000, 8000],
  whyNot: (system) => cluster.whyNot(system) ?? system.missing['hosts'],
  async inflict({ system }, { dice, lengthMs, over }) {
    const parts = cluster.of(system);
    const node = dice.pick(parts.nodes);
    if (node.host === undefined) throw new Error(`the ${node.name} has no host of its own`);
    const direction = dice.chance(0.5) ? 'in' : 'out';
    const [peer, ports] = peerOf(parts, node, dice);
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

/** The peer from which a node is cut off, with its ports. */
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

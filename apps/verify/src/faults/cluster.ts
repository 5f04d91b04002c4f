/**
 * Faults of a cluster: of its nodes, its database and its bus.
 *
 * @module
 */
import type { ClusterParts, System } from '../system/system.ts';
import { pause, seconds } from './fault.ts';
import type { Fault } from './fault.ts';

const whyNot = ({ cluster }: System): string | undefined =>
  cluster === undefined ? 'this is no cluster of ours' : undefined;

function clusterOf({ cluster }: System): ClusterParts {
  if (cluster === undefined) throw new Error('this system is no cluster');
  return cluster;
}

export const nodeKill: Fault = {
  name: 'node-kill',
  summary: 'A gateway or router is killed with SIGKILL and started again.',
  lane: 'system',
  lengthMs: [50, 3000],
  whyNot,
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
  whyNot,
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
  summary: 'Every router and gateway is restarted in order, one after the other, under load.',
  lane: 'system',
  lengthMs: [20, 500],
  whyNot,
  async inflict({ system }, { lengthMs }) {
    const { nodes } = clusterOf(system);
    for (const node of nodes) {
      await node.stop();
      await pause(lengthMs);
      await node.start();
      await node.untilReady();
    }
    return `${nodes.length} nodes`;
  },
};

function serviceKill(which: 'database' | 'bus', title: string): Fault {
  return {
    name: `${which}-kill`,
    summary: `${title} is killed with SIGKILL and started again some seconds later.`,
    lane: 'system',
    lengthMs: [100, 6000],
    whyNot,
    async inflict({ system }, { lengthMs }) {
      const service = clusterOf(system)[which];
      await service.kill();
      await pause(lengthMs);
      await service.start();
      return `gone for ${seconds(lengthMs)}`;
    },
  };
}

function serviceFreeze(which: 'database' | 'bus', title: string): Fault {
  return {
    name: `${which}-freeze`,
    summary: `${title} hangs (SIGSTOP), with open connections, and goes on later.`,
    lane: 'system',
    lengthMs: [500, 6000],
    whyNot,
    async inflict({ system }, { lengthMs }) {
      const service = clusterOf(system)[which];
      service.pause();
      await pause(lengthMs);
      service.resume();
      return `hung for ${seconds(lengthMs)}`;
    },
  };
}

export const databaseKill = serviceKill('database', 'PostgreSQL');
export const databaseFreeze = serviceFreeze('database', 'PostgreSQL');
export const busKill = serviceKill('bus', 'NATS');
export const busFreeze = serviceFreeze('bus', 'NATS');

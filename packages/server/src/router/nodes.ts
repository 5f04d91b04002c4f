/**
 * How all processes of the server are, for administrators.
 *
 * @module
 */
import type { ListNodes, NodeInit, NodesInit } from '@posthorn/protocol';
import { STATUS_SUBJECT } from '../bus/subjects.ts';
import type { NodeInfo } from '../cluster/nodes.ts';
import { decodeNodeStatus, encodeStatusQuery } from '../generated/bus.ts';
import type { NodeStatus } from '../generated/bus.ts';
import type { Caller } from './router.ts';
import type { Services } from './services.ts';

/** A node that takes longer is not well. */
const ANSWER_TIMEOUT_MS = 1500;

const ASK = encodeStatusQuery({});

/** ListNodes: what every node announced, and what it answers now. */
export async function listNodes(
  { bus, cluster }: Services,
  _caller: Caller,
  _request: ListNodes,
): Promise<NodesInit> {
  const answers = await bus.gather(STATUS_SUBJECT, ASK, {
    timeoutMs: ANSWER_TIMEOUT_MS,
    expected: cluster.count,
  });
  const statuses = answers.map((answer) => decodeNodeStatus(answer));
  const byId = new Map(statuses.map((status) => [status.id, status]));
  return { nodes: cluster.all().map((info) => toNode(info, byId.get(info.id))) };
}

function toNode(info: NodeInfo, status: NodeStatus | undefined): NodeInit {
  const { id, host, httpPort, version, startedAt, addresses } = info;
  return {
    id,
    host,
    httpPort,
    version,
    startedAt,
    addresses,
    gateway: info.isGateway,
    router: info.isRouter,
    draining: info.isDraining,
    answers: status !== undefined,
    trouble: status?.trouble ?? 'it does not answer',
    connections: status?.connections ?? info.connections,
    running: status?.running ?? info.running,
    ...(status !== undefined && {
      lagging: status.lagging,
      appended: status.appended,
      delivered: status.delivered,
      loopDelayMs: status.loopDelayMs,
      memoryBytes: status.memoryBytes,
      busLost: status.busLost,
      busOutages: status.busOutages,
      time: status.time,
    }),
  };
}

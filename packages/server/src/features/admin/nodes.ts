/**
 * The state of all nodes, for administrators.
 *
 * @module
 */
import type { ListNodes, NodeInit, NodesInit } from '@posthorn/protocol';
import { askStatuses } from '../../cluster/ask-statuses.ts';
import type { NodeInfo } from '../../cluster/nodes.ts';
import type { NodeStatus } from '../../generated/bus.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';

/** ListNodes: what each node last announced, and its current status if it answers. */
export async function listNodes(
  { bus, cluster }: Services,
  _caller: Caller,
  _request: ListNodes,
): Promise<NodesInit> {
  const statuses = await askStatuses(bus, cluster.count);
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

/**
 * What a node says of itself.
 *
 * @module
 */
import type { NodeInfo } from '../../../src/cluster/nodes.ts';

/** A gateway by the name of `gateway`, or a router. */
export function infoOf(id: string): NodeInfo {
  return {
    id,
    isGateway: id === 'gateway',
    isRouter: id !== 'gateway',
    version: '',
    startedAt: 0,
    connections: 0,
    attaching: 0,
    isDraining: false,
    addresses: [],
    wires: [],
    epoch: '',
    host: '',
    running: 0,
    httpPort: 0,
    requests: undefined,
    now: 0,
    provesSessions: true,
  };
}

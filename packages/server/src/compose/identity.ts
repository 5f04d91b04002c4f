/**
 * What a node announces about itself.
 *
 * @module
 */
import type { Random } from '../clock.ts';
import type { NodeInfo } from '../cluster/nodes.ts';
import type { RequestList } from '../generated/bus.ts';
import type { WireProtocol } from '../protocols/wire-protocol.ts';
import { announcedAddresses } from './addresses.ts';
import type { OpenPorts } from './addresses.ts';
import type { ServerParts } from './parts.ts';
import { activeWires } from './protocols.ts';
import { VERSION } from '../version.ts';

/** What is known only once the node runs. */
export interface NodeState {
  readonly connections: () => number;
  readonly attaching: () => number;
  readonly running: () => number;
  readonly epoch: () => string | undefined;
  /** The requests that its router carries out; undefined without a router. */
  readonly requests: RequestList | undefined;
  readonly listeners: OpenPorts;
}

const ID_BYTES = 6;

/** Unique among all nodes and all starts. */
export function newNodeId(random: Random): string {
  return Buffer.from(random.bytes(ID_BYTES)).toString('hex');
}

export class NodeIdentity {
  readonly #parts: ServerParts;
  readonly #wires: readonly WireProtocol[];
  /** New at each start. */
  readonly id: string;
  readonly startedAt: number;
  isDraining = false;
  /** Whether traffic should go to other nodes although this one keeps running. */
  shouldYieldTraffic: () => boolean = () => false;
  /** Undefined while the node starts. */
  state: NodeState | undefined;

  constructor(parts: ServerParts) {
    this.#parts = parts;
    this.#wires = activeWires(parts);
    this.id = parts.id ?? newNodeId(parts.random);
    this.startedAt = parts.clock.now();
  }

  info(): NodeInfo {
    const { config, hostName = '' } = this.#parts;
    const { state } = this;
    const addresses =
      state === undefined
        ? { addresses: [], wires: [] }
        : announcedAddresses(this.#parts, this.#wires, state.listeners);
    return {
      id: this.id,
      isGateway: config.role !== 'router',
      isRouter: config.role !== 'gateway',
      version: VERSION,
      startedAt: this.startedAt,
      connections: state?.connections() ?? 0,
      attaching: state?.attaching() ?? 0,
      isDraining: this.isDraining || this.shouldYieldTraffic(),
      ...addresses,
      epoch: config.role === 'gateway' ? '' : (state?.epoch() ?? ''),
      host: hostName,
      running: state?.running() ?? 0,
      httpPort: state?.listeners.httpPort ?? 0,
      requests: state?.requests,
      now: this.#parts.clock.now(),
      provesSessions: true,
    };
  }
}

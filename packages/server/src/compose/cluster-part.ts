/**
 * The part that makes a process a node of a cluster: it knows the other nodes and has links to them. A single process is
 * a cluster of one.
 *
 * @module
 */
import type { Bus } from '../bus/bus.ts';
import { GatewayChoice } from '../cluster/gateway-choice.ts';
import type { Config } from './options.ts';
import { Links } from '../cluster/links.ts';
import { Nodes } from '../cluster/nodes.ts';
import type { NodeInfo } from '../cluster/nodes.ts';
import type { Successors } from '../gateway/drain.ts';
import { NodeIdentity } from './identity.ts';
import type { ServerParts } from './parts.ts';

export interface ClusterPart {
  readonly identity: NodeIdentity;
  readonly nodes: Nodes;
  readonly links: Links;
  readonly gateways: GatewayChoice;
  /** The nodes that take this node's clients when it goes down. */
  readonly successors: Successors;
  /** Announces the departure. Idempotent. `movedUsers`: see {@link Nodes.close}. */
  close(movedUsers?: readonly number[]): void;
}

export interface ClusterPartOptions {
  readonly parts: ServerParts;
  readonly bus: Bus;
}

export function createClusterPart({ parts, bus }: ClusterPartOptions): ClusterPart {
  const { config, clock, random, logger } = parts;
  const identity = new NodeIdentity(parts);
  const nodes = new Nodes({ bus, clock, logger, self: () => identity.info() });
  const links = new Links({ bus, clock, random, self: identity.id });
  nodes.listen({ gone: ({ id }) => links.forget(id) });
  const gateways = new GatewayChoice({ strategy: config.gatewayStrategy, random, nodes });
  return {
    identity,
    nodes,
    links,
    gateways,
    successors: {
      loads: () => nodes.others().filter((node) => takesOver(node, config.role)),
      endpoints: (user, schemes) => endpointsOf(gateways, user, schemes),
    },
    close(movedUsers) {
      links.close();
      nodes.close(movedUsers);
    },
  };
}

function endpointsOf(gateways: GatewayChoice, user: number, schemes?: readonly string[]): readonly string[] {
  if (schemes === undefined) return gateways.endpoints(user, true).map(({ url }) => url);
  const { address } = gateways.forWire(user, ({ scheme }) => schemes.includes(scheme)) ?? {};
  return address === undefined ? [] : [`${address.scheme}://${address.host}:${address.port}`];
}

/** A router has clients too: those of the event stream, which go to any router. */
function takesOver(node: NodeInfo, role: Config['role']): boolean {
  return !node.isDraining && (role === 'router' ? node.isRouter : node.isGateway);
}

/**
 * What makes a process a node of a cluster: it knows the others and has links to them. Alone it is a cluster of one.
 *
 * @module
 */
import type { Bus } from '../bus/bus.ts';
import { GatewayChoice } from '../cluster/gateway-choice.ts';
import { Links } from '../cluster/links.ts';
import { Nodes } from '../cluster/nodes.ts';
import { Identity } from './identity.ts';
import type { ServerParts } from './parts.ts';

export interface ClusterPart {
  readonly identity: Identity;
  readonly nodes: Nodes;
  readonly links: Links;
  readonly gateways: GatewayChoice;
  /** Takes leave. Idempotent. */
  close(): void;
}

export interface ClusterPartOptions {
  readonly parts: ServerParts;
  readonly bus: Bus;
}

export function createClusterPart({ parts, bus }: ClusterPartOptions): ClusterPart {
  const { config, clock, random, logger } = parts;
  const identity = new Identity(parts);
  const nodes = new Nodes({ bus, clock, logger, self: () => identity.info() });
  const links = new Links({ bus, clock, random, self: identity.id });
  nodes.listen({ gone: ({ id }) => links.forget(id) });
  return {
    identity,
    nodes,
    links,
    gateways: new GatewayChoice({ strategy: config.gatewayStrategy, random, nodes }),
    close() {
      links.close();
      nodes.close();
    },
  };
}

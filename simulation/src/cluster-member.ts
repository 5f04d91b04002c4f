/**
 * Makes a node that is only gateway or only router a member of a cluster, with the real list of nodes and the real
 * links over the simulated bus. Connects them like compose/server.ts and compose/running.ts.
 *
 * @module
 */
import type { Clock } from '../../packages/server/src/clock.ts';
import { GatewayChoice } from '../../packages/server/src/cluster/gateway-choice.ts';
import { Links } from '../../packages/server/src/cluster/links.ts';
import { Nodes } from '../../packages/server/src/cluster/nodes.ts';
import type { NodeInfo } from '../../packages/server/src/cluster/nodes.ts';
import { newNodeId } from '../../packages/server/src/compose/identity.ts';
import type { RequestList } from '../../packages/server/src/generated/bus.ts';
import type { NodeOptions } from './node.ts';
import type { Process } from './process.ts';

export interface MemberState {
  readonly connections?: () => number;
  readonly attaching?: () => number;
  readonly running?: () => number;
  readonly epoch?: () => string;
  readonly requests?: RequestList;
}

export class ClusterMember {
  readonly id: string;
  readonly nodes: Nodes;
  readonly links: Links;
  readonly gateways: GatewayChoice;
  readonly #options: NodeOptions;
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #role: 'gateway' | 'router';
  #isDraining = false;
  state: MemberState = {};

  constructor(options: NodeOptions, { bus, clock, logger }: Process, role: 'gateway' | 'router') {
    this.#options = options;
    this.#role = role;
    const random = options.chance;
    this.id = newNodeId(random);
    this.#clock = clock;
    this.#startedAt = clock.now();
    this.nodes = new Nodes({ bus, clock, logger, self: () => this.#info() });
    this.links = new Links({ bus, clock, random, self: this.id });
    this.nodes.listen({ gone: ({ id }) => this.links.forget(id) });
    this.gateways = new GatewayChoice({ strategy: options.setting.strategy, random, nodes: this.nodes });
  }

  /** Announces that the node drains: work goes elsewhere from now on. */
  beginToDrain(): void {
    this.#isDraining = true;
    this.nodes.announce();
  }

  /** Announces the departure of the node, and stops. */
  close(movedUsers?: readonly number[]): void {
    this.links.close();
    this.nodes.close(movedUsers);
  }

  #info(): NodeInfo {
    const { address } = this.#options;
    const { connections, attaching, running, epoch, requests } = this.state;
    return {
      id: this.id,
      isGateway: this.#role === 'gateway',
      isRouter: this.#role === 'router',
      version: 'simulated',
      startedAt: this.#startedAt,
      connections: connections?.() ?? 0,
      attaching: attaching?.() ?? 0,
      isDraining: this.#isDraining,
      addresses: address === undefined ? [] : [address],
      wires: [],
      epoch: epoch?.() ?? '',
      host: '',
      running: running?.() ?? 0,
      httpPort: 0,
      requests,
      now: this.#clock.now(),
      provesSessions: true,
    };
  }
}

/**
 * A node that is only a gateway: the real one, which reaches its routers over the real links.
 *
 * @module
 */
import { REGISTRY } from '../../packages/server/src/compose/features.ts';
import type { Gateway } from '../../packages/server/src/gateway/gateway.ts';
import type { Transport } from '../../packages/server/src/gateway/transport.ts';
import { announced } from '../../packages/server/src/rpc/known-requests.ts';
import { RemoteRouter } from '../../packages/server/src/rpc/remote.ts';
import { ClusterMember } from './cluster-member.ts';
import type { Node, NodeOptions } from './node.ts';
import { Process } from './process.ts';
import { accept, createGateway } from './roles.ts';
import type { ServerSide } from './wire.ts';

export class GatewayNode implements Node {
  readonly process: Process;
  readonly #member: ClusterMember;
  readonly #remote: RemoteRouter;
  readonly #gateway: Gateway;
  isStaying = true;

  constructor(options: NodeOptions) {
    this.process = new Process(options);
    const { bus, clock, logger } = this.process;
    this.#member = new ClusterMember(options, this.process, 'gateway');
    const { id, nodes } = this.#member;
    const links = options.links.opening(this.#member.links, id);
    this.#remote = new RemoteRouter({
      bus,
      clock,
      logger,
      nodes,
      usualRequests: announced(REGISTRY.requests.values()),
      links: options.sabotage.links?.(links, options.scheduler) ?? links,
    });
    this.#gateway = createGateway(options, this.process, {
      router: this.#remote,
      epoch: () => nodes.others().find(({ isRouter, epoch }) => isRouter && epoch !== '')?.epoch,
    });
    this.#listen();
    // If the process is killed while it joins, it never joins.
    void nodes.join();
  }

  accept(transport: Transport): ServerSide | undefined {
    return this.isStaying ? accept(this.#gateway, this.process, transport) : undefined;
  }

  async drain(windowMs: number): Promise<void> {
    this.isStaying = false;
    const { nodes, gateways } = this.#member;
    this.#member.beginToDrain();
    await this.#gateway.drain(
      { windowMs, timeoutMs: windowMs },
      {
        loads: () => nodes.others().filter((node) => node.isGateway && !node.isDraining),
        endpoints: (user) => gateways.endpoints(user, true).map(({ url }) => url),
      },
    );
    await this.#gateway.close();
    this.#remote.close();
    this.#member.close();
    await this.process.bus.close();
  }

  missPeer(): void {
    // Does nothing: the node notices by itself.
  }

  #listen(): void {
    const { nodes } = this.#member;
    this.#member.state = {
      connections: () => this.#gateway.connectionCount,
      attaching: () => this.#gateway.attachingCount,
    };
    nodes.listen({
      missed: ({ isRouter }) => {
        if (isRouter) this.#gateway.resyncAll();
      },
      gone: ({ isRouter, isDraining }, departure) => {
        // The router may have died between a commit and its push.
        if (isRouter && departure === undefined) this.#gateway.resyncAll();
        else this.#gateway.review(departure?.movedUsers ?? []);
        if (!isDraining) this.#gateway.gatewayLost();
      },
    });
  }
}

/**
 * A node that is only a router: the real rules, which gateways reach over the real links.
 *
 * @module
 */
import { REGISTRY } from '../../packages/server/src/compose/features.ts';
import type { RouterSide } from '../../packages/server/src/compose/router-side.ts';
import { announced } from '../../packages/server/src/rpc/known-requests.ts';
import { ServedRouter } from '../../packages/server/src/rpc/served.ts';
import { ClusterMember } from './cluster-member.ts';
import type { Node, NodeOptions } from './node.ts';
import { Process } from './process.ts';
import { createRules } from './roles.ts';

/** As in compose/running.ts: how long to wait for gateways to change to another router. */
const HANDOVER_MS = 10_000;

export class RouterNode implements Node {
  readonly process: Process;
  readonly #member: ClusterMember;
  readonly #rules: RouterSide;
  readonly #served: ServedRouter;
  isStaying = true;

  constructor(options: NodeOptions) {
    this.process = new Process(options);
    this.#member = new ClusterMember(options, this.process, 'router');
    const { id, nodes, links, gateways } = this.#member;
    this.#rules = createRules(options, this.process, {
      id,
      endpoints: (user, isLogin) => gateways.endpoints(user, isLogin),
      cluster: nodes,
    });
    const { clock, logger } = this.process;
    const { router, services } = this.#rules;
    this.#served = new ServedRouter({
      clock,
      logger,
      router,
      provesSessions: (gateway) => nodes.peek(gateway)?.provesSessions,
      newSequence: () => services.append.newSequence(),
    });
    links.accept = options.links.accepting((from, link) => this.#served.accept(from, link), id);
    this.#member.state = {
      running: () => this.#served.running,
      epoch: () => options.store.epoch,
      requests: announced(REGISTRY.requests.values()),
    };
    // If the process is killed while it joins, it never joins.
    void nodes.join();
  }

  accept(): undefined {
    return undefined;
  }

  async drain(): Promise<void> {
    this.isStaying = false;
    this.#member.beginToDrain();
    await this.#handOver();
    await this.#rules.close();
    this.#member.close(this.#rules.movedUsers());
    await this.process.bus.close();
  }

  missPeer(): void {
    // Does nothing: the node notices by itself.
  }

  /** Lets gateways move their sessions to other routers, if there are any. */
  async #handOver(): Promise<void> {
    const isOther = this.#member.nodes.others().some(({ isRouter, isDraining }) => isRouter && !isDraining);
    if (!isOther) return;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = this.process.clock.after(HANDOVER_MS, resolve);
    await Promise.race([this.#served.idle(), late]);
    timer.cancel();
  }
}

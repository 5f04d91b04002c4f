/**
 * A node that is a router alone: the real rules, served to gateways over the real links.
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

/** As in compose/running.ts: gateways that do not go to another router by then are left alone. */
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
    this.#served = new ServedRouter({ router: this.#rules.router, logger: this.process.logger });
    links.accept = options.links.accepting((from, link) => this.#served.accept(from, link), id);
    this.#member.state = {
      running: () => this.#served.running,
      epoch: () => options.store.epoch,
      requests: announced(REGISTRY.requests.values()),
    };
    // A process that is killed while it joins never has.
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
    // It notices by itself.
  }

  /** Gateways take their sessions to other routers, if there are any. */
  async #handOver(): Promise<void> {
    const isOther = this.#member.nodes.others().some(({ isRouter, isDraining }) => isRouter && !isDraining);
    if (!isOther) return;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = this.process.clock.after(HANDOVER_MS, resolve);
    await Promise.race([this.#served.idle(), late]);
    timer.cancel();
  }
}

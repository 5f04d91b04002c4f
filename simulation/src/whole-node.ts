/**
 * A node that is gateway and router in one process, like `posthorn start`.
 *
 * @module
 */
import type { RouterSide } from '../../packages/server/src/compose/router-side.ts';
import type { Gateway } from '../../packages/server/src/gateway/gateway.ts';
import type { Transport } from '../../packages/server/src/gateway/transport.ts';
import type { Node, NodeOptions } from './node.ts';
import { Process } from './process.ts';
import { accept, createGateway, createRules } from './roles.ts';
import type { ServerSide } from './wire.ts';

/** Clients know all nodes, and reconnect to any of them within the window. */
const NOBODY = { loads: () => [], endpoints: () => [] };

export class WholeNode implements Node {
  readonly process: Process;
  readonly #rules: RouterSide;
  readonly #gateway: Gateway;
  isStaying = true;

  constructor(options: NodeOptions) {
    this.process = new Process(options);
    this.#rules = createRules(options, this.process, {
      id: options.name,
      endpoints: () => options.endpoints.map((url) => ({ url })),
    });
    this.#gateway = createGateway(options, this.process, {
      router: this.#rules.router,
      epoch: () => options.store.epoch,
    });
  }

  accept(transport: Transport): ServerSide | undefined {
    return this.isStaying ? accept(this.#gateway, this.process, transport) : undefined;
  }

  async drain(windowMs: number): Promise<void> {
    this.isStaying = false;
    await this.#gateway.drain({ windowMs, timeoutMs: windowMs }, NOBODY);
    await this.#gateway.close();
    await this.#rules.close();
    await this.process.bus.close();
  }

  missPeer(): void {
    this.#gateway.resyncAll();
  }
}

/**
 * Which gateways a client is sent to, and in which order it should try them.
 *
 * @module
 */
import type { Endpoint } from '@posthorn/protocol';
import type { Random } from '../clock.ts';
import type { WireAddress } from '../generated/bus.ts';
import type { NodeInfo } from './nodes.ts';
import { byPreference } from './rendezvous.ts';

/**
 * - `least-connections`: those with the fewest connections first.
 * - `round-robin`: each in turn.
 * - `random`: in any order.
 * - `consistent-hash`: a user always goes to the same one while it is there.
 */
export type GatewayStrategy = 'least-connections' | 'round-robin' | 'random' | 'consistent-hash';

export interface GatewayChoiceOptions {
  readonly strategy: GatewayStrategy;
  readonly random: Random;
  readonly nodes: { all(): readonly NodeInfo[] };
}

export interface ChosenWire {
  readonly node: NodeInfo;
  readonly address: WireAddress;
}

/** After this many attempts a client asks again. */
const MAX_GATEWAYS = 8;

export class GatewayChoice {
  readonly #options: GatewayChoiceOptions;
  /** Clients sent to a gateway since its last announcement, which does not count them yet. */
  readonly #sent = new Map<string, { readonly info: NodeInfo; count: number }>();
  #turn = 0;

  constructor(options: GatewayChoiceOptions) {
    this.#options = options;
  }

  /** The addresses of all gateways that take clients, in the order for `user`. `isLogin`: it goes there now. */
  endpoints(user: number, isLogin: boolean): readonly Endpoint[] {
    const takes = ({ addresses }: NodeInfo): boolean => addresses.length > 0;
    const ordered = this.#ordered(user, takes).slice(0, MAX_GATEWAYS);
    if (isLogin) this.#send(ordered[0]);
    return ordered.flatMap(({ addresses }) => addresses.map((url) => ({ url })));
  }

  /** Chooses a gateway with a fitting address for a client that connects there now; undefined when there is none. */
  forWire(user: number, fits: (address: WireAddress) => boolean): ChosenWire | undefined {
    const [node] = this.#ordered(user, ({ wires }) => wires.some(fits));
    this.#send(node);
    const address = node?.wires.find(fits);
    return node && address && { node, address };
  }

  #ordered(user: number, takes: (node: NodeInfo) => boolean): readonly NodeInfo[] {
    const { strategy, random, nodes } = this.#options;
    const gateways = nodes.all().filter((node) => node.isGateway && !node.isDraining && takes(node));
    switch (strategy) {
      case 'least-connections':
        return gateways
          .map((node) => ({ node, load: node.connections + this.#sentTo(node) }))
          .toSorted((a, b) => a.load - b.load)
          .map(({ node }) => node);
      case 'round-robin': {
        const start = gateways.length === 0 ? 0 : this.#turn++ % gateways.length;
        return [...gateways.slice(start), ...gateways.slice(0, start)];
      }
      case 'random':
        return gateways
          .map((node) => ({ node, lot: random.unit() }))
          .toSorted((a, b) => a.lot - b.lot)
          .map(({ node }) => node);
      case 'consistent-hash':
        return byPreference(user, gateways, ({ id }) => id);
    }
  }

  #sentTo(node: NodeInfo): number {
    const sent = this.#sent.get(node.id);
    return sent !== undefined && sent.info === node ? sent.count : 0;
  }

  #send(node: NodeInfo | undefined): void {
    if (node === undefined) return;
    const count = this.#sentTo(node) + 1;
    this.#sent.set(node.id, { info: node, count });
    // Gateways that are gone.
    if (this.#sent.size > 1000) this.#sent.clear();
  }
}

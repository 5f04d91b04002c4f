/**
 * The routers of a cluster as seen by a gateway: which may be asked, and the links to them.
 *
 * @module
 */
import type { Links } from '../cluster/links.ts';
import type { NodeInfo, Nodes } from '../cluster/nodes.ts';
import { preferred } from '../cluster/rendezvous.ts';
import type { Clock } from '../clock.ts';
import { KnownRequests } from './known-requests.ts';
import { Peer } from './peer.ts';
import type { PeerOptions } from './peer.ts';

export interface RoutersOptions extends Pick<PeerOptions, 'onAnswer' | 'onEnd'> {
  readonly clock: Clock;
  readonly nodes: Nodes;
  readonly links: Links;
  /** Requests known to routers that announce none. */
  readonly usual: KnownRequests;
}

/** A silent router is avoided for this long. */
const SHUN_MS = 3000;

export class Routers {
  readonly #options: RoutersOptions;
  readonly #peers = new Map<string, Peer>();
  /** Avoided routers, each with the end of that time (monotonic ms). */
  readonly #shunned = new Map<string, number>();
  /** Announced requests by router id. They never change: a router has a new id at each start. */
  readonly #known = new Map<string, KnownRequests>();

  constructor(options: RoutersOptions) {
    this.#options = options;
  }

  /** Routers with a link. */
  get peers(): Iterable<Peer> {
    return this.#peers.values();
  }

  peek(id: string): Peer | undefined {
    return this.#peers.get(id);
  }

  /** Whether there is a router to ask, other than `besides`. */
  hasAny(besides?: Peer): boolean {
    return this.#candidates().some(({ id }) => id !== besides?.id);
  }

  /** The router that this key prefers; undefined if there is none. */
  choose(key: number): Peer | undefined {
    return this.#preferred(key, this.#candidates());
  }

  /** The router that this key prefers among those that know the request; undefined if none does. */
  chooseFor(request: number, key: number): Peer | undefined {
    return this.#preferred(
      key,
      this.#candidates().filter((router) => this.#knownTo(router).has(request)),
    );
  }

  /** Forgets the ended link to a router. */
  left({ id }: Peer, wasSilent: boolean): void {
    const now = this.#options.clock.monotonic();
    this.#peers.delete(id);
    for (const [other, until] of this.#shunned) if (until <= now) this.#shunned.delete(other);
    if (wasSilent) this.#shunned.set(id, now + SHUN_MS);
  }

  /** Ends the link to a node that is gone for good. */
  forget(id: string): void {
    this.#peers.get(id)?.close();
    this.#known.delete(id);
  }

  /** Ends all links. */
  close(): void {
    for (const peer of this.#peers.values()) peer.close();
  }

  /** Routers that may be asked: no silent ones, and draining ones only if there are no others. */
  #candidates(): readonly NodeInfo[] {
    const now = this.#options.clock.monotonic();
    const routers = this.#options.nodes.others().filter(({ isRouter }) => isRouter);
    const answering = routers.filter(({ id }) => (this.#shunned.get(id) ?? 0) <= now);
    const staying = answering.filter(({ isDraining }) => !isDraining);
    return staying.length > 0 ? staying : answering;
  }

  #preferred(key: number, routers: readonly NodeInfo[]): Peer | undefined {
    const router = preferred(key, routers, ({ id }) => id);
    return router && (this.#peers.get(router.id) ?? this.#open(router));
  }

  #open(router: NodeInfo): Peer {
    const peer = new Peer({ ...this.#options, id: router.id, requests: this.#knownTo(router) });
    this.#peers.set(router.id, peer);
    return peer;
  }

  #knownTo({ id, requests }: NodeInfo): KnownRequests {
    if (requests === undefined) return this.#options.usual;
    let known = this.#known.get(id);
    if (known === undefined) this.#known.set(id, (known = new KnownRequests(requests)));
    return known;
  }
}

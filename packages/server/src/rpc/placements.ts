/**
 * Which router each connection with a login uses, and what it must remember to keep the order of its sends.
 *
 * @module
 */
import type { LanePosition } from './lanes.ts';
import type { Peer, PendingCall } from './peer.ts';

/** The order of two that may go to the same place matters. */
function mayMeet(a: string, b: string): boolean {
  return a === b || a[0] !== b[0];
}

/** As many as a server may be set to take in flight; whose client leaves more untried is parted from. */
const MAX_REFUSED = 10_000;

/** One connection's. */
export class Placement {
  peer: Peer | undefined;
  /** Calls that its router has not answered. */
  inFlight = 0;
  /** Calls that wait until the others are answered, because then the connection moves. */
  parked: PendingCall[] = [];
  /** When the routers were last compared. */
  lookedAt = -1;
  /**
   * Lanes by order of sends that were refused for now, and were not tried again yet; by the router that refuses what comes
   * behind them, or has them in front. Undefined: nobody who would.
   */
  readonly #refused = new Map<Peer | undefined, Map<number, string>>();

  /** False: it could overtake an earlier send of this connection. True: it is tried, and holds up nothing any more. */
  mayPass({ order, lane }: LanePosition): boolean {
    if (order === 0) return true;
    for (const [holder, sends] of this.#refused) {
      if (sends.size >= MAX_REFUSED) return false;
      if (holder !== undefined && holder === this.peer) continue;
      for (const [earlier, other] of sends) if (earlier < order && mayMeet(other, lane)) return false;
    }
    this.#forget(order);
    return true;
  }

  /** A send was refused for now, by that router or by ourselves. */
  refused({ order, lane }: LanePosition, holder: Peer | undefined): void {
    if (order === 0) return;
    let sends = this.#refused.get(holder);
    if (sends === undefined) this.#refused.set(holder, (sends = new Map<number, string>()));
    if (sends.size < MAX_REFUSED) sends.set(order, lane);
  }

  /** A send was answered for good. */
  settled({ order }: LanePosition): void {
    if (order !== 0) this.#forget(order);
  }

  /** Whether something is held back. */
  get isHolding(): boolean {
    return this.#refused.size > 0;
  }

  #forget(order: number): void {
    for (const [holder, sends] of this.#refused) {
      if (sends.delete(order) && sends.size === 0) this.#refused.delete(holder);
    }
  }
}

export class Placements {
  readonly #byConnection = new Map<number, Placement>();
  readonly #routers = new Set<string>();
  #version = 0;

  /** Makes one when there is none. */
  of(connection: number): Placement {
    let placement = this.#byConnection.get(connection);
    if (placement === undefined) this.#byConnection.set(connection, (placement = new Placement()));
    return placement;
  }

  peek(connection: number): Placement | undefined {
    return this.#byConnection.get(connection);
  }

  remove(connection: number): Placement | undefined {
    const placement = this.#byConnection.get(connection);
    this.#byConnection.delete(connection);
    return placement;
  }

  /** Whether this connection is at rest and should see if the hash prefers another router now. */
  isOutdated(placement: Placement): boolean {
    return placement.lookedAt !== this.#version && placement.inFlight === 0 && !placement.isHolding;
  }

  looked(placement: Placement): void {
    placement.lookedAt = this.#version;
  }

  /** True for a router that was not seen before. */
  isNew(router: string): boolean {
    if (this.#routers.has(router)) return false;
    this.#routers.add(router);
    return true;
  }

  /** Connections at rest compare the routers again. */
  lookAgain(): void {
    this.#version++;
  }

  /** A router is gone: its connections have none until their next call. Returns them. */
  left(peer: Peer): readonly Placement[] {
    this.#routers.delete(peer.id);
    const left = [...this.#byConnection.values()].filter((placement) => placement.peer === peer);
    for (const placement of left) {
      placement.peer = undefined;
      placement.inFlight = 0;
    }
    return left;
  }
}

/**
 * Which router each connection with a login uses, and what it must remember to keep the order of its sends.
 *
 * @module
 */
import type { Peer, PendingCall } from './remote-peer.ts';

/** One connection's. */
export class Placement {
  peer: Peer | undefined;
  /** Calls that its router has not answered. */
  inFlight = 0;
  /** Calls that wait until the others are answered, because then the connection moves. */
  parked: PendingCall[] = [];
  /** When the routers were last compared. */
  lookedAt = -1;
  /** The lowest order of a send that was refused for now, and was not tried again yet; 0 for none. */
  #held = 0;
  /** Who refused it, and refuses what comes behind it; undefined: nobody who would. */
  #holder: Peer | undefined;

  /** False: a send of that order could overtake an earlier one of this connection. */
  mayPass(order: number): boolean {
    if (order === 0 || this.#held === 0) return true;
    if (order > this.#held) return this.#holder !== undefined && this.#holder === this.peer;
    this.#held = 0;
    this.#holder = undefined;
    return true;
  }

  /** A send was refused for now, by that router or by ourselves. */
  refused(order: number, by: Peer | undefined): void {
    if (order === 0) return;
    this.#holder = this.#held === 0 || this.#holder === by ? by : undefined;
    this.#held = this.#held === 0 ? order : Math.min(this.#held, order);
  }

  /** Whether something is held back. */
  get isHolding(): boolean {
    return this.#held !== 0;
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

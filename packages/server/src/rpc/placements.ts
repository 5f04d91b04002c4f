/**
 * The router of each connection with a login, and what is remembered to keep the order of its sends.
 *
 * @module
 */
import type { LanePosition } from './lanes.ts';
import type { Peer, PendingCall } from './peer.ts';

/** Whether two lanes may lead to the same conversation, so that order matters between them. */
function mayMeet(a: string, b: string): boolean {
  return a === b || a[0] !== b[0];
}

/** The same calls, each connection's sends by rising order: they change places among themselves. */
export function inSendOrder(calls: readonly PendingCall[]): readonly PendingCall[] {
  const sends = Map.groupBy(
    calls.filter(({ order }) => order !== 0),
    ({ caller }) => caller.connection,
  );
  for (const sent of sends.values()) sent.sort((a, b) => a.order - b.order);
  return calls.map((call) =>
    call.order === 0 ? call : (sends.get(call.caller.connection)?.shift() ?? call),
  );
}

/** The highest configurable number of requests in flight. A connection with more untried sends is ended. */
const MAX_REFUSED = 10_000;

/** Where one connection is placed. */
export class Placement {
  peer: Peer | undefined;
  /** Unanswered calls at its router. */
  inFlight = 0;
  /** Calls that wait for the connection to move, once the others are answered. */
  parked: PendingCall[] = [];
  /** Version of the set of routers when it was last looked at. */
  lookedAt = -1;
  /**
   * Sends that were refused for now and not tried again yet: lanes by order. Keyed by the router that enforces the order
   * behind them. Key undefined: no router does.
   */
  readonly #refused = new Map<Peer | undefined, Map<number, string>>();

  /** False: the send could overtake an earlier one of this connection. True: it counts as tried again from here on. */
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

  /** A send was refused for now: by that router, or by this gateway (undefined). */
  refused({ order, lane }: LanePosition, holder: Peer | undefined): void {
    if (order === 0) return;
    let sends = this.#refused.get(holder);
    if (sends === undefined) this.#refused.set(holder, (sends = new Map<number, string>()));
    if (sends.size < MAX_REFUSED) sends.set(order, lane);
  }

  /** A send was acknowledged, or refused for good. */
  settled({ order }: LanePosition): void {
    if (order !== 0) this.#forget(order);
  }

  /** Whether sends wait to be tried again. */
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

  /** Returns the placement of a connection; makes one if there is none. */
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

  /** Whether the set of routers has changed since this connection last looked, and the connection may move now. */
  isOutdated(placement: Placement): boolean {
    return placement.lookedAt !== this.#version && placement.inFlight === 0 && !placement.isHolding;
  }

  looked(placement: Placement): void {
    placement.lookedAt = this.#version;
  }

  /** Returns true the first time for each router. */
  isNew(router: string): boolean {
    if (this.#routers.has(router)) return false;
    this.#routers.add(router);
    return true;
  }

  /** Makes connections look at the set of routers again when they may move. */
  lookAgain(): void {
    this.#version++;
  }

  /** Takes the connections of a lost router from it, until their next call. Returns their placements. */
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

/**
 * Keeps one sender's order when a message in the middle of a pipeline is refused for the moment: what was
 * sent behind it to the same place is refused too, until it is tried again (promise 4; Send.order in
 * posthorn.proto).
 *
 * @module
 */

/** A send as far as its order goes; `connection` or `order` 0: it has none. */
export interface SendPosition {
  readonly connection: number;
  readonly order: number;
}

/** Where a message goes, as far as is known: a direct conversation by its id, its peer, or both. 0: not known. */
export interface Destination {
  readonly conversation: number;
  readonly peer: number;
}

/** Refused sends remembered per connection: as many as a server may be set to take in flight. */
const MAX_REFUSED = 10_000;

interface Held {
  /** Rising orders of what was refused and not tried again since. By conversation, or by peer as a negative number. */
  readonly places: Map<number, number[]>;
  count: number;
}

export class HeldSends {
  readonly #maxRefused: number;
  readonly #byConnection = new Map<number, Held>();

  /** `maxRefused`: remembered per connection; see {@link HeldSends.hold}. */
  constructor(maxRefused = MAX_REFUSED) {
    this.#maxRefused = maxRefused;
  }

  /**
   * Whether a send may go on: false when an earlier one of the same connection to this place must come first. One
   * that may is tried again hereby, and holds up nothing any more.
   */
  admit(send: SendPosition, destination: Destination): boolean {
    const held = this.#byConnection.get(send.connection);
    if (held === undefined || send.order === 0) return true;
    for (const place of placesOf(destination)) {
      const [lowest = Infinity] = held.places.get(place) ?? [];
      if (lowest < send.order) return false;
    }
    this.release(send, destination);
    return true;
  }

  /** A send is tried again, or refused for good: it holds up nothing any more. */
  release({ connection, order }: SendPosition, destination: Destination): void {
    const held = this.#byConnection.get(connection);
    if (held === undefined) return;
    for (const place of placesOf(destination)) {
      const orders = held.places.get(place);
      if (orders === undefined || !remove(orders, order)) continue;
      held.count--;
      if (orders.length === 0) held.places.delete(place);
    }
    if (held.count === 0) this.#byConnection.delete(connection);
  }

  /**
   * A send was refused with a code that allows a retry. False: too many of this connection wait for one already, so
   * this one cannot be remembered and has to be refused for good.
   */
  hold(send: SendPosition, destination: Destination): boolean {
    const { connection, order } = send;
    if (connection === 0 || order === 0) return true;
    let held = this.#byConnection.get(connection);
    if (held === undefined) this.#byConnection.set(connection, (held = { places: new Map(), count: 0 }));
    for (const place of placesOf(destination)) {
      let orders = held.places.get(place);
      if (orders === undefined) held.places.set(place, (orders = []));
      if (insert(orders, order)) held.count++;
    }
    if (held.count <= this.#maxRefused) return true;
    this.release(send, destination);
    return false;
  }

  forget(connection: number): void {
    this.#byConnection.delete(connection);
  }
}

/** Mostly at the end: they are refused in their order. False: it is there already. */
function insert(orders: number[], order: number): boolean {
  const at = indexOf(orders, order);
  if (orders[at] === order) return false;
  if (at === orders.length) orders.push(order);
  else orders.splice(at, 0, order);
  return true;
}

/** Mostly at the front: they are tried again in their order. False: it is not there. */
function remove(orders: number[], order: number): boolean {
  const at = indexOf(orders, order);
  if (orders[at] !== order) return false;
  if (at === 0) orders.shift();
  else orders.splice(at, 1);
  return true;
}

/** Where it is in a rising list, or would be. */
function indexOf(orders: readonly number[], order: number): number {
  if (order <= (orders[0] ?? Infinity)) return 0;
  if (order > (orders.at(-1) ?? 0)) return orders.length;
  let [low, high] = [1, orders.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((orders[middle] ?? 0) < order) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A direct conversation may be known by one name now and by the other one later: it is held under both. */
function placesOf({ conversation, peer }: Destination): readonly number[] {
  if (peer === 0) return [conversation];
  // Ids are above 0, so that users and conversations do not meet.
  return conversation === 0 ? [-peer] : [conversation, -peer];
}

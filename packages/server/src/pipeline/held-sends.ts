/**
 * Keeps the order of one sender when a send is refused temporarily: later sends to the same place are held, that is
 * refused too, until the refused one is tried again (promise 4; Send.order in posthorn.proto).
 *
 * @module
 */

/** The position of a send among those of its sequence (see Caller). `sequence` or `order` is 0: the send has no position. */
export interface SendPosition {
  readonly sequence: number;
  readonly order: number;
}

/** The target of a send: a conversation id, the peer of a direct conversation, or both. 0: unknown. */
export interface Destination {
  readonly conversation: number;
  readonly peer: number;
}

/** Maximum remembered refused sends per sequence: the highest configurable number of requests in flight. */
const MAX_REFUSED = 10_000;

/** Rising orders of sends to one place. */
interface Place {
  /** Refused and not tried again yet. */
  readonly refused: number[];
  /** Taken while something was refused, and not decided yet. */
  readonly taken: number[];
}

interface Held {
  /** By conversation id, or by the negative id of the peer. */
  readonly places: Map<number, Place>;
  /** Entries in all places. */
  refused: number;
  taken: number;
}

export class HeldSends {
  readonly #maxRefused: number;
  readonly #bySequence = new Map<number, Held>();
  /** A send that was refused before and has just been admitted: {@link HeldSends.take} may follow in the same turn. */
  #retry: SendPosition | undefined;

  /** `maxRefused`: maximum remembered per sequence; see {@link HeldSends.hold}. */
  constructor(maxRefused = MAX_REFUSED) {
    this.#maxRefused = maxRefused;
  }

  /**
   * Returns false if an earlier send of the same sequence to this place must be tried again first. Otherwise the send
   * counts as tried again, and no longer holds others.
   */
  admit(send: SendPosition, destination: Destination): boolean {
    const wasRefused = this.#isRefused(send, destination);
    const isAdmitted = this.#pass(send, destination, ({ refused: [lowest = Infinity] }) => lowest);
    this.#retry = wasRefused && isAdmitted ? send : undefined;
    return isAdmitted;
  }

  /**
   * Records that an admitted send waits for its decision, if anything of its sequence was refused, or it was itself. A later
   * one may have been taken before this one: before this one was refused, or by another name of the place.
   */
  take(send: SendPosition, destination: Destination): void {
    const { sequence, order } = send;
    const isRetry = this.#retry?.sequence === sequence && this.#retry.order === order;
    this.#retry = undefined;
    if (order === 0 || (!isRetry && !this.#bySequence.has(sequence))) return;
    const held = this.#heldIn(sequence);
    for (const place of placesOf(destination)) if (insert(placeIn(held, place).taken, order)) held.taken++;
  }

  /**
   * The same as {@link HeldSends.admit} once all names of the place are known: returns false also if an earlier send waits
   * behind this one.
   */
  decide(send: SendPosition, destination: Destination): boolean {
    return this.#pass(send, destination, ({ refused: [refused = Infinity], taken: [taken = Infinity] }) =>
      Math.min(refused, taken),
    );
  }

  /** Records that a send was tried again, or refused for good, so that it no longer holds others. */
  release({ sequence, order }: SendPosition, destination: Destination): void {
    const held = this.#bySequence.get(sequence);
    if (held === undefined) return;
    for (const name of placesOf(destination)) {
      const place = held.places.get(name);
      if (place === undefined) continue;
      if (remove(place.refused, order)) held.refused--;
      if (remove(place.taken, order)) held.taken--;
      if (place.refused.length + place.taken.length === 0) held.places.delete(name);
    }
    if (held.refused + held.taken === 0) this.#bySequence.delete(sequence);
  }

  /**
   * Records that a send was refused temporarily. Returns false if too many of this sequence wait for a retry already;
   * then it must be refused for good.
   */
  hold(send: SendPosition, destination: Destination): boolean {
    const { sequence, order } = send;
    if (sequence === 0 || order === 0) return true;
    const held = this.#heldIn(sequence);
    for (const name of placesOf(destination)) {
      const place = placeIn(held, name);
      if (remove(place.taken, order)) held.taken--;
      if (insert(place.refused, order)) held.refused++;
    }
    if (held.refused <= this.#maxRefused) return true;
    this.release(send, destination);
    return false;
  }

  forget(sequence: number): void {
    this.#bySequence.delete(sequence);
  }

  #heldIn(sequence: number): Held {
    let held = this.#bySequence.get(sequence);
    if (held === undefined)
      this.#bySequence.set(sequence, (held = { places: new Map(), refused: 0, taken: 0 }));
    return held;
  }

  #isRefused({ sequence, order }: SendPosition, destination: Destination): boolean {
    const places = this.#bySequence.get(sequence)?.places;
    if (places === undefined) return false;
    return placesOf(destination).some((name) => {
      const { refused = [] } = places.get(name) ?? {};
      return refused[indexOf(refused, order)] === order;
    });
  }

  #pass(send: SendPosition, destination: Destination, lowestIn: (place: Place) => number): boolean {
    const held = this.#bySequence.get(send.sequence);
    if (held === undefined || send.order === 0) return true;
    for (const name of placesOf(destination)) {
      const place = held.places.get(name);
      if (place !== undefined && lowestIn(place) < send.order) return false;
    }
    this.release(send, destination);
    return true;
  }
}

function placeIn({ places }: Held, name: number): Place {
  let place = places.get(name);
  if (place === undefined) places.set(name, (place = { refused: [], taken: [] }));
  return place;
}

/** Inserts an order, usually at the end. Returns false if it is there already. */
function insert(orders: number[], order: number): boolean {
  const at = indexOf(orders, order);
  if (orders[at] === order) return false;
  if (at === orders.length) orders.push(order);
  else orders.splice(at, 0, order);
  return true;
}

/** Removes an order, usually from the front. Returns false if it is not there. */
function remove(orders: number[], order: number): boolean {
  const at = indexOf(orders, order);
  if (orders[at] !== order) return false;
  if (at === 0) orders.shift();
  else orders.splice(at, 1);
  return true;
}

/** Its index in a rising list, or where it would be inserted. */
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

/** A direct conversation may be addressed by its id or its peer, so its sends are recorded under both. */
function placesOf({ conversation, peer }: Destination): readonly number[] {
  if (peer === 0) return [conversation];
  // Ids are positive, so negative user ids cannot collide with conversations.
  return conversation === 0 ? [-peer] : [conversation, -peer];
}

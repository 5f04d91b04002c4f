/**
 * What waits to be written. Senders take turns, so that whoever sends a lot waits behind their own messages; the messages
 * of one sender keep their order (promise 4).
 *
 * @module
 */

interface Sent {
  readonly content: Uint8Array;
  readonly submission: { readonly sender: number };
}

/** What waits of one sender. */
interface Share<T> {
  items: T[];
  /** Index of the first one that still waits. */
  next: number;
  /** Takes no turns for now. */
  isParked: boolean;
}

/** What a batch, or a turn, may still take. The message with which the bytes are reached is the last one. */
export interface Room {
  count: number;
  bytes: number;
}

export class WaitingLine<T extends Sent> {
  /** By sender, in the order of their turns. None is empty. */
  readonly #shares = new Map<number, Share<T>>();
  readonly #turn: Readonly<Room>;
  #length = 0;
  #bytes = 0;

  /** `turn`: of each sender. Little spreads a batch over many senders, and so over more pages of the indexes. */
  constructor(turn: Readonly<Room>) {
    this.#turn = turn;
  }

  get length(): number {
    return this.#length;
  }

  /** Of the content of all. */
  get bytes(): number {
    return this.#bytes;
  }

  add(item: T): void {
    const share = this.#shares.get(item.submission.sender);
    if (share === undefined)
      this.#shares.set(item.submission.sender, { items: [item], next: 0, isParked: false });
    else share.items.push(item);
    this.#count(item);
  }

  /** How many are taken at most before one that this sender would add now, unless others come. */
  lengthBefore(sender: number): number {
    const share = this.#shares.get(sender);
    const own = share === undefined ? 1 : share.items.length - share.next + 1;
    const { count } = this.#turn;
    return Math.min(this.#length, Math.ceil(own / count) * count * this.#shares.size);
  }

  /**
   * Takes a turn's worth of each sender, again and again: at most `maxCount`, and no more once they have `maxBytes`. Those of
   * one sender stay together, because a store writes faster what lies side by side in its indexes. None if all are parked.
   */
  take(maxCount: number, maxBytes: number): T[] {
    const taken = new Map<number, T[]>();
    const room = { count: maxCount, bytes: maxBytes };
    // Goes on to the shares that it puts at the end.
    for (const [sender, share] of this.#shares) {
      if (room.count <= 0 || room.bytes <= 0) break;
      if (share.isParked) continue;
      const items = this.#takeTurn(share, room);
      this.#shares.delete(sender);
      if (share.items.length > 0) this.#shares.set(sender, share);
      taken.set(sender, taken.get(sender)?.concat(items) ?? items);
    }
    return [...taken.values()].flat();
  }

  /** Each in front of everything that came later of its sender. */
  putBack(items: readonly T[]): void {
    for (const [sender, some] of Map.groupBy(items, ({ submission }) => submission.sender)) {
      this.#putBack(sender, some, this.#shares.get(sender)?.isParked ?? false);
    }
  }

  /** Puts those of one sender back, who takes no turns until {@link WaitingLine.resume}. */
  park(sender: number, items: readonly T[]): void {
    this.#putBack(sender, items, true);
  }

  resume(sender: number): void {
    const share = this.#shares.get(sender);
    if (share !== undefined) share.isParked = false;
  }

  /** Those of one sender in their order. */
  *[Symbol.iterator](): Iterator<T> {
    for (const { items, next } of this.#shares.values()) yield* items.slice(next);
  }

  #putBack(sender: number, items: readonly T[], isParked: boolean): void {
    const { items: later, next } = this.#shares.get(sender) ?? { items: [], next: 0 };
    this.#shares.set(sender, { items: [...items, ...later.slice(next)], next: 0, isParked });
    for (const item of items) this.#count(item);
  }

  /** Moves the rest to the front once half of it is gone, so that taking one costs the same however many wait. */
  #takeTurn(share: Share<T>, room: Room): T[] {
    const taken: T[] = [];
    let bytes = 0;
    for (const item of share.items.slice(share.next, share.next + this.#turn.count)) {
      if (room.count <= 0 || room.bytes <= 0 || bytes >= this.#turn.bytes) break;
      taken.push(item);
      bytes += item.content.length;
      room.count -= 1;
      room.bytes -= item.content.length;
    }
    this.#length -= taken.length;
    this.#bytes -= bytes;
    share.next += taken.length;
    if (share.next * 2 >= share.items.length) {
      share.items = share.items.slice(share.next);
      share.next = 0;
    }
    return taken;
  }

  #count({ content }: T): void {
    this.#length++;
    this.#bytes += content.length;
  }
}

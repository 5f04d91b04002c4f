/**
 * Keeps one sender's order when a message in the middle of a pipeline is refused for the moment: what was
 * sent behind it to the same place is refused too, until it is tried again (promise 4; Send.order in
 * posthorn.proto).
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';

interface Ordered {
  readonly connection: number;
  readonly order: number;
}

/** Where a message goes, as far as is known: a direct conversation by its id, its peer, or both. 0: not known. */
export interface Destination {
  readonly conversation: number;
  readonly peer: number;
}

/** Refused sends kept per place; a client has fewer on their way, unless it does not wait at all. */
const MAX_REFUSED = 1024;

export class HeldSends {
  /** By connection, then by place: the orders of what was refused and not tried again since. */
  readonly #held = new Map<number, Map<string, Set<number>>>();

  /** Throws HELD when an earlier send of the same connection to this place must come first. */
  check({ connection, order }: Ordered, destination: Destination): void {
    const held = this.#held.get(connection);
    if (held === undefined || order === 0) return;
    for (const place of placesOf(destination)) {
      for (const refused of held.get(place) ?? []) {
        if (refused < order) throw new PosthornError('HELD', 'an earlier message must be tried again first');
      }
    }
    this.release({ connection, order }, destination);
  }

  /** A send is tried again, or refused for good: it holds up nothing any more. */
  release({ connection, order }: Ordered, destination: Destination): void {
    const held = this.#held.get(connection);
    if (held === undefined) return;
    for (const place of placesOf(destination)) {
      const refused = held.get(place);
      if (refused?.delete(order) === true && refused.size === 0) held.delete(place);
    }
    if (held.size === 0) this.#held.delete(connection);
  }

  /** A send was refused with a code that allows a retry. */
  hold({ connection, order }: Ordered, destination: Destination): void {
    if (connection === 0 || order === 0) return;
    let held = this.#held.get(connection);
    if (held === undefined) this.#held.set(connection, (held = new Map<string, Set<number>>()));
    for (const place of placesOf(destination)) {
      const refused = held.get(place) ?? new Set();
      if (refused.size < MAX_REFUSED) held.set(place, refused.add(order));
    }
  }

  forget(connection: number): void {
    this.#held.delete(connection);
  }
}

/** A direct conversation may be known by one name now and by the other one later: it is held under both. */
function placesOf({ conversation, peer }: Destination): string[] {
  return [...(conversation === 0 ? [] : [`c${conversation}`]), ...(peer === 0 ? [] : [`u${peer}`])];
}

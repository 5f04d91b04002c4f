/**
 * Compares the output of every link between two nodes with its input. It notices a missing, repeated or early item at
 * once, even if no promise breaks.
 *
 * @module
 */
import type { Link } from '../../packages/server/src/cluster/link.ts';
import type { Accept, LinkOwner, Links } from '../../packages/server/src/cluster/links.ts';
import { replaced } from './replaced.ts';
import { Violation } from './violation.ts';

/** The items that one end has sent, in order. */
type Stream = Uint8Array[];

/** The nodes that a stream connects, and whether its sender opened the link. */
interface Route {
  readonly from: string;
  readonly to: string;
  readonly isOpener: boolean;
}

export class LinkWitness {
  readonly #streams = new Map<string, Stream[]>();
  readonly #onViolation: (violation: Violation) => void;

  constructor(onViolation: (violation: Violation) => void) {
    this.#onViolation = onViolation;
  }

  /** Wraps the links of the node `self`, to watch those that it opens. */
  opening(links: Links, self: string): Links {
    return replaced(links, {
      open: (to, owner) => {
        const heard = this.#listening(owner, { from: to, to: self, isOpener: false });
        return this.#saying(links.open(to, heard), { from: self, to, isOpener: true });
      },
    });
  }

  /** Wraps `accept` of the node `self`, to watch links that others open to it. */
  accepting(accept: Accept, self: string): Accept {
    return (from, link) => {
      const said = this.#saying(link, { from: self, to: from, isOpener: false });
      return this.#listening(accept(from, said), { from, to: self, isOpener: true });
    };
  }

  #saying(link: Link, route: Route): Link {
    const stream: Stream = [];
    this.#streamsOf(route).push(stream);
    return replaced(link, {
      send(item) {
        const isTaken = link.send(item);
        if (isTaken) stream.push(item);
        return isTaken;
      },
    });
  }

  /** Links have no names here, so the received items must be the start of some stream on this route. */
  #listening(owner: LinkOwner, route: Route): LinkOwner {
    let streams: readonly Stream[] | undefined;
    let count = 0;
    return {
      onItem: (item) => {
        const possible = streams ?? this.#streamsOf(route);
        streams = possible.filter((stream) => isSame(stream[count], item));
        count++;
        if (streams.length === 0) this.#onViolation(outOfOrder(route, count));
        owner.onItem(item);
      },
      onEnd: (reason) => owner.onEnd(reason),
    };
  }

  #streamsOf({ from, to, isOpener }: Route): Stream[] {
    const key = `${from} ${to} ${isOpener}`;
    const streams = this.#streams.get(key) ?? [];
    this.#streams.set(key, streams);
    return streams;
  }
}

function isSame(sent: Uint8Array | undefined, heard: Uint8Array): boolean {
  return sent !== undefined && Buffer.compare(sent, heard) === 0;
}

function outOfOrder({ from, to }: Route, count: number): Violation {
  const words = `item ${count} of a link from ${from} to ${to} is not what was sent there`;
  return new Violation('4 order of a link', words, [from, to]);
}

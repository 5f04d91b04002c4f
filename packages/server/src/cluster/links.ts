/**
 * All links of a node: those it opened, and those that others opened to it.
 *
 * @module
 */
import type { Bus, Subscription } from '../bus/bus.ts';
import { linkSubject } from '../bus/subjects.ts';
import type { Clock, Random, Timer } from '../clock.ts';
import { decodeLinkBatch } from '../generated/bus.ts';
import type { LinkBatch } from '../generated/bus.ts';
import { Link, overBatch } from './link.ts';
import type { LinkEnd } from './link.ts';

/** Callbacks of the owner of one end. */
export interface LinkOwner {
  /** Called with each item, in order. The receiver owns the bytes. */
  onItem(item: Uint8Array): void;
  /** Called once, as the last call. */
  onEnd(reason: LinkEnd): void;
}

export interface LinksOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
  /** The id of this node. */
  readonly self: string;
}

/** Called when another node opens a link to this one. */
export type Accept = (from: string, link: Link) => LinkOwner;

interface Accepted {
  readonly link: Link;
  readonly from: string;
}

/** Maximum ended links that are remembered, so that a late or repeated batch of one does not open it again. */
const MAX_ENDED = 20_000;
/** The first batches may arrive out of order. */
const MAX_FIRST_NUMBER = 64;
const BEAT_MS = 250;
/**
 * If this process did not run for this long, the others have given up on it, and have repeated elsewhere what is still
 * in our sockets. So all links that they opened end before anything is read from them.
 */
const STALL_MS = 1200;

export class Links {
  readonly #options: LinksOptions;
  readonly #opened = new Map<number, Link>();
  readonly #accepted = new Map<string, Accepted>();
  /** Ended links by key, the oldest one first. */
  readonly #ended = new Set<string>();
  readonly #subscription: Subscription;
  #beat: Timer;
  #isClosed = false;
  /** Handles links opened by others. Undefined: this node accepts none. */
  accept: Accept | undefined;

  constructor(options: LinksOptions) {
    this.#options = options;
    this.#subscription = options.bus.subscribe(linkSubject(options.self), (data) =>
      this.#receive(decodeLinkBatch(data)),
    );
    this.#beat = this.#listenToOurself();
  }

  /** Opens a link to a node. It ends as `silent` if the node does not answer. */
  open(to: string, owner: LinkOwner): Link {
    const id = Math.floor(this.#options.random.unit() * Number.MAX_SAFE_INTEGER) + 1;
    const link = this.#link({ id, to, isOpener: true }, owner, () => this.#opened.delete(id));
    this.#opened.set(id, link);
    return link;
  }

  /** Ends all links opened by a node that is gone. */
  forget(node: string): void {
    for (const { from, link } of this.#accepted.values()) if (from === node) link.close();
  }

  /** Ends all links. Idempotent. */
  close(): void {
    this.#isClosed = true;
    this.#beat.cancel();
    for (const link of this.#opened.values()) link.close();
    for (const { link } of this.#accepted.values()) link.close();
    this.#subscription.unsubscribe();
  }

  #receive(batch: LinkBatch): void {
    if (batch.isOpener) this.#ofOpener(batch);
    else this.#opened.get(batch.link)?.receive(batch);
  }

  #ofOpener(batch: LinkBatch): void {
    const { from, link: id } = batch;
    const key = `${from} ${id}`;
    const known = this.#accepted.get(key);
    if (known !== undefined) {
      known.link.receive(batch);
      return;
    }
    if (batch.isOver) return;
    const isNew = batch.number > 0 && batch.number <= MAX_FIRST_NUMBER && !this.#ended.has(key);
    const link = isNew && !this.#isClosed ? this.#accept(from, id, key) : undefined;
    if (link !== undefined) link.receive(batch);
    else
      this.#options.bus.publish(
        linkSubject(from),
        overBatch({ self: this.#options.self, id, isOpener: false }),
      );
  }

  #accept(from: string, id: number, key: string): Link | undefined {
    if (this.accept === undefined) return undefined;
    const owner = new LateOwner();
    const link = this.#link({ id, to: from, isOpener: false }, owner, () => {
      this.#accepted.delete(key);
      this.#remember(key);
    });
    owner.current = this.accept(from, link);
    this.#accepted.set(key, { link, from });
    return link;
  }

  #link(
    { id, to, isOpener }: { readonly id: number; readonly to: string; readonly isOpener: boolean },
    owner: LinkOwner,
    onGone: () => void,
  ): Link {
    const { bus, clock, self } = this.#options;
    return new Link({
      clock,
      self,
      id,
      isOpener,
      transmit: (batch) => bus.publish(linkSubject(to), batch),
      isBusUp: () => bus.status === 'up',
      onItem: (item) => owner.onItem(item),
      onEnd: (reason) => {
        onGone();
        owner.onEnd(reason);
      },
    });
  }

  #remember(key: string): void {
    const [oldest] = this.#ended;
    if (oldest !== undefined && this.#ended.size >= MAX_ENDED) this.#ended.delete(oldest);
    this.#ended.add(key);
  }

  #listenToOurself(): Timer {
    const { clock } = this.#options;
    const before = clock.monotonic();
    return clock.after(BEAT_MS, () => {
      if (clock.monotonic() - before > BEAT_MS + STALL_MS) {
        for (const { link } of this.#accepted.values()) link.close();
      }
      if (!this.#isClosed) this.#beat = this.#listenToOurself();
    });
  }
}

/** A link and its owner each need the other first. */
class LateOwner implements LinkOwner {
  current: LinkOwner | undefined;

  onItem(item: Uint8Array): void {
    this.current?.onItem(item);
  }

  onEnd(reason: LinkEnd): void {
    this.current?.onEnd(reason);
  }
}

/**
 * The other nodes. Every node announces itself twice a second, and every node keeps the announcements it has heard. Like
 * everything on the bus they are hints: a listed node may just have died, and a missing one may be alive.
 *
 * @module
 */
import { BusError } from '../bus/bus.ts';
import type { Bus, Subscription } from '../bus/bus.ts';
import { nodeSubject, NODES_SUBJECT } from '../bus/subjects.ts';
import type { Clock, Timer } from '../clock.ts';
import { decodeNodeNote, encodeNodeNote } from '../generated/bus.ts';
import type { Announcement, Departure } from '../generated/bus.ts';
import type { Logger } from '../logger.ts';

/** A node's announcement. */
export type NodeInfo = Announcement;

export interface NodesOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called for each announcement. */
  readonly self: () => NodeInfo;
}

export interface NodesListener {
  /** A node has appeared or announced a change. */
  readonly seen?: (node: NodeInfo) => void;
  /** A node was heard for the first time, or again, though both have been here for long: what it said before was lost. */
  readonly missed?: (node: NodeInfo) => void;
  /** A node is gone. `departure`: it said so after finishing its work. */
  readonly gone?: (node: NodeInfo, departure: Departure | undefined) => void;
}

interface Known {
  info: NodeInfo;
  /** Monotonic ms. */
  heardAt: number;
  isAsked: boolean;
}

const ANNOUNCE_MS = 500;
const CHECK_MS = 250;
/** Silent for this long: gone. */
const EXPIRY_MS = 1500;
/** Two nodes that have been here for this long have heard each other, unless the bus has lost it. */
const ACQUAINTED_MS = 5000;
/** Silent for this long: it is asked. If the process was killed, the bus answers at once that nobody is there. */
const DOUBT_MS = 750;
const ASK_TIMEOUT_MS = 500;
/** A check that is this late means that this process itself was suspended. */
const LATE_MS = 500;
/** Bounds memory. */
const MAX_NODES = 10_000;
/** Well below the largest message of a bus; NATS takes 1 MiB. */
const MAX_MOVED_USERS = 20_000;

export class Nodes {
  readonly #options: NodesOptions;
  /** Monotonic ms. */
  readonly #startedAt: number;
  readonly #known = new Map<string, Known>();
  /** Sorted once for all calls between two announcements. */
  #others: readonly NodeInfo[] | undefined;
  readonly #listeners = new Set<NodesListener>();
  readonly #subscriptions: readonly Subscription[];
  #announcer: Timer | undefined;
  #checker: Timer | undefined;
  #isClosed = false;

  constructor(options: NodesOptions) {
    this.#options = options;
    this.#startedAt = options.clock.monotonic();
    const { bus } = options;
    this.#subscriptions = [
      bus.subscribe(NODES_SUBJECT, (data) => this.#hear(data)),
      bus.subscribe(nodeSubject(options.self().id), (_data, _subject, reply) => reply?.(new Uint8Array(0))),
      bus.onStatus((status) => {
        if (status === 'up') this.#returned();
      }),
    ];
    this.#checker = this.#checkLater();
  }

  /** Announces this node from now on, and asks the others to announce themselves. */
  async join(): Promise<void> {
    await this.#options.bus.ready();
    if (this.#isClosed) return;
    this.announce();
    this.#publish({ case: 'query', value: {} });
    this.#announcer = this.#announceLater();
  }

  /** This node and all others that are known, by rising id. */
  all(): readonly NodeInfo[] {
    return [this.#options.self(), ...this.others()].toSorted(byId);
  }

  /** All but this node, by rising id. */
  others(): readonly NodeInfo[] {
    return (this.#others ??= [...this.#known.values()].map(({ info }) => info).toSorted(byId));
  }

  /** Another node as it last announced itself; undefined if it is unknown. */
  peek(id: string): NodeInfo | undefined {
    return this.#known.get(id)?.info;
  }

  /** How many answer when all are asked. */
  get count(): number {
    return this.#known.size + 1;
  }

  /** Whether this node is the one router that does one-off work. Another takes over when it is gone. */
  isLeader(): boolean {
    const { id } = this.#options.self();
    return this.all().find(({ isRouter }) => isRouter)?.id === id;
  }

  listen(listener: NodesListener): Subscription {
    this.#listeners.add(listener);
    return { unsubscribe: () => void this.#listeners.delete(listener) };
  }

  /** Announces a change at once. */
  announce(): void {
    if (!this.#isClosed) this.#publish({ case: 'announcement', value: this.#options.self() });
  }

  /**
   * Announces the departure. Idempotent. `movedUsers`: see Departure in bus.proto. If they are too many, nothing is
   * announced, and the others treat this node as one that has died.
   */
  close(movedUsers: readonly number[] = []): void {
    if (this.#isClosed) return;
    if (movedUsers.length <= MAX_MOVED_USERS)
      this.#publish({ case: 'departure', value: { id: this.#options.self().id, movedUsers } });
    this.#isClosed = true;
    this.#announcer?.cancel();
    this.#checker?.cancel();
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
    this.#listeners.clear();
  }

  #hear(data: Uint8Array): void {
    const { body } = decodeNodeNote(data);
    switch (body?.case) {
      case 'announcement':
        this.#seen(body.value);
        return;
      case 'query':
        this.announce();
        return;
      case 'departure':
        this.#gone(body.value.id, 'has left', body.value);
        return;
      default:
    }
  }

  #seen(info: NodeInfo): void {
    if (info.id === this.#options.self().id) return;
    this.#others = undefined;
    const known = this.#known.get(info.id);
    const heardAt = this.#options.clock.monotonic();
    if (known !== undefined) {
      Object.assign(known, { info, heardAt, isAsked: false });
    } else {
      if (this.#known.size >= MAX_NODES) return;
      this.#known.set(info.id, { info, heardAt, isAsked: false });
      const { id, isGateway, isRouter, version, host } = info;
      this.#options.logger.info({ id, isGateway, isRouter, version, host }, 'a node has come');
      const isYoung = Math.min(heardAt - this.#startedAt, info.now - info.startedAt) < ACQUAINTED_MS;
      if (!isYoung) for (const { missed } of this.#listeners) missed?.(info);
    }
    for (const { seen } of this.#listeners) seen?.(info);
  }

  #gone(id: string, how: string, departure?: Departure): void {
    const known = this.#known.get(id);
    if (known === undefined) return;
    this.#others = undefined;
    this.#known.delete(id);
    this.#options.logger.info({ id, host: known.info.host }, `a node ${how}`);
    for (const { gone } of this.#listeners) gone?.(known.info, departure);
  }

  #announceLater(): Timer {
    return this.#options.clock.after(ANNOUNCE_MS, () => {
      this.announce();
      if (!this.#isClosed) this.#announcer = this.#announceLater();
    });
  }

  #checkLater(): Timer {
    const { clock, bus } = this.#options;
    const before = clock.monotonic();
    return clock.after(CHECK_MS, () => {
      if (this.#isClosed) return;
      this.#checker = this.#checkLater();
      const wasLate = clock.monotonic() - before > CHECK_MS + LATE_MS;
      if (wasLate || bus.status === 'down') this.#believeAll();
      else this.#check();
    });
  }

  #check(): void {
    const now = this.#options.clock.monotonic();
    for (const [id, known] of this.#known) {
      const silentMs = now - known.heardAt;
      if (silentMs >= EXPIRY_MS) this.#gone(id, 'has fallen silent');
      else if (silentMs >= DOUBT_MS && !known.isAsked) void this.#ask(id, known);
    }
  }

  /** Never rejects. */
  async #ask(id: string, known: Known): Promise<void> {
    known.isAsked = true;
    try {
      await this.#options.bus.request(nodeSubject(id), new Uint8Array(0), { timeoutMs: ASK_TIMEOUT_MS });
    } catch (error) {
      const isNobody = error instanceof BusError && error.code === 'no-responders';
      if (isNobody && !this.#isClosed && this.#known.get(id) === known)
        this.#gone(id, 'is not there any more');
    }
  }

  /** While nothing could be heard, silence proves nothing. */
  #believeAll(): void {
    const now = this.#options.clock.monotonic();
    for (const known of this.#known.values()) known.heardAt = now;
  }

  #returned(): void {
    this.#believeAll();
    this.announce();
    this.#publish({ case: 'query', value: {} });
  }

  #publish(body: Parameters<typeof encodeNodeNote>[0]['body']): void {
    this.#options.bus.publish(NODES_SUBJECT, encodeNodeNote({ body }));
  }
}

function byId(a: NodeInfo, b: NodeInfo): number {
  return a.id < b.id ? -1 : 1;
}

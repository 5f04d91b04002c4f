/**
 * A node's access to a bus, as bad as a test wants it.
 *
 * @module
 */
import type { Bus } from '@posthorn/server';

type Subject = Parameters<Bus['publish']>[0];
type Handler = Parameters<Bus['subscribe']>[1];
type Options = Parameters<Bus['subscribe']>[2];
type Subscription = ReturnType<Bus['subscribe']>;

export interface Faults {
  /** The parts of published messages that are lost, come twice, and come after the next one. */
  readonly lost: number;
  readonly doubled: number;
  readonly swapped: number;
}

export class FaultyBus implements Bus {
  readonly #bus: Bus;
  readonly #random: () => number;
  #kept: (() => void) | undefined;
  readonly #listeners = new Set<(status: Bus['status']) => void>();
  #isAway = false;
  faults: Faults = { lost: 0, doubled: 0, swapped: 0 };
  /** Nothing leaves and nothing arrives; this node does not know. */
  isCut = false;

  constructor(bus: Bus, random: () => number) {
    this.#bus = bus;
    this.#random = random;
  }

  get status(): Bus['status'] {
    return this.#isAway ? 'down' : this.#bus.status;
  }

  /** This node loses the bus and knows it, until {@link comeBack}. */
  goAway(): void {
    this.isCut = this.#isAway = true;
    for (const listener of this.#listeners) listener('down');
  }

  comeBack(): void {
    this.isCut = this.#isAway = false;
    for (const listener of this.#listeners) listener('up');
  }

  get maxPayloadBytes(): Bus['maxPayloadBytes'] {
    return this.#bus.maxPayloadBytes;
  }

  stats(): ReturnType<Bus['stats']> {
    return this.#bus.stats();
  }

  publish(subject: Subject, data: Uint8Array): void {
    if (this.isCut || this.#random() < this.faults.lost) return;
    const deliver = (): void => this.#bus.publish(subject, data);
    const kept = this.#kept;
    this.#kept = undefined;
    if (kept === undefined && this.#random() < this.faults.swapped) {
      this.#kept = deliver;
      return;
    }
    deliver();
    if (this.#random() < this.faults.doubled) deliver();
    kept?.();
  }

  subscribe(subject: Subject, handler: Handler, options?: Options): Subscription {
    const heard: Handler = (...message) => {
      if (!this.isCut) handler(...message);
    };
    return this.#bus.subscribe(subject, heard, options);
  }

  ready(): Promise<void> {
    return this.#bus.ready();
  }

  request(...args: Parameters<Bus['request']>): ReturnType<Bus['request']> {
    return this.#bus.request(...args);
  }

  gather(...args: Parameters<Bus['gather']>): ReturnType<Bus['gather']> {
    return this.#bus.gather(...args);
  }

  onStatus(listener: (status: Bus['status']) => void): Subscription {
    this.#listeners.add(listener);
    return { unsubscribe: () => void this.#listeners.delete(listener) };
  }

  async close(): Promise<void> {}
}

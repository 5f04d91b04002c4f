/**
 * A node's access to a bus, as bad as a test wants it.
 *
 * @module
 */
import type { Bus } from 'posthorn';

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
  faults: Faults = { lost: 0, doubled: 0, swapped: 0 };
  /** Nothing leaves and nothing arrives; this node does not know. */
  isCut = false;

  constructor(bus: Bus, random: () => number) {
    this.#bus = bus;
    this.#random = random;
  }

  get status(): Bus['status'] {
    return this.#bus.status;
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

  onStatus(...args: Parameters<Bus['onStatus']>): Subscription {
    return this.#bus.onStatus(...args);
  }

  async close(): Promise<void> {}
}

/**
 * Which logins the store has carried out lately: when a device has lost its place, these say whether it may have been to
 * itself.
 *
 * @module
 */
import type { Device } from './device.ts';
import type { Scheduler } from './scheduler.ts';

/** A login may be carried out so long after its device has given it up. */
const LATE_MS = 60_000;

export class Logins {
  readonly #scheduler: Scheduler;
  /** By device or by login slot: when each login was carried out. */
  readonly #times = new Map<string, number[]>();

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  /** A write of the store. */
  note(name: string, [first]: readonly unknown[]): void {
    if (name === 'accounts.createSession') this.#add((first as { readonly deviceId: string }).deviceId);
    else if (name === 'accounts.nextFence') this.#add(`slot ${String(first)}`);
  }

  /** Whether several logins of this device were carried out, so that an older one may have come last. */
  isAmbiguous({ name, self, spec }: Device): boolean {
    return [name, `slot ${self}`, `slot ${self}/${spec.class}`].some((key) => this.#countLate(key) > 1);
  }

  #add(key: string): void {
    this.#times.set(key, [...(this.#times.get(key) ?? []), this.#scheduler.now]);
  }

  #countLate(key: string): number {
    const earliest = this.#scheduler.now - LATE_MS;
    return (this.#times.get(key) ?? []).filter((at) => at >= earliest).length;
  }
}

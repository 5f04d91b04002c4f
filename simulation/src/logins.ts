/**
 * The logins that the store carried out lately. If a device was replaced, they tell whether it may have replaced
 * itself.
 *
 * @module
 */
import type { NewSession } from '../../packages/server/src/features/accounts/session-records.ts';
import type { Device } from './device.ts';
import type { Scheduler } from './scheduler.ts';

/** How long after its device gave up a login may still be carried out. */
const LATE_MS = 60_000;

export class Logins {
  readonly #scheduler: Scheduler;
  /** Users' ids, by device. */
  readonly #users = new Map<string, number>();
  /** Times of logins, by device or login slot. */
  readonly #times = new Map<string, number[]>();

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  /** Records a write of the store. */
  note(name: string, [first]: readonly unknown[]): void {
    if (name === 'accounts.createSession') {
      const { deviceId, user } = first as NewSession;
      this.#users.set(deviceId, user);
      this.#add(deviceId);
    } else if (name === 'accounts.nextFence') {
      this.#add(slotKey(String(first)));
    }
  }

  /** Whether several logins of this device were carried out, so that an older one may have been the last. */
  isAmbiguous({ name, spec }: Device): boolean {
    // The device itself may not know its user's id yet.
    const user = this.#users.get(name);
    return [name, slotKey(`${user}`), slotKey(`${user}/${spec.class}`)].some(
      (key) => this.#countLate(key) > 1,
    );
  }

  #add(key: string): void {
    this.#times.set(key, [...(this.#times.get(key) ?? []), this.#scheduler.now]);
  }

  #countLate(key: string): number {
    const earliest = this.#scheduler.now - LATE_MS;
    return (this.#times.get(key) ?? []).filter((at) => at >= earliest).length;
  }
}

function slotKey(slot: string): string {
  return `slot ${slot}`;
}

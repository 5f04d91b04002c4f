/**
 * Counts connections by the network that they come from.
 *
 * @module
 */
import { isLoopback, networksOf } from '../networks.ts';

export class Places {
  readonly #counts = new Map<string, number>();

  /** Counts one more; returns how many there are now. 0 for this machine itself, whose connections are not counted. */
  take(address: string): number {
    if (isLoopback(address)) return 0;
    const { near } = networksOf(address);
    const count = (this.#counts.get(near) ?? 0) + 1;
    this.#counts.set(near, count);
    return count;
  }

  /** One that was taken is gone. */
  give(address: string): void {
    if (isLoopback(address)) return;
    const { near } = networksOf(address);
    const count = (this.#counts.get(near) ?? 0) - 1;
    if (count > 0) this.#counts.set(near, count);
    else this.#counts.delete(near);
  }
}

/**
 * Requests that may not be carried out twice: each that an application makes leads to one write at most.
 *
 * @module
 */
import type { Device } from './device.ts';
import { Violation } from './violation.ts';

const REQUEST = 'createInvite';
const WRITE = 'groups.createInvite';

export class Once {
  /** How often the applications of each user have asked, by name. */
  readonly #asked = new Map<string, number>();
  /** How often it was written for each user, by id. */
  readonly #written = new Map<number, number>();

  /** An application makes a request, perhaps not for the first time. */
  noteAsked({ spec: { user } }: Device, request: string): void {
    if (request === REQUEST) this.#asked.set(user, (this.#asked.get(user) ?? 0) + 1);
  }

  /** A write of the store. */
  noteWrite(name: string, [record]: readonly unknown[]): void {
    if (name !== WRITE) return;
    const { createdBy } = record as { readonly createdBy: number };
    this.#written.set(createdBy, (this.#written.get(createdBy) ?? 0) + 1);
  }

  /** Throws a Violation when more was written for somebody than they have asked for. */
  judge(devices: readonly Device[]): void {
    for (const { self, spec } of devices) {
      const [asked = 0, written = 0] = [this.#asked.get(spec.user), this.#written.get(self)];
      if (written <= asked) continue;
      const words = `${spec.user} asked ${asked} times for an invite and got ${written}`;
      throw new Violation('2 once', words, [spec.user]);
    }
  }
}

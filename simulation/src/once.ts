/**
 * Checks requests that must not be carried out twice: each request of an application may cause at most one write.
 *
 * @module
 */
import type { Device } from './device.ts';
import { Violation } from './violation.ts';

const REQUEST = 'createInvite';
const WRITE = 'groups.createInvite';

export class Once {
  /** How often the applications of each user made a request, by the user's name. */
  readonly #asked = new Map<string, number>();
  /** How many writes there were for each user, by id. */
  readonly #written = new Map<number, number>();

  /** Records that an application makes a request, perhaps repeatedly. */
  noteAsked({ spec: { user } }: Device, request: string): void {
    if (request === REQUEST) this.#asked.set(user, (this.#asked.get(user) ?? 0) + 1);
  }

  /** Records a write of the store. */
  noteWrite(name: string, [record]: readonly unknown[]): void {
    if (name !== WRITE) return;
    const { createdBy } = record as { readonly createdBy: number };
    this.#written.set(createdBy, (this.#written.get(createdBy) ?? 0) + 1);
  }

  /** Throws a Violation if a user has more writes than requests. */
  judge(devices: readonly Device[]): void {
    for (const { self, spec } of devices) {
      const [asked = 0, written = 0] = [this.#asked.get(spec.user), this.#written.get(self)];
      if (written <= asked) continue;
      const words = `${spec.user} asked ${asked} times for an invite and got ${written}`;
      throw new Violation('2 once', words, [spec.user]);
    }
  }
}

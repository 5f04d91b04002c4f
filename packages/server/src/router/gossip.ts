/**
 * What routers tell each other, so that caches are fresh and guessing is slowed in the whole cluster. All of it may
 * get lost: versions and short lives bound what that does.
 *
 * @module
 */
import type { Bus, Subscription } from '../bus/bus.ts';
import { ROUTERS_SUBJECT } from '../bus/subjects.ts';
import { decodeRouterNote, encodeRouterNote } from '../generated/bus.ts';
import type { RouterNoteBody, RouterNoteBodyInit } from '../generated/bus.ts';

export class Gossip {
  readonly #bus: Bus;
  readonly #self: string;
  #subscription: Subscription | undefined;

  /** `self`: this node's id. */
  constructor(bus: Bus, self: string) {
    this.#bus = bus;
    this.#self = self;
  }

  tell(body: RouterNoteBodyInit): void {
    this.#bus.publish(ROUTERS_SUBJECT, encodeRouterNote({ from: this.#self, body }));
  }

  /** Hears what the others tell, from now on. */
  listen(heard: (body: RouterNoteBody) => void): void {
    this.#subscription = this.#bus.subscribe(ROUTERS_SUBJECT, (data) => {
      const { from, body } = decodeRouterNote(data);
      if (from !== this.#self && body !== undefined) heard(body);
    });
  }

  /** Idempotent. */
  close(): void {
    this.#subscription?.unsubscribe();
  }
}

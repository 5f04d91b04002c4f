/**
 * Notes between routers: they keep caches fresh, and slow down password guessing across the cluster. Any note may get
 * lost; versions and short lifetimes bound the damage.
 *
 * @module
 */
import type { Bus, Subscription } from '../bus/bus.ts';
import { ROUTERS_SUBJECT } from '../bus/subjects.ts';
import { decodeRouterNote, encodeRouterNote } from '../generated/bus.ts';
import type { RouterNoteBody, RouterNoteBodyInit } from '../generated/bus.ts';

type Kind = RouterNoteBody['case'];
type NoteOf<K extends Kind> = Extract<RouterNoteBody, { readonly case: K }>;

export class Gossip {
  readonly #bus: Bus;
  readonly #self: string;
  readonly #handlers = new Map<Kind, (note: never) => void>();
  readonly #subscription: Subscription;

  /** Subscribes at once. `self`: the id of this node, whose own notes are ignored. */
  constructor(bus: Bus, self: string) {
    this.#bus = bus;
    this.#self = self;
    this.#subscription = bus.subscribe(ROUTERS_SUBJECT, (data) => {
      const { from, body } = decodeRouterNote(data);
      // The handler was registered for this kind.
      if (from !== this.#self && body !== undefined) this.#handlers.get(body.case)?.(body as never);
    });
  }

  tell(body: RouterNoteBodyInit): void {
    this.#bus.publish(ROUTERS_SUBJECT, encodeRouterNote({ from: this.#self, body }));
  }

  /** Calls `heard` with every note of this kind from other routers. Only one handler per kind. */
  on<K extends Kind>(kind: K, heard: (note: NoteOf<K>) => void): void {
    this.#handlers.set(kind, heard);
  }

  /** Idempotent. */
  close(): void {
    this.#subscription.unsubscribe();
  }
}

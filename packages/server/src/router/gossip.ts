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

type Kind = RouterNoteBody['case'];
type NoteOf<K extends Kind> = Extract<RouterNoteBody, { readonly case: K }>;

export class Gossip {
  readonly #bus: Bus;
  readonly #self: string;
  readonly #handlers = new Map<Kind, (note: never) => void>();
  readonly #subscription: Subscription;

  /** `self`: this node's id. Hears what the others tell, from now on. */
  constructor(bus: Bus, self: string) {
    this.#bus = bus;
    this.#self = self;
    this.#subscription = bus.subscribe(ROUTERS_SUBJECT, (data) => {
      const { from, body } = decodeRouterNote(data);
      // The handler was registered for this very kind.
      if (from !== this.#self && body !== undefined) this.#handlers.get(body.case)?.(body as never);
    });
  }

  tell(body: RouterNoteBodyInit): void {
    this.#bus.publish(ROUTERS_SUBJECT, encodeRouterNote({ from: this.#self, body }));
  }

  /** Calls `heard` with every note of one kind that another router tells. One handler a kind. */
  on<K extends Kind>(kind: K, heard: (note: NoteOf<K>) => void): void {
    this.#handlers.set(kind, heard);
  }

  /** Idempotent. */
  close(): void {
    this.#subscription.unsubscribe();
  }
}

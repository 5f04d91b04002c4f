/**
 * Rooms: their pushes go to every attached connection.
 *
 * @module
 */
import type { Bus, BusHandler } from '../bus/bus.ts';
import { groupSubject } from '../bus/subjects.ts';
import type { Advert } from '../generated/bus.ts';
import type { Connection } from './connection.ts';
import { onGroupSubject } from './group-subject.ts';
import type { GroupListener, GroupNote, GroupPush } from './group-subject.ts';
import { headsIn, pushToAll } from './pushes.ts';

export class Rooms implements GroupListener {
  readonly #bus: Bus;
  readonly #handler: BusHandler = onGroupSubject(this);
  readonly #ids = new Set<number>();
  readonly #connections = new Set<Connection>();

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  /** Listens to a room from now on. Idempotent. */
  open(id: number): void {
    if (this.#ids.has(id)) return;
    this.#ids.add(id);
    this.#bus.subscribe(groupSubject(id), this.#handler);
  }

  add(connection: Connection): void {
    this.#connections.add(connection);
  }

  remove(connection: Connection): void {
    this.#connections.delete(connection);
  }

  push(_id: number, { push, origin }: GroupPush): void {
    pushToAll(this.#connections, push, origin);
  }

  note(_id: number, { push, origin, exceptUser }: GroupNote): void {
    for (const connection of this.#connections) {
      if (connection.caller.session?.user !== exceptUser && connection.id !== origin) connection.push(push);
    }
  }

  advert(_id: number, advert: Advert): void {
    pushToAll(this.#connections, headsIn(advert));
  }
}

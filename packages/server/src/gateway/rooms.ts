/**
 * Rooms: their pushes go to every attached connection.
 *
 * @module
 */
import type { Bus, BusHandler } from '../bus/bus.ts';
import { groupSubject } from '../bus/subjects.ts';
import type { Connection } from './connection.ts';

export class Rooms {
  readonly #bus: Bus;
  readonly #handler: BusHandler;
  readonly #ids = new Set<number>();
  readonly connections = new Set<Connection>();

  constructor(bus: Bus, handler: BusHandler) {
    this.#bus = bus;
    this.#handler = handler;
  }

  /** Listens to a room from now on. Idempotent. */
  open(id: number): void {
    if (this.#ids.has(id)) return;
    this.#ids.add(id);
    this.#bus.subscribe(groupSubject(id), this.#handler);
  }

  has(id: number): boolean {
    return this.#ids.has(id);
  }

  add(connection: Connection): void {
    this.connections.add(connection);
  }

  remove(connection: Connection): void {
    this.connections.delete(connection);
  }
}

/**
 * Users with connections here. Subscribes to `user.<id>` for each.
 *
 * @module
 */
import type { Bus, BusHandler, Subscription } from '../bus/bus.ts';
import { idIn, userSubject } from '../bus/subjects.ts';
import type { ConnectedSlotInit } from '../generated/bus.ts';
import type { Connection } from './connection.ts';

/** A user with at least one connection here. */
export interface LocalUser {
  readonly id: number;
  /** The folded name, for searching online users by prefix. */
  readonly nameKey: string;
  /** Empty once the last one is gone. */
  connections: readonly Connection[];
  /** Groups that this user is a member of, as far as known here. */
  groups: Set<number> | undefined;
  /** Resolves when `groups` is filled. */
  groupsReady: Promise<void> | undefined;
  readonly subscription: Subscription;
}

/** Handles what is published for a user with connections here. `user` is undefined when the last one has just gone. */
export type UserListener = (
  user: LocalUser | undefined,
  data: Uint8Array,
  reply: Parameters<BusHandler>[2],
) => void;

/** Whether the user still has connections here. */
export function isConnected({ connections }: LocalUser): boolean {
  return connections.length > 0;
}

/** The login slots of a user's connections here. */
export function slotsOf({ connections }: LocalUser): readonly ConnectedSlotInit[] {
  return connections.map(({ slot, fence, caller }) => ({ slot, fence, session: caller.session?.id ?? 0 }));
}

export class LocalUsers {
  readonly #bus: Bus;
  /** Shared by all subjects, so that a user costs little. */
  readonly #handler: BusHandler;
  readonly #byId = new Map<number, LocalUser>();

  constructor(bus: Bus, listener: UserListener) {
    this.#bus = bus;
    this.#handler = (data, subject, reply) => listener(this.#byId.get(idIn(subject)), data, reply);
  }

  get(id: number): LocalUser | undefined {
    return this.#byId.get(id);
  }

  all(): Iterable<LocalUser> {
    return this.#byId.values();
  }

  /** Adds a connection. `isFirst`: the user had none here before. */
  add(
    id: number,
    nameKey: string,
    connection: Connection,
  ): { readonly user: LocalUser; readonly isFirst: boolean } {
    const known = this.#byId.get(id);
    if (known !== undefined) {
      known.connections = [...known.connections, connection];
      return { user: known, isFirst: false };
    }
    const user: LocalUser = {
      id,
      nameKey,
      connections: [connection],
      groups: undefined,
      groupsReady: undefined,
      subscription: this.#bus.subscribe(userSubject(id), this.#handler),
    };
    this.#byId.set(id, user);
    return { user, isFirst: true };
  }

  /** Removes a connection. Returns the user if it was their last one here; the caller ends the subscription. */
  remove(id: number, connection: Connection): LocalUser | undefined {
    const user = this.#byId.get(id);
    if (user === undefined) return undefined;
    user.connections = user.connections.filter((other) => other !== connection);
    if (user.connections.length > 0) return undefined;
    this.#byId.delete(id);
    return user;
  }
}

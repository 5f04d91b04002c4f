/**
 * Users with connections here. Subscribes to `user.<id>` for each.
 *
 * @module
 */
import type { Bus, BusHandler, Subscription } from '../bus/bus.ts';
import { idIn, userSubject } from '../bus/subjects.ts';
import type { HeldSlotInit } from '../generated/bus.ts';
import type { Connection } from './connection.ts';

/** A user with at least one connection here. */
export interface HeldUser {
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

/** Handles what is published for a user with connections here. */
export type UserListener = (user: HeldUser, data: Uint8Array, reply: Parameters<BusHandler>[2]) => void;

/** Whether the user still has connections here. */
export function isHeld({ connections }: HeldUser): boolean {
  return connections.length > 0;
}

/** The login slots of a user's connections here. */
export function slotsOf({ connections }: HeldUser): readonly HeldSlotInit[] {
  return connections.map(({ slot, fence, caller }) => ({ slot, fence, session: caller.session?.id ?? 0 }));
}

export class HeldUsers {
  readonly #bus: Bus;
  /** Shared by all subjects, so that a user costs little. */
  readonly #handler: BusHandler;
  readonly #byId = new Map<number, HeldUser>();

  constructor(bus: Bus, listener: UserListener) {
    this.#bus = bus;
    this.#handler = (data, subject, reply) => {
      const user = this.#byId.get(idIn(subject));
      if (user !== undefined) listener(user, data, reply);
    };
  }

  get(id: number): HeldUser | undefined {
    return this.#byId.get(id);
  }

  all(): Iterable<HeldUser> {
    return this.#byId.values();
  }

  /** Adds a connection. `isFirst`: the user had none here before. */
  add(
    id: number,
    nameKey: string,
    connection: Connection,
  ): { readonly user: HeldUser; readonly isFirst: boolean } {
    const held = this.#byId.get(id);
    if (held !== undefined) {
      held.connections = [...held.connections, connection];
      return { user: held, isFirst: false };
    }
    const user: HeldUser = {
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

  /** Removes a connection. Returns the user if it was their last one here. */
  remove(id: number, connection: Connection): HeldUser | undefined {
    const user = this.#byId.get(id);
    if (user === undefined) return undefined;
    user.connections = user.connections.filter((other) => other !== connection);
    if (user.connections.length > 0) return undefined;
    this.#byId.delete(id);
    user.subscription.unsubscribe();
    return user;
  }
}

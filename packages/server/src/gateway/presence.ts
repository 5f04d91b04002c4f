/**
 * Presence at a gateway: announces users who come and go, and tells the connections here that watch a user.
 *
 * @module
 */
import { LIMITS, packServerFrame, PosthornError } from '@posthorn/protocol';
import type { Reply, ServerFrameInit, WatchPresence } from '@posthorn/protocol';
import type { Bus, BusHandler, Subscription } from '../bus/bus.ts';
import { BusError } from '../bus/bus.ts';
import { fromBusError } from '../bus/failure.ts';
import { idIn, presenceSubject, userSubject } from '../bus/subjects.ts';
import type { Clock, Timer } from '../clock.ts';
import { decodeEnvelope, encodeEnvelope } from '../generated/bus.ts';
import type { Router } from '../router/router.ts';
import type { Connection } from './connection.ts';
import { encoded, outgoing, pushToAll } from './pushes.ts';
import type { LocalUser } from './users.ts';

interface Leaving {
  readonly user: LocalUser;
  /** Of the grace period. */
  readonly timer: Timer;
  /** Their last one. */
  readonly connection: number;
}

interface Watched {
  readonly watchers: Set<Connection>;
  /** What the watchers were told last. */
  isOnline: boolean;
  readonly subscription: Subscription;
}

/** Time for another gateway to answer that the user is connected there. */
const ANSWER_TIMEOUT_MS = 1000;
const ONLINE_QUERY = encodeEnvelope({ body: { case: 'onlineQuery', value: {} } });

export interface PresenceOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly router: Router;
  readonly offlineGraceMs: number;
}

export class Presence {
  readonly #options: PresenceOptions;
  /** Shared by all subjects. */
  readonly #handler: BusHandler = (data, subject) => this.#hear(data, idIn(subject));
  readonly #watched = new Map<number, Watched>();
  readonly #byWatcher = new Map<Connection, Set<number>>();
  /** Users who have just left, and are online until the grace period is over. */
  readonly #leaving = new Map<number, Leaving>();
  /** Users whose watchers are asked for again, and whether it has to be done once more. */
  readonly #asking = new Map<number, boolean>();
  #lost: Timer | undefined;

  constructor(options: PresenceOptions) {
    this.#options = options;
  }

  /** A user has a first connection here. */
  came(user: number): void {
    this.#leaving.get(user)?.timer.cancel();
    this.#forgetLeaving(user);
    // Also after a short absence: a client that asked meanwhile was told "offline".
    this.#announce(user, true);
  }

  /**
   * A user's last connection here is gone. After a grace period they are offline, unless they are connected to another
   * gateway. Their subscription, which answers until then that they are online, ends with it.
   */
  went(user: LocalUser, connection: number): void {
    const { clock, offlineGraceMs } = this.#options;
    const { id } = user;
    const timer = clock.after(offlineGraceMs, () => {
      this.#forgetLeaving(id);
      void this.#isElsewhere(id).then((isElsewhere) => {
        if (isElsewhere) return;
        this.#options.router.detached(connection, id);
        this.#announce(id, false);
      });
    });
    this.#leaving.set(id, { user, timer, connection });
  }

  /** Users without a connection here who are online for a moment yet. */
  leaving(): readonly LocalUser[] {
    return Array.from(this.#leaving.values(), ({ user }) => user);
  }

  #forgetLeaving(user: number): void {
    this.#leaving.get(user)?.user.subscription.unsubscribe();
    this.#leaving.delete(user);
  }

  /** Replaces the users that a connection watches. Subscribes before it asks the router, so no change is missed. */
  async watch(connection: Connection, request: WatchPresence, ask: () => Promise<Reply>): Promise<Reply> {
    if (request.users.length > LIMITS.maxWatchedUsers) {
      throw new PosthornError('TOO_LARGE', `at most ${LIMITS.maxWatchedUsers} users can be watched`);
    }
    this.forget(connection);
    const wanted = new Set(request.users);
    this.#byWatcher.set(connection, wanted);
    for (const user of wanted) this.#add(user, connection);
    await this.#options.bus.ready().catch((error: unknown) => {
      throw fromBusError(error);
    });
    const reply = await ask();
    if (connection.state === 'closed') {
      this.forget(connection);
    } else if (reply.case === 'presences') {
      const granted = new Set(reply.value.presences?.map(({ user }) => user));
      for (const { user = 0, online = false } of reply.value.presences ?? []) {
        const watched = this.#watched.get(user);
        if (watched !== undefined) watched.isOnline = online;
      }
      for (const user of wanted) if (!granted.has(user)) this.#remove(user, connection);
    }
    return reply;
  }

  /** `presence.<id>`. */
  #hear(data: Uint8Array, user: number): void {
    const { body } = decodeEnvelope(data);
    const watched = this.#watched.get(user);
    if (body?.case === 'visibilityChanged') void this.#askAgain(user);
    if (body?.case !== 'note' || watched === undefined) return;
    const push = outgoing(body.value.frame);
    const { body: note } = push.decode();
    if (note?.case === 'presenceNote') watched.isOnline = note.value.online;
    pushToAll(watched.watchers, push);
  }

  /**
   * Tells nobody about a user before the router has said again who may know. To the others the user is offline from now on.
   * Asks for one watcher at a time, since there may be many. Changes during a question lead to one more question together.
   * Never rejects.
   */
  async #askAgain(user: number): Promise<void> {
    if (this.#asking.has(user)) {
      this.#asking.set(user, true);
      return;
    }
    do {
      this.#asking.set(user, false);
      await this.#askForAll(user);
    } while (this.#asking.get(user) === true);
    this.#asking.delete(user);
  }

  async #askForAll(user: number): Promise<void> {
    const asking = [...(this.#watched.get(user)?.watchers ?? [])];
    for (const connection of asking) this.unwatch(connection, user);
    for (const connection of asking) {
      const wanted = this.#byWatcher.get(connection);
      const request = { case: 'watchPresence', value: { users: [user] } } as const;
      const reply = await this.#options.router.call(connection.caller, request).catch(() => undefined);
      // It may have gone, or asked for others meanwhile.
      if (wanted === undefined || wanted !== this.#byWatcher.get(connection)) continue;
      const [granted] = reply?.case === 'presences' ? (reply.value.presences ?? []) : [];
      const note: ServerFrameInit = { body: { case: 'presenceNote', value: granted ?? { user } } };
      pushToAll(new Set([connection]), encoded(note));
      if (granted === undefined) continue;
      wanted.add(user);
      this.#add(user, connection).isOnline = granted.online === true;
    }
  }

  /**
   * A gateway has died without announcing that its users are gone. After a grace period in which they may reconnect,
   * looks for all users watched here and tells the watchers of those who are offline.
   */
  gatewayLost(): void {
    if (this.#lost !== undefined) return;
    this.#lost = this.#options.clock.after(this.#options.offlineGraceMs, () => {
      this.#lost = undefined;
      void this.#lookForAll();
    });
  }

  /** One user at a time, because there may be many. Never rejects. */
  async #lookForAll(): Promise<void> {
    for (const [user, watched] of this.#watched) {
      if (!watched.isOnline || (await this.#isElsewhere(user))) continue;
      watched.isOnline = false;
      this.#options.router.detached(0, user);
      pushToAll(watched.watchers, encoded(this.#note(user, false)));
    }
  }

  /** Stops telling a connection about a user. */
  unwatch(connection: Connection, user: number): void {
    if (this.#byWatcher.get(connection)?.delete(user) === true) this.#remove(user, connection);
  }

  /** Stops telling a connection about anybody. */
  forget(connection: Connection): void {
    for (const user of this.#byWatcher.get(connection) ?? []) this.#remove(user, connection);
    this.#byWatcher.delete(connection);
  }

  /** Cancels all timers. Tells the router who has left: after a restart they were seen last now, not the visit before. */
  close(): void {
    this.#lost?.cancel();
    for (const [user, { timer, connection }] of this.#leaving) {
      timer.cancel();
      this.#options.router.detached(connection, user);
      this.#forgetLeaving(user);
    }
  }

  #add(user: number, connection: Connection): Watched {
    let watched = this.#watched.get(user);
    if (watched === undefined) {
      const subscription = this.#options.bus.subscribe(presenceSubject(user), this.#handler);
      this.#watched.set(user, (watched = { watchers: new Set(), subscription, isOnline: false }));
    }
    watched.watchers.add(connection);
    return watched;
  }

  #remove(user: number, connection: Connection): void {
    const watched = this.#watched.get(user);
    if (watched === undefined || !watched.watchers.delete(connection) || watched.watchers.size > 0) return;
    watched.subscription.unsubscribe();
    this.#watched.delete(user);
  }

  #announce(user: number, online: boolean): void {
    const frame = packServerFrame(this.#note(user, online));
    const note = encodeEnvelope({ body: { case: 'note', value: { frame } } });
    this.#options.bus.publish(presenceSubject(user), note);
  }

  #note(user: number, online: boolean): ServerFrameInit {
    const value = { user, online, lastSeen: this.#options.clock.now() };
    return { body: { case: 'presenceNote', value } };
  }

  async #isElsewhere(user: number): Promise<boolean> {
    try {
      await this.#options.bus.request(userSubject(user), ONLINE_QUERY, { timeoutMs: ANSWER_TIMEOUT_MS });
      return true;
    } catch (error) {
      if (error instanceof BusError) return false;
      throw error;
    }
  }
}

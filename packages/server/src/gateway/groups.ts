/**
 * The groups that somebody here is a member of. A push is delivered only against a list of members that is as
 * new as the push itself (promise 9): when the versions differ, it waits until the router was asked.
 *
 * @module
 */
import type { Bus, BusHandler, Subscription } from '../bus/bus.ts';
import { groupSubject } from '../bus/subjects.ts';
import type { Logger } from '../logger.ts';
import type { OutgoingPush } from '../protocols/protocol.ts';
import type { Router } from '../router/router.ts';
import type { HeldUser, HeldUsers } from './users.ts';

/** A push on its way into a group. */
export interface GroupPush {
  readonly push: OutgoingPush;
  readonly version: number;
  readonly origin: number;
  readonly seq: number;
}

interface HeldGroup {
  readonly id: number;
  /** The version that `members` is known for; -1 before the first answer. */
  version: number;
  readonly members: Set<HeldUser>;
  readonly subscription: Subscription;
  /** The highest seq that was delivered to all members here. */
  lastSeq: number;
  /** Waiting for a newer list of members. */
  waiting: GroupPush[] | undefined;
  isAsking: boolean;
}

/** Pushes that may wait for one list of members; beyond it the members are told to sync. */
const MAX_WAITING = 1000;

export interface HeldGroupsOptions {
  readonly bus: Bus;
  readonly router: Router;
  readonly users: HeldUsers;
  readonly logger: Logger;
  /** Shared by all subjects. */
  readonly handler: BusHandler;
  readonly deliver: (user: HeldUser, push: GroupPush) => void;
  /** Tells a user how far a conversation has come. */
  readonly advertise: (user: HeldUser, conversation: number, seq: number) => void;
  readonly resync: (user: HeldUser) => void;
}

export class HeldGroups {
  readonly #options: HeldGroupsOptions;
  readonly #byId = new Map<number, HeldGroup>();

  constructor(options: HeldGroupsOptions) {
    this.#options = options;
  }

  /** `user` is a member as of `version`. */
  join(id: number, version: number, user: HeldUser): void {
    let group = this.#byId.get(id);
    if (group === undefined) {
      const subscription = this.#options.bus.subscribe(groupSubject(id), this.#options.handler);
      group = {
        id,
        version,
        members: new Set(),
        subscription,
        lastSeq: 0,
        waiting: undefined,
        isAsking: false,
      };
      this.#byId.set(id, group);
    }
    // With two opinions about the version the lower one is safe: the next push then asks.
    group.version = group.members.size === 0 ? version : Math.min(group.version, version);
    group.members.add(user);
    (user.groups ??= new Set()).add(id);
  }

  leave(id: number, user: HeldUser): void {
    const group = this.#byId.get(id);
    user.groups?.delete(id);
    if (group === undefined || !group.members.delete(user) || group.members.size > 0) return;
    group.subscription.unsubscribe();
    this.#byId.delete(id);
  }

  /** Delivers now, or when the members as of this push are known. */
  push(id: number, push: GroupPush): void {
    const group = this.#byId.get(id);
    if (group === undefined) return;
    if (group.waiting === undefined && push.version <= group.version) {
      if (push.version === group.version) this.#deliver(group, push);
      // Who has joined since must not see it, so all are told to pull, which knows the intervals.
      else for (const user of group.members) this.#options.advertise(user, id, push.seq);
      return;
    }
    if ((group.waiting ??= []).length >= MAX_WAITING) {
      group.waiting = [];
      for (const user of group.members) this.#options.resync(user);
    } else {
      group.waiting.push(push);
    }
    this.#ask(group);
  }

  /** Members here for something fleeting; empty when their list is outdated. */
  membersAt(id: number, version: number): Iterable<HeldUser> {
    const group = this.#byId.get(id);
    if (group === undefined) return [];
    if (group.version === version) return group.members;
    this.#ask(group);
    return [];
  }

  /** Members here who may have missed `seq`; empty when all of them were given it. */
  missing(id: number, seq: number, version: number): Iterable<HeldUser> {
    const group = this.#byId.get(id);
    return group === undefined || group.lastSeq >= seq ? [] : this.membersAt(id, version);
  }

  /** A user joined or left a group somewhere: find out. */
  async standingChanged(id: number, user: HeldUser): Promise<void> {
    try {
      const { version, members } = await this.#options.router.standing(id, [user.id]);
      if (this.#options.users.get(user.id) !== user) return;
      if (members.includes(user.id)) this.join(id, version, user);
      else this.leave(id, user);
    } catch (error) {
      this.#options.logger.warn(
        { err: error, conversation: id },
        'a change of membership was not seen; sync repairs it',
      );
      this.#options.resync(user);
    }
  }

  #deliver(group: HeldGroup, push: GroupPush): void {
    if (push.seq > group.lastSeq) group.lastSeq = push.seq;
    for (const user of group.members) this.#options.deliver(user, push);
  }

  #ask(group: HeldGroup): void {
    if (group.isAsking) return;
    group.isAsking = true;
    void this.#refresh(group).finally(() => {
      group.isAsking = false;
      this.#release(group);
    });
  }

  async #refresh(group: HeldGroup): Promise<void> {
    const asked = [...group.members];
    try {
      const { version, members } = await this.#options.router.standing(
        group.id,
        asked.map(({ id }) => id),
      );
      const now = new Set(members);
      for (const user of asked) if (!now.has(user.id)) this.leave(group.id, user);
      group.version = Math.max(version, group.version);
    } catch (error) {
      this.#options.logger.warn(
        { err: error, conversation: group.id },
        'the members of a group are not known now',
      );
      group.waiting = [];
      for (const user of group.members) this.#options.resync(user);
    }
  }

  /** Delivers what the list of members now covers; a push from beyond it asks again. */
  #release(group: HeldGroup): void {
    const waiting = group.waiting ?? [];
    group.waiting = undefined;
    for (const push of waiting) this.push(group.id, push);
  }
}

/**
 * The groups that somebody here is a member of. Of each member is known as of which version of the group they are
 * one. A push goes to those who are known as of its own version alone (promise 9): for somebody known as of an
 * older one it waits until the router was asked, and somebody known as of a newer one is told to pull.
 *
 * @module
 */
import type { Bus, BusHandler, Subscription } from '../bus/bus.ts';
import { fromBusError } from '../bus/failure.ts';
import { groupSubject } from '../bus/subjects.ts';
import { failureFields } from '../logger.ts';
import type { Logger } from '../logger.ts';
import type { Advert } from '../generated/bus.ts';
import type { Router } from '../router/router.ts';
import { onGroupSubject } from './group-subject.ts';
import type { GroupListener, GroupNote, GroupPush } from './group-subject.ts';
import { headsIn } from './pushes.ts';
import { isHeld } from './users.ts';
import type { HeldUser } from './users.ts';

interface HeldGroup {
  readonly id: number;
  /** Each with the version as of which they are known to be a member. */
  readonly members: Map<HeldUser, number>;
  /** The lowest and the highest of these versions; too far apart at worst, until the router is asked. */
  lowest: number;
  highest: number;
  readonly subscription: Subscription;
  /** The highest seq that was delivered to the members of its time. */
  lastSeq: number;
  /** Users of whom is being asked whether they are members: until then it is listened to for them. */
  asking: number;
  /** Waiting for a newer list of members. */
  waiting: GroupPush[] | undefined;
  isAsking: boolean;
}

/** Pushes that may wait for one list of members; beyond it the members are told to sync. */
const MAX_WAITING = 1000;

export interface HeldGroupsOptions {
  readonly bus: Bus;
  readonly router: Router;
  readonly logger: Logger;
  readonly deliver: (user: HeldUser, push: Pick<GroupPush, 'push' | 'origin'>) => void;
  /** Tells a user how far a conversation has come. */
  readonly advertise: (user: HeldUser, conversation: number, seq: number) => void;
  readonly resync: (user: HeldUser) => void;
}

export class HeldGroups implements GroupListener {
  readonly #options: HeldGroupsOptions;
  /** Shared by all subjects. */
  readonly #handler: BusHandler = onGroupSubject(this);
  readonly #byId = new Map<number, HeldGroup>();

  constructor(options: HeldGroupsOptions) {
    this.#options = options;
  }

  /** `user` is a member as of `version`. */
  join(id: number, version: number, user: HeldUser): void {
    const group = this.#byId.get(id) ?? this.#open(id);
    const known = Math.max(version, group.members.get(user) ?? 0);
    group.members.set(user, known);
    group.lowest = Math.min(group.lowest, known);
    group.highest = Math.max(group.highest, known);
    (user.groups ??= new Set()).add(id);
  }

  leave(id: number, user: HeldUser): void {
    const group = this.#byId.get(id);
    user.groups?.delete(id);
    if (group === undefined || !group.members.delete(user)) return;
    this.#closeIfUnused(group);
  }

  /** Delivers now, or when the members as of this push are known. */
  push(id: number, push: GroupPush): void {
    const group = this.#byId.get(id);
    if (group === undefined) return;
    if (group.waiting === undefined && push.version <= group.lowest) {
      this.#deliver(group, push);
      return;
    }
    if ((group.waiting ??= []).length >= MAX_WAITING) {
      group.waiting = [];
      for (const user of group.members.keys()) this.#options.resync(user);
    } else {
      group.waiting.push(push);
    }
    this.#ask(group);
  }

  /** To the members as of its version; to nobody when these are not known. */
  note(id: number, note: GroupNote): void {
    const group = this.#knownAt(id, note.version);
    if (group === undefined) return;
    for (const user of membersOf(group, note.version)) {
      if (user.id !== note.exceptUser) this.#options.deliver(user, note);
    }
  }

  advert(id: number, advert: Advert): void {
    const push = headsIn(advert);
    for (const { seq, version } of advert.heads) {
      for (const user of this.missing(id, seq, version)) this.#options.deliver(user, { push, origin: 0 });
    }
  }

  /** Members here who may have missed `seq`; empty when all of them were given it, or must be asked about first. */
  missing(id: number, seq: number, version: number): Iterable<HeldUser> {
    const group = this.#byId.get(id);
    if (group === undefined || group.lastSeq >= seq) return [];
    return this.#knownAt(id, version)?.members.keys() ?? [];
  }

  /** A user joined or left a group somewhere, by its change to `version`; 0: to some version. Finds out. */
  async standingChanged(id: number, user: HeldUser, version: number): Promise<void> {
    const known = this.#byId.get(id)?.members.get(user) ?? 0;
    if (version !== 0 && known >= version) return;
    const group = this.#byId.get(id) ?? this.#open(id);
    group.asking++;
    try {
      // Listens first and asks then: what is said from here on is heard, and what was said before is advertised.
      await this.#options.bus.ready();
      await this.#askFor(group, user);
    } catch (error) {
      this.#options.logger.warn(
        { ...failureFields(fromBusError(error)), conversation: id },
        'a change of membership was not seen; sync repairs it',
      );
      this.#options.resync(user);
    } finally {
      group.asking--;
      this.#closeIfUnused(group);
    }
  }

  async #askFor(group: HeldGroup, user: HeldUser): Promise<void> {
    const { id } = group;
    const { version, head, members } = await this.#options.router.standing(id, [user.id]);
    if (!isHeld(user)) return;
    if (!members.includes(user.id)) {
      this.#leaveAsOf(id, user, version);
      return;
    }
    this.join(id, version, user);
    // What came until now was delivered to the others alone.
    this.#options.advertise(user, id, Math.max(head, group.lastSeq));
  }

  #closeIfUnused(group: HeldGroup): void {
    if (group.members.size > 0 || group.asking > 0 || this.#byId.get(group.id) !== group) return;
    group.subscription.unsubscribe();
    this.#byId.delete(group.id);
  }

  #open(id: number): HeldGroup {
    const subscription = this.#options.bus.subscribe(groupSubject(id), this.#handler);
    const group: HeldGroup = {
      id,
      members: new Map(),
      lowest: Infinity,
      highest: 0,
      subscription,
      lastSeq: 0,
      asking: 0,
      waiting: undefined,
      isAsking: false,
    };
    this.#byId.set(id, group);
    return group;
  }

  /** Somebody who was no member as of `version` leaves, unless they are known to have joined later. */
  #leaveAsOf(id: number, user: HeldUser, version: number): void {
    const known = this.#byId.get(id)?.members.get(user);
    if (known === undefined || known <= version) this.leave(id, user);
  }

  /** The group, when all its members here are known as of `version` or later; else the router is asked. */
  #knownAt(id: number, version: number): HeldGroup | undefined {
    const group = this.#byId.get(id);
    if (group === undefined || group.lowest >= version) return group;
    this.#ask(group);
    return undefined;
  }

  #deliver(group: HeldGroup, push: GroupPush): void {
    if (push.seq > group.lastSeq) group.lastSeq = push.seq;
    for (const user of membersOf(group, push.version)) this.#options.deliver(user, push);
    if (group.highest === push.version) return;
    // Who has joined since must not see it; who was there before may. Pulling knows the intervals.
    for (const [user, known] of group.members) {
      if (known !== push.version) this.#options.advertise(user, group.id, push.seq);
    }
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
    const asked = [...group.members.keys()];
    try {
      const { version, members } = await this.#options.router.standing(
        group.id,
        asked.map(({ id }) => id),
      );
      const now = new Set(members);
      for (const user of asked) if (!now.has(user.id)) this.#leaveAsOf(group.id, user, version);
      const stayed = asked.filter((user) => now.has(user.id) && group.members.has(user));
      confirm(group, stayed, version);
    } catch (error) {
      this.#options.logger.warn(
        { ...failureFields(fromBusError(error)), conversation: group.id },
        'the members of a group are not known now',
      );
      group.waiting = [];
      for (const user of group.members.keys()) this.#options.resync(user);
    }
  }

  /** Delivers what the list of members now covers; a push from beyond it asks again. */
  #release(group: HeldGroup): void {
    const waiting = group.waiting ?? [];
    group.waiting = undefined;
    for (const push of waiting) this.push(group.id, push);
  }
}

/** These are members as of `version`; who is known as of a later one stays so. */
function confirm(group: HeldGroup, users: readonly HeldUser[], version: number): void {
  const { members } = group;
  for (const user of users) members.set(user, Math.max(version, members.get(user) ?? 0));
  group.lowest = Infinity;
  group.highest = 0;
  for (const known of members.values()) {
    group.lowest = Math.min(group.lowest, known);
    group.highest = Math.max(group.highest, known);
  }
}

function membersOf({ members, lowest, highest }: HeldGroup, version: number): Iterable<HeldUser> {
  if (lowest === version && highest === version) return members.keys();
  return [...members].flatMap(([user, known]) => (known === version ? [user] : []));
}

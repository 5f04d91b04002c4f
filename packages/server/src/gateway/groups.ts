/**
 * The groups with members here. For each member we know the version of the group at which their membership was
 * confirmed. A push is delivered only to members confirmed at exactly its version (promise 9). A push that changes the
 * version says who has joined or left, which confirms the others. If a member was confirmed at an older version, the push
 * waits until the router was asked. Members confirmed at a newer version are told to pull.
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
import { isConnected } from './users.ts';
import type { LocalUser } from './users.ts';

interface LocalGroup {
  readonly id: number;
  /** Members here, each with the version at which their membership was confirmed. */
  readonly members: Map<LocalUser, number>;
  /** Bounds of these versions. They may be too wide until the router is asked. */
  lowest: number;
  highest: number;
  readonly subscription: Subscription;
  /** The highest seq delivered so far. */
  lastSeq: number;
  /** Open questions about single users; keeps the subscription alive. */
  asking: number;
  /** Pushes that wait for a newer list of members. */
  waiting: GroupPush[] | undefined;
  isAsking: boolean;
}

/** Bound on pushes waiting for one list of members; beyond it members are told to sync. */
const MAX_WAITING = 1000;

export interface LocalGroupsOptions {
  readonly bus: Bus;
  readonly router: Router;
  readonly logger: Logger;
  readonly deliver: (user: LocalUser, push: Pick<GroupPush, 'push' | 'origin'>) => void;
  /** Tells a user how far a conversation has come. */
  readonly advertise: (user: LocalUser, conversation: number, seq: number) => void;
  readonly resync: (user: LocalUser) => void;
}

export class LocalGroups implements GroupListener {
  readonly #options: LocalGroupsOptions;
  /** Shared by all subjects. */
  readonly #handler: BusHandler = onGroupSubject(this);
  readonly #byId = new Map<number, LocalGroup>();

  constructor(options: LocalGroupsOptions) {
    this.#options = options;
  }

  /** Records that `user` is a member at `version`. */
  join(id: number, version: number, user: LocalUser): void {
    const group = this.#byId.get(id) ?? this.#open(id);
    const known = Math.max(version, group.members.get(user) ?? 0);
    group.members.set(user, known);
    group.lowest = Math.min(group.lowest, known);
    group.highest = Math.max(group.highest, known);
    (user.groups ??= new Set()).add(id);
  }

  leave(id: number, user: LocalUser): void {
    const group = this.#byId.get(id);
    user.groups?.delete(id);
    if (group === undefined || !group.members.delete(user)) return;
    this.#closeIfUnused(group);
  }

  /** Delivers a push now, or once the members at its version are known. */
  push(id: number, push: GroupPush): void {
    const group = this.#byId.get(id);
    if (group === undefined) return;
    if (push.since !== 0 && group.waiting === undefined) this.#follow(group, push);
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

  /** Delivers a note to the members at its version; drops it when they are not known. */
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

  /** Members here who may have missed `seq`. Empty when all have it, or when the router has to be asked first. */
  missing(id: number, seq: number, version: number): Iterable<LocalUser> {
    const group = this.#byId.get(id);
    if (group === undefined || group.lastSeq >= seq) return [];
    return this.#knownAt(id, version)?.members.keys() ?? [];
  }

  /** A user joined or left a group with its change to `version` (0: unknown version). Asks the router which. */
  async membershipChanged(id: number, user: LocalUser, version: number): Promise<void> {
    const known = this.#byId.get(id)?.members.get(user) ?? 0;
    if (version !== 0 && known >= version) return;
    const group = this.#byId.get(id) ?? this.#open(id);
    group.asking++;
    try {
      // Subscribe before asking: later messages are then heard, and earlier ones advertised.
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

  async #askFor(group: LocalGroup, user: LocalUser): Promise<void> {
    const { id } = group;
    const { version, head, members } = await this.#options.router.membership(id, [user.id]);
    if (!isConnected(user)) return;
    if (!members.includes(user.id)) {
      this.#leaveAsOf(id, user, version);
      return;
    }
    this.join(id, version, user);
    // Earlier messages were not delivered to this user.
    this.#options.advertise(user, id, Math.max(head, group.lastSeq));
  }

  #closeIfUnused(group: LocalGroup): void {
    if (group.members.size > 0 || group.asking > 0 || this.#byId.get(group.id) !== group) return;
    group.subscription.unsubscribe();
    this.#byId.delete(group.id);
  }

  #open(id: number): LocalGroup {
    const subscription = this.#options.bus.subscribe(groupSubject(id), this.#handler);
    const group: LocalGroup = {
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

  /** Removes a user who was not a member at `version`, unless they are known to have joined later. */
  #leaveAsOf(id: number, user: LocalUser, version: number): void {
    const known = this.#byId.get(id)?.members.get(user);
    if (known === undefined || known <= version) this.leave(id, user);
  }

  /** Returns the group if all members here are confirmed at `version` or later; otherwise asks the router. */
  #knownAt(id: number, version: number): LocalGroup | undefined {
    const group = this.#byId.get(id);
    if (group === undefined || group.lowest >= version) return group;
    this.#ask(group);
    return undefined;
  }

  #deliver(group: LocalGroup, push: GroupPush): void {
    if (push.seq > group.lastSeq) group.lastSeq = push.seq;
    for (const user of membersOf(group, push.version)) this.#options.deliver(user, push);
    if (group.highest === push.version) return;
    // Members confirmed later may have joined after this message. A pull knows what they may see.
    for (const [user, known] of group.members) {
      if (known !== push.version) this.#options.advertise(user, group.id, push.seq);
    }
  }

  /**
   * Takes over a change that names those who have joined or left. So nobody need be asked after each change, which would
   * cost the more the more members are here.
   */
  #follow(group: LocalGroup, { since, version, affected }: GroupPush): void {
    const changed = new Set(affected);
    const stayed: LocalUser[] = [];
    for (const [user, known] of group.members) {
      if (known !== since) continue;
      if (changed.has(user.id)) this.leave(group.id, user);
      else stayed.push(user);
    }
    confirm(group, stayed, version);
  }

  #ask(group: LocalGroup): void {
    if (group.isAsking) return;
    group.isAsking = true;
    void this.#refresh(group).finally(() => {
      group.isAsking = false;
      this.#release(group);
    });
  }

  async #refresh(group: LocalGroup): Promise<void> {
    const asked = [...group.members.keys()];
    try {
      const { version, members } = await this.#options.router.membership(
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

  /** Delivers waiting pushes that the list of members covers now; newer ones make it ask again. */
  #release(group: LocalGroup): void {
    const waiting = group.waiting ?? [];
    group.waiting = undefined;
    for (const push of waiting) this.push(group.id, push);
  }
}

/** Confirms members at `version`; a later confirmation stays. */
function confirm(group: LocalGroup, users: readonly LocalUser[], version: number): void {
  const { members } = group;
  for (const user of users) members.set(user, Math.max(version, members.get(user) ?? 0));
  group.lowest = Infinity;
  group.highest = 0;
  for (const known of members.values()) {
    group.lowest = Math.min(group.lowest, known);
    group.highest = Math.max(group.highest, known);
  }
}

function membersOf({ members, lowest, highest }: LocalGroup, version: number): Iterable<LocalUser> {
  if (lowest === version && highest === version) return members.keys();
  return [...members].flatMap(([user, known]) => (known === version ? [user] : []));
}

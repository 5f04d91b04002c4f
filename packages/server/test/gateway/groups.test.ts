/**
 * However the answers about a group's members are delayed, a push reaches nobody outside their membership
 * (promise 9), and a member who was passed over learns of it by the next advert at the latest (promise 6).
 */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { runs } from '@posthorn/testing/runs';
import { createMemoryBus } from '../../src/bus/memory.ts';
import type { Connection } from '../../src/gateway/connection.ts';
import { LocalGroups } from '../../src/gateway/groups.ts';
import type { LocalUser } from '../../src/gateway/users.ts';
import { LocalUsers } from '../../src/gateway/users.ts';
import { outgoing } from '../../src/gateway/pushes.ts';
import type { OutgoingPush } from '../../src/protocols/protocol.ts';
import { silentLogger } from '../../src/logger.ts';
import type { MembershipSnapshot, Router } from '../../src/router/router.ts';
import { systemClock } from '../../src/system.ts';

const GROUP = 7;
const USERS = [1, 2, 3] as const;

type Step =
  /** Somebody's membership is turned around. The push tells whose, unless a router of the version before sends it. */
  | { readonly do: 'change'; readonly user: number; readonly tells: boolean }
  | { readonly do: 'say' }
  /** The oldest thing on the bus reaches the gateway. */
  | { readonly do: 'hear' }
  /** The router reads what one of the open questions asks for. */
  | { readonly do: 'read'; readonly which: number }
  /** An answer that was read reaches the gateway. */
  | { readonly do: 'answer'; readonly which: number };

interface Question {
  readonly users: readonly number[];
  readonly done: PromiseWithResolvers<MembershipSnapshot>;
  read: MembershipSnapshot | undefined;
}

const which = fc.nat({ max: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('change' as const), user: fc.constantFrom(...USERS), tells: fc.boolean() }),
  fc.constant({ do: 'say' as const }),
  { weight: 2, arbitrary: fc.constant({ do: 'hear' as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('read' as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('answer' as const), which }) },
);

it('any delay of answers', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { size: 'max', maxLength: 60 }), async (steps) => {
      const world = new World();
      for (const each of steps) await world.take(each);
      await world.settle();
      await world.check();
    }),
    { numRuns: runs(1000) },
  );
});

it('a change that says whom it affects costs questions about them alone', async () => {
  const world = new World();
  const change = { do: 'change', tells: true } as const;
  for (const user of [3, 1]) {
    await world.take({ ...change, user });
    await world.take({ do: 'hear' });
    assert.deepEqual(world.asked(), [], 'about the push');
    await world.take({ do: 'hear' });
    assert.deepEqual(world.asked(), [[user]]);
    await world.settle();
  }
  await world.check();
});

/** A group, its log, the bus between router and gateway, and a gateway that holds all its users. */
class World {
  readonly #members = new Set<number>([1, 2]);
  #version = 1;
  #seq = 0;
  readonly #granted = new Map<number, Set<number>>(USERS.map((user) => [user, new Set()]));
  /** Delivered to a user, by seq. */
  readonly #delivered = new Map<number, Set<number>>(USERS.map((user) => [user, new Set()]));
  readonly #advertised = new Map<number, number>();
  readonly #seqs = new Map<OutgoingPush, number>();
  readonly #onBus: (() => void)[] = [];
  #questions: Question[] = [];
  readonly #users: LocalUsers;
  readonly #groups: LocalGroups;

  constructor() {
    const bus = createMemoryBus({ clock: systemClock, onError: (error) => assert.fail(String(error)) });
    this.#users = new LocalUsers(bus, () => {});
    this.#groups = new LocalGroups({
      bus,
      // A gateway asks it nothing else about groups that change.
      router: { membership: (_, users) => this.#ask(users) } as Pick<Router, 'membership'> as Router,
      logger: silentLogger,
      deliver: ({ id }, { push }) => this.#delivered.get(id)?.add(this.#seqs.get(push) ?? 0),
      advertise: ({ id }, _, seq) => this.#advertise(id, seq),
      resync: () => {},
    });
    for (const user of USERS) {
      // The group code never looks into a connection.
      const { user: local } = this.#users.add(user, `${user}`, {} as Connection);
      if (this.#members.has(user)) this.#groups.join(GROUP, this.#version, local);
    }
  }

  async take(each: Step): Promise<void> {
    switch (each.do) {
      case 'say':
        this.#commit();
        break;
      case 'change':
        this.#change(each.user, each.tells);
        break;
      case 'hear':
        this.#onBus.shift()?.();
        break;
      case 'read':
        this.#read(this.#questions[each.which]);
        break;
      case 'answer':
        this.#answer(this.#questions[each.which]);
    }
    await turn();
  }

  /** Users of the open questions. */
  asked(): readonly (readonly number[])[] {
    return this.#questions.map(({ users }) => users);
  }

  /** Everything arrives. */
  async settle(): Promise<void> {
    while (this.#onBus.length > 0 || this.#questions.length > 0) {
      this.#onBus.shift()?.();
      for (const question of this.#questions) {
        this.#read(question);
        this.#answer(question);
      }
      await turn();
    }
  }

  /** Twice, since an advert may have to ask first. */
  async sweep(): Promise<void> {
    for (let round = 0; round < 2; round++) {
      for (const { id } of this.#groups.missing(GROUP, this.#seq, this.#version)) {
        this.#advertise(id, this.#seq);
      }
      await this.settle();
    }
  }

  async check(): Promise<void> {
    await this.sweep();
    for (const user of USERS) {
      const granted = this.#granted.get(user) ?? new Set();
      const delivered = this.#delivered.get(user) ?? new Set();
      assert.deepEqual(
        [...delivered].filter((seq) => !granted.has(seq)),
        [],
        `user ${user} was given what is not theirs`,
      );
      if (!this.#members.has(user)) continue;
      const known = Math.max(this.#advertised.get(user) ?? 0, ...delivered);
      assert.equal(known, this.#seq, `user ${user} knows how far the group has come`);
    }
  }

  #commit(affected: readonly number[] = []): number {
    const seq = (this.#seq += 1);
    for (const user of this.#members) this.#granted.get(user)?.add(seq);
    const push = outgoing(new Uint8Array());
    this.#seqs.set(push, seq);
    const version = this.#version;
    const since = affected.length > 0 ? version - 1 : 0;
    this.#onBus.push(() => this.#groups.push(GROUP, { push, version, origin: 0, seq, since, affected }));
    return seq;
  }

  #change(user: number, tells: boolean): void {
    this.#version += 1;
    const isMember = this.#members.has(user);
    // Who is added sees it, and who is removed does.
    if (!isMember) this.#members.add(user);
    const seq = this.#commit(tells ? [user] : []);
    if (isMember) this.#members.delete(user);
    const version = this.#version;
    this.#onBus.push(() => {
      this.#delivered.get(user)?.add(seq);
      void this.#groups.membershipChanged(GROUP, this.#localUser(user), version);
    });
  }

  #localUser(user: number): LocalUser {
    const local = this.#users.get(user);
    assert.ok(local !== undefined);
    return local;
  }

  #advertise(user: number, seq: number): void {
    this.#advertised.set(user, Math.max(seq, this.#advertised.get(user) ?? 0));
  }

  #ask(users: readonly number[]): Promise<MembershipSnapshot> {
    const question: Question = { users, done: Promise.withResolvers(), read: undefined };
    this.#questions.push(question);
    return question.done.promise;
  }

  #read(question: Question | undefined): void {
    if (question === undefined || question.read !== undefined) return;
    const members = question.users.filter((user) => this.#members.has(user));
    question.read = { version: this.#version, head: this.#seq, members };
  }

  #answer(question: Question | undefined): void {
    if (question?.read === undefined) return;
    this.#questions = this.#questions.filter((other) => other !== question);
    question.done.resolve(question.read);
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

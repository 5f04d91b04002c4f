/**
 * Threads, and what replies quote.
 *
 * @module
 */
import { decodeContent, decodeState, encodeContent } from '@posthorn/protocol';
import type { ContentInit, State } from '@posthorn/protocol';
import assert from 'node:assert/strict';
import * as followerQueries from '../../features/threads/follower-queries.ts';
import { ownThreads, threadPage } from '../../features/threads/queries.ts';
import { allOf } from '../../store/log/effects.ts';
import type { Append, AppendOutcome } from '../../store/log/log.ts';
import { expire } from '../../store/log/expire.ts';
import { quoted } from '../../store/log/reading.ts';
import type { Effect } from '../../store/log/records.ts';
import { TIME } from './case.ts';
import type { Fixture, StoreCase } from './case.ts';

interface Place {
  readonly fixture: Fixture;
  readonly id: number;
}

function text(
  { fixture, id }: Place,
  sender: number,
  content: ContentInit,
  effect?: Effect,
): Promise<Append> {
  const { thread = 0 } = content;
  const counts = thread === 0 && effect === undefined;
  return fixture.message(id, sender, '', { content: encodeContent(content), counts, effect });
}

function reply(
  place: Place,
  sender: number,
  thread: number,
  mentions: readonly number[] = [],
): Promise<Append> {
  const effect = { type: 'thread', target: thread, seesFrom: 0, mentions };
  return text(place, sender, { text: 'in the thread', thread, mentions }, effect);
}

function recall(place: Place, sender: number, target: number): Promise<Append> {
  const effect = allOf([
    { type: 'recall', target, seesFrom: 0, withinMs: 0, isManager: true },
    { type: 'recall-in-thread', recalled: target },
  ]);
  return text(place, sender, { kind: { case: 'recall', value: { target } } }, effect);
}

function appended(outcome: AppendOutcome | undefined): { readonly seq: number; readonly state: State } {
  assert.ok(outcome?.status === 'appended' && outcome.state !== undefined, JSON.stringify(outcome));
  return { seq: outcome.seq, state: decodeState(outcome.state) };
}

/** The same numbers each time. */
class Dice {
  #last = 7;

  below(bound: number): number {
    this.#last = (this.#last * 48_271) % 2_147_483_647;
    return this.#last % bound;
  }
}

interface Said {
  readonly seq: number;
  readonly root: number;
  readonly sender: number;
  isRecalled: boolean;
}

/** The same as the store keeps, counted message by message. */
class NaiveThreads {
  readonly said: Said[] = [];
  readonly #read = new Map<string, number>();

  reply(seq: number, root: number, sender: number): void {
    this.said.push({ seq, root, sender, isRecalled: false });
    this.read(sender, root, seq);
  }

  read(user: number, root: number, seq: number): void {
    const last = Math.max(0, ...this.said.filter((each) => each.root === root).map((each) => each.seq));
    const key = `${user} ${root}`;
    this.#read.set(key, Math.max(this.#read.get(key) ?? 0, Math.min(seq, last)));
  }

  count(root: number): number {
    return this.said.filter((each) => each.root === root && !each.isRecalled).length;
  }

  unread(user: number, root: number, isVisible: (seq: number) => boolean): number {
    const read = this.#read.get(`${user} ${root}`) ?? 0;
    return this.said.filter(
      (each) => each.root === root && !each.isRecalled && each.seq > read && isVisible(each.seq),
    ).length;
  }
}

/** Three members of a group with two threads. Eve comes and goes, and does not see what is said while she is away. */
class History {
  readonly roots = [2, 3];
  readonly #place: Place;
  readonly #users: readonly [ann: number, bob: number, eve: number];
  readonly #naive = new NaiveThreads();
  readonly #dice = new Dice();
  readonly #gaps: (readonly [left: number, joined: number])[] = [];

  constructor(place: Place, users: readonly [number, number, number]) {
    this.#place = place;
    this.#users = users;
  }

  /** Somebody does something. */
  async step(): Promise<void> {
    const [ann, bob, eve] = this.#users;
    const user = [ann, bob, eve][this.#dice.below(this.#isAway ? 2 : 3)] ?? ann;
    const root = this.roots[this.#dice.below(2)] ?? 0;
    const chance = this.#dice.below(10);
    const { said } = this.#naive;
    const target = said[this.#dice.below(said.length || 1)];
    if (chance < 5) await this.#reply(user, root);
    else if (chance < 7 && target !== undefined) await this.#recall(target);
    else if (chance < 9) await this.#read(user, root, target?.seq ?? 0);
    else await this.#goOrCome();
  }

  /** Compares all that is unread with what was counted message by message. */
  async check(): Promise<void> {
    const { fixture, id } = this.#place;
    for (const reader of this.#users) {
      for (const { root, unread } of await fixture.store.run(ownThreads, reader, id, this.roots)) {
        const expected = this.#naive.unread(reader, root, (seq) => this.#sees(reader, seq));
        assert.equal(
          unread,
          expected,
          `user ${reader}, thread ${root}, ${this.#naive.said.length} were said`,
        );
      }
    }
  }

  /** Two at once, so that one of a batch sees what the other has changed. */
  async #reply(user: number, root: number): Promise<void> {
    const senders = [user, this.#users[0]];
    const batch = [];
    for (const sender of senders) batch.push(await reply(this.#place, sender, root));
    const outcomes = await this.#place.fixture.store.log.append(batch);
    for (const [at, sender] of senders.entries()) {
      const { seq, state } = appended(outcomes[at]);
      this.#naive.reply(seq, root, sender);
      assert.deepEqual([state.seq, state.through, state.thread?.count], [root, seq, this.#naive.count(root)]);
    }
  }

  async #recall(target: Said): Promise<void> {
    const entry = await recall(this.#place, this.#users[0], target.seq);
    const { state } = appended(await this.#place.fixture.append(entry));
    target.isRecalled = true;
    assert.deepEqual([state.seq, state.also?.seq], [target.seq, target.root]);
    assert.equal(state.also?.thread?.count, this.#naive.count(target.root));
  }

  async #read(user: number, root: number, read: number): Promise<void> {
    const { fixture, id } = this.#place;
    const change = { user, conversation: id, root, follow: undefined, read };
    const outcome = await fixture.store.run(followerQueries.changeFollower, change);
    if (outcome === 'changed') this.#naive.read(user, root, read);
  }

  async #goOrCome(): Promise<void> {
    const { fixture, id } = this.#place;
    const [ann, , eve] = this.#users;
    const left = this.#gaps.at(-1)?.[0] ?? 0;
    if (this.#isAway) {
      const seq = await fixture.change(id, ann, { type: 'add', users: [eve], role: 'member' });
      this.#gaps.splice(-1, 1, [left, seq]);
    } else this.#gaps.push([await fixture.change(id, ann, { type: 'remove', users: [eve] }), Infinity]);
  }

  get #isAway(): boolean {
    return this.#gaps.at(-1)?.[1] === Infinity;
  }

  #sees(user: number, seq: number): boolean {
    return user !== this.#users[2] || !this.#gaps.some(([left, joined]) => left < seq && seq < joined);
  }
}

const STEPS = 120;

async function anyHistory(fixture: Fixture): Promise<void> {
  const [ann = 0, bob = 0, eve = 0] = await fixture.users('Ann', 'Bob', 'Eve');
  const { id } = await fixture.group(ann, bob, eve);
  const history = new History({ fixture, id }, [ann, bob, eve]);
  for (const seq of history.roots) {
    const root = await text({ fixture, id }, ann, { text: 'root' });
    assert.partialDeepStrictEqual(await fixture.append(root), { seq });
  }
  for (let step = 0; step < STEPS; step++) {
    await history.step();
    await history.check();
  }
}

export const threadCases: readonly StoreCase[] = [
  { name: 'counts and unread numbers of threads are exact, whatever happens', run: anyHistory },
  {
    name: 'a thread is refused without a trace where there can be none',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const place = { fixture, id: conversation.id };
      await fixture.append(await text(place, a, { text: 'root' }));
      const inside = appended(await fixture.append(await reply(place, b, 1))).seq;
      for (const [thread, code] of [
        [inside, 'INVALID'],
        [99, 'NOT_FOUND'],
      ] as const) {
        // An effect before it must not be applied either.
        const said = await reply(place, b, thread);
        const effect = allOf([{ type: 'no-previews', off: true }, said.effect]);
        assert.partialDeepStrictEqual(await fixture.append({ ...said, effect }), { status: 'refused', code });
      }
      assert.deepEqual(await fixture.seqs(a, conversation.id), [1, 2]);
      const page = {
        conversation: conversation.id,
        root: inside,
        place: { after: 0 },
        limit: 9,
        maxBytes: 1e6,
      };
      assert.deepEqual(await fixture.store.run(threadPage, a, page), { messages: [], next: 0 });
    },
  },
  {
    name: 'pages of a thread are bounded in bytes, and lead from one to the next in both directions',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const place = { fixture, id: conversation.id };
      await fixture.append(await text(place, a, { text: 'root' }));
      const seqs: number[] = [];
      for (let at = 0; at < 7; at++) {
        await fixture.append(await text(place, a, { text: 'beside it' }));
        seqs.push(appended(await fixture.append(await reply(place, b, 1))).seq);
      }
      const whole = { conversation: conversation.id, root: 1, limit: 3 };
      for (const maxBytes of [1, 40, 1e6]) {
        const forward: number[] = [];
        for (let after = 0; ;) {
          const page = await fixture.store.run(threadPage, a, { ...whole, maxBytes, place: { after } });
          assert.ok(page !== undefined && page.messages.length > 0 && page.messages.length <= 3);
          forward.push(...page.messages.map(({ seq }) => seq));
          if (page.next === 0 || forward.length === seqs.length) break;
          after = page.next;
        }
        assert.deepEqual(forward, seqs);
        const backward: number[] = [];
        for (let before = 999; ;) {
          const page = await fixture.store.run(threadPage, a, { ...whole, maxBytes, place: { before } });
          assert.ok(page !== undefined);
          backward.unshift(...page.messages.map(({ seq }) => seq));
          if (page.next === 0 || backward.length === seqs.length) break;
          before = page.next;
        }
        assert.deepEqual(backward, seqs);
      }
    },
  },
  {
    name: 'threads are listed by what was said last, and go with their messages',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const place = { fixture, id: conversation.id };
      for (let root = 1; root <= 3; root++) await fixture.append(await text(place, a, { text: 'root' }));
      for (const [minute, root] of [2, 1, 3, 2].entries()) {
        const time = TIME + minute * 60_000;
        await fixture.append({ ...(await reply(place, b, root)), time });
      }
      const listed = async (
        user: number,
        below: { readonly lastAt: number; readonly id: number },
        limit: number,
      ) => await fixture.store.run(followerQueries.followedThreads, user, below, limit);
      const first = await listed(a, { lastAt: Number.MAX_SAFE_INTEGER, id: 0 }, 2);
      assert.deepEqual(
        first.map(({ root }) => root),
        [2, 3],
      );
      const rest = await listed(a, first[1] ?? { lastAt: 0, id: 0 }, 2);
      assert.deepEqual(
        rest.map(({ root }) => root),
        [1],
      );
      assert.equal((await fixture.store.run(followerQueries.followedBy, b, 0, 9)).length, 3);
      await fixture.store.run(followerQueries.eraseFollower, b);
      assert.deepEqual(await fixture.store.run(followerQueries.followedBy, b, 0, 9), []);
      const later = TIME + 3_600_000;
      assert.equal(
        await fixture.store.run(followerQueries.removeExpired, later, 9),
        0,
        'they are still there',
      );
      await fixture.store.run(expire, conversation.id, later, 99);
      assert.equal(await fixture.store.run(followerQueries.removeExpired, later, 2), 2);
      assert.equal(await fixture.store.run(followerQueries.removeExpired, later, 2), 1);
      assert.deepEqual(await fixture.store.run(followerQueries.followedBy, a, 0, 9), []);
    },
  },
  {
    name: 'quotes messages as last edited, as far as the reader may see them',
    async run(fixture) {
      const [ann = 0, bob = 0] = await fixture.users('Ann', 'Bob');
      const { id } = await fixture.group(ann);
      const place = { fixture, id };
      await fixture.append(await text(place, ann, { text: 'before Bob' }));
      await fixture.change(id, ann, { type: 'add', users: [bob], role: 'member' });
      await fixture.append(await text(place, ann, { text: 'as sent' }));
      const edit = { case: 'edit', value: { target: 4, text: 'as edited' } } as const;
      const effect = { type: 'edit', target: 4, seesFrom: 0, withinMs: 0, mentioned: [] };
      await fixture.append(await text(place, ann, { kind: edit }, effect));
      const read = async (reader: number) =>
        (await fixture.store.run(quoted, id, [2, 4, 99], reader)).map(({ seq, sender, content }) => [
          seq,
          sender,
          decodeContent(content).text,
        ]);
      const edited = [4, ann, 'as edited'];
      assert.deepEqual(new Set(await read(ann)), new Set([[2, ann, 'before Bob'], edited]));
      assert.deepEqual(await read(bob), [edited]);
    },
  },
];

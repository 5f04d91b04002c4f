/**
 * A history of one conversation, in a store and as counted message by message.
 *
 * @module
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encodeContent } from '@posthorn/protocol';
import type { ContentInit } from '@posthorn/protocol';
import { REGISTRY } from '../../../src/compose/features.ts';
import { locate } from '../../../src/features/conversations/locate-queries.ts';
import { activeViews, view } from '../../../src/features/conversations/queries.ts';
import { moveCursors } from '../../../src/features/cursors/queries.ts';
import { createGroup } from '../../../src/features/groups/queries.ts';
import { ensureRoom, getConversation, openDirect } from '../../../src/store/log/conversations.ts';
import { expire } from '../../../src/store/log/expire.ts';
import type { Append } from '../../../src/store/log/log.ts';
import { recount } from '../../../src/store/log/recount.ts';
import type { Effect } from '../../../src/store/log/records.ts';
import type { Store } from '../../../src/store/store.ts';
import { appendAsBefore, erase } from './as-before.ts';
import { NaiveCounts } from './naive-counts.ts';

const TIME = 1_700_000_000_000;
const TAGS = REGISTRY.contents.uncounted;
const EVENT = encodeContent({ kind: { case: 'event', value: { kind: 'renamed' } } });
const RECALLED = encodeContent({ text: 'Recalled.', kind: { case: 'recalled', value: {} } });

const who = fc.nat({ max: 3 });
/** Whether a node of the version before does it. */
const isOld = fc.boolean();

export const ACTIONS = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('say'),
      who,
      isOld,
      mentions: fc.uniqueArray(who, { maxLength: 2 }),
      all: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      thread: fc.integer({ min: 0, max: 4 }).map((n) => (n === 0 ? 1 : 0)),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('event'), who, isOld }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('read'), who, back: fc.nat({ max: 5 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('recall'), which: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('move'), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('expire'), count: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('recount'), count: fc.integer({ min: 1, max: 3 }) }) },
);

export type Action = typeof ACTIONS extends fc.Arbitrary<infer T> ? T : never;
export type ChapterKind = 'group' | 'direct' | 'room';

let chapters = 0;

export class Chapter {
  readonly #store: Store;
  readonly #conversation: number;
  readonly #users: readonly number[];
  readonly #isGroup: boolean;
  readonly #naive = new NaiveCounts();
  readonly #clientPrefix: string;

  private constructor(store: Store, conversation: number, users: readonly number[], kind: ChapterKind) {
    this.#store = store;
    this.#conversation = conversation;
    this.#users = users;
    this.#isGroup = kind === 'group';
    this.#clientPrefix = `${chapters}-`;
  }

  /** With users of its own. */
  static async begin(store: Store, kind: ChapterKind): Promise<Chapter> {
    chapters += 1;
    const first = chapters * 10;
    const users = [first, first + 1, first + 2, first + 3];
    const [a = 0, b = 0, c = 0] = users;
    if (kind === 'direct') {
      const { id } = await store.run(openDirect, a, b);
      const chapter = new Chapter(store, id, [a, b], kind);
      for (const user of [a, b]) chapter.#naive.joined(user);
      return chapter;
    }
    if (kind === 'room') {
      const { id } = await store.run(ensureRoom, `Room ${chapters}`);
      const chapter = new Chapter(store, id, users, kind);
      for (const user of users) chapter.#naive.joined(user);
      return chapter;
    }
    const spec = {
      title: 'Verona',
      owner: a,
      members: [b, c],
      clientId: `made ${chapters}`,
      time: TIME,
      content: EVENT,
    };
    const made = await store.run(createGroup, spec);
    assert.equal(made.status, 'created');
    const chapter = new Chapter(store, made.conversation.id, users, kind);
    chapter.#note({ sender: a, counts: false });
    for (const user of [a, b, c]) chapter.#naive.joined(user);
    return chapter;
  }

  async carryOut(action: Action): Promise<void> {
    switch (action.do) {
      case 'say':
        return this.#say(action as Extract<Action, { mentions: unknown }>);
      case 'event':
        return this.#event(action as Extract<Action, { isOld: boolean }>);
      case 'read':
        return this.#read(action as Extract<Action, { back: number }>);
      case 'recall':
        return this.#recall((action as Extract<Action, { which: number }>).which);
      case 'move':
        return this.#move((action as Extract<Action, { who: number }>).who);
      case 'expire':
        return this.#expire((action as Extract<Action, { count: number }>).count);
      default:
        await this.#store.run(
          recount,
          this.#conversation,
          (action as Extract<Action, { count: number }>).count,
          TAGS,
        );
    }
  }

  /** Everything that is behind. */
  async countAll(): Promise<void> {
    while (await this.#store.run(recount, this.#conversation, 7, TAGS));
  }

  /** Whether the store and the naive count agree, for everybody. */
  async compare(): Promise<void> {
    for (const user of this.#users) {
      const shown = await this.#store.run(view, user, this.#conversation, TAGS);
      if (shown === undefined) continue;
      const { read, unread, mentions, lastMessage } = shown;
      const find = (landmark: 'unread' | 'mention') =>
        this.#store.run(locate, user, this.#conversation, { landmark, after: 0 }, TAGS);
      const found = {
        // Of what is not kept, nobody knows who has said it.
        read: Math.max(read, this.#naive.keptFrom - 1),
        unread,
        mentions,
        last: lastMessage?.seq ?? 0,
        firstUnread: await find('unread'),
        firstMention: await find('mention'),
      };
      assert.deepEqual(found, this.#naive.viewOf(user), `user ${user}`);
      const { views } = await this.#store.run(activeViews, user, undefined, 200, TAGS);
      assert.deepEqual(
        views.find(({ id }) => id === this.#conversation),
        shown,
      );
    }
  }

  #user(index: number): number {
    return this.#users[index % this.#users.length] ?? 0;
  }

  async #say(action: Extract<Action, { mentions: unknown }>): Promise<void> {
    const sender = this.#user(action.who);
    if (!this.#naive.isIn(sender)) return;
    const users = [...new Set(action.mentions.map((each) => this.#user(each)))];
    if (action.isOld) {
      await this.#append({ sender, content: { text: 'x', mentions: users }, isOld: true });
      this.#note({ sender, counts: true, mentions: users });
      return;
    }
    const all = action.all ? ({ mentionAll: 'everybody' } as const) : {};
    const content = { text: 'x', mentions: users, thread: action.thread, ...all };
    await this.#append({ sender, content, isOld: false });
    this.#note({ sender, counts: action.thread === 0, mentions: action.all ? [0] : users });
  }

  async #event({ who: index, isOld: old }: Extract<Action, { isOld: boolean }>): Promise<void> {
    const sender = this.#user(index);
    if (!this.#naive.isIn(sender)) return;
    await this.#append({
      sender,
      content: { kind: { case: 'event', value: { kind: 'renamed' } } },
      isOld: old,
    });
    this.#note({ sender, counts: false });
  }

  async #read({ who: index, back }: Extract<Action, { back: number }>): Promise<void> {
    const user = this.#user(index);
    const read = Math.max(0, this.#naive.head - back);
    const changed = await this.#store.run(moveCursors, [
      { user, conversation: this.#conversation, read, delivered: 0 },
    ]);
    if (changed.length > 0) this.#naive.read(user, read);
  }

  async #recall(which: number): Promise<void> {
    const { said, keptFrom } = this.#naive;
    const seqs = said.flatMap(({ isRecalled, text }, index) =>
      text && !isRecalled && index + 1 >= keptFrom ? [index + 1] : [],
    );
    const seq = seqs[which % Math.max(1, seqs.length)];
    const message = seq === undefined ? undefined : said[seq - 1];
    if (seq === undefined || message === undefined) return;
    await this.#store.run(erase, this.#conversation, seq, RECALLED, message.counts);
    message.isRecalled = true;
  }

  async #move(index: number): Promise<void> {
    const user = this.#user(index);
    const [owner = 0] = this.#users;
    if (!this.#isGroup || user === owner) return;
    const isIn = this.#naive.isIn(user);
    const effect = isIn ? { type: 'remove', users: [user] } : { type: 'add', users: [user], role: 'member' };
    const content = { kind: { case: 'event', value: { kind: isIn ? 'left' : 'added' } } } as const;
    await this.#append({ sender: owner, content, isOld: false, effect });
    this.#note({ sender: owner, counts: false });
    if (isIn) this.#naive.left(user);
    else this.#naive.joined(user);
  }

  async #expire(count: number): Promise<void> {
    this.#naive.keptFrom += await this.#store.run(expire, this.#conversation, TIME + 1, count);
  }

  async #append({
    sender,
    content,
    isOld: old,
    effect,
  }: {
    readonly sender: number;
    readonly content: ContentInit;
    readonly isOld: boolean;
    readonly effect?: Effect;
  }): Promise<void> {
    const append: Omit<Append, 'version'> = {
      conversation: this.#conversation,
      sender,
      clientId: `${this.#clientPrefix}${this.#naive.head}`,
      time: TIME,
      content: encodeContent(content),
    };
    if (old) {
      await this.#store.run(appendAsBefore, append);
      return;
    }
    const version = (await this.#store.run(getConversation, this.#conversation))?.version ?? 0;
    const counting = REGISTRY.contents.counting(content);
    const [outcome] = await this.#store.log.append([{ ...append, ...counting, version, effect }]);
    assert.equal(outcome?.status, 'appended');
  }

  #note({
    sender,
    counts,
    mentions,
  }: {
    readonly sender: number;
    readonly counts: boolean;
    readonly mentions?: readonly number[];
  }): void {
    this.#naive.said.push({
      sender,
      counts,
      mentions: mentions ?? [],
      text: mentions !== undefined,
      isRecalled: false,
    });
  }
}

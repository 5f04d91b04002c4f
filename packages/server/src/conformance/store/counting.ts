/**
 * Counting: what is unread, who is mentioned, and the list by last activity. That it holds for any history is in
 * counting.test.ts.
 *
 * @module
 */
import * as cursorQueries from '../../features/cursors/queries.ts';
import * as locateQueries from '../../features/conversations/locate-queries.ts';
import * as logQueries from '../../store/log/conversations.ts';
import * as mentionQueries from '../../store/log/mentions.ts';
import * as readerQueries from '../../features/cursors/reader-queries.ts';
import * as recountQueries from '../../store/log/recount.ts';
import * as viewQueries from '../../features/conversations/queries.ts';
import assert from 'node:assert/strict';
import { encodeContent } from '@posthorn/protocol';
import type { ContentKindInit } from '@posthorn/protocol';
import type { ActivityCursor } from '../../features/conversations/activity-queries.ts';
import type { Append } from '../../store/log/log.ts';
import type { Effect } from '../../store/log/records.ts';
import { inTurn, TIME } from './case.ts';
import type { Fixture, StoreCase } from './case.ts';

const NOT_COUNTED: Partial<Append> = { counts: false };

async function sayWith(
  fixture: Fixture,
  conversation: number,
  sender: number,
  more: Partial<Append> = {},
): Promise<number> {
  const outcome = await fixture.append(await fixture.message(conversation, sender, 'x', more));
  assert.equal(outcome.status, 'appended');
  return outcome.seq;
}

/** [unread, mentions, seq of the last message that counts] */
async function numbers({ store }: Fixture, user: number, conversation: number): Promise<readonly number[]> {
  const view = await store.run(viewQueries.view, user, conversation);
  assert.ok(view !== undefined);
  return [view.unread, view.mentions, view.lastMessage?.seq ?? 0];
}

async function read({ store }: Fixture, user: number, conversation: number, seq: number): Promise<void> {
  await store.run(cursorQueries.moveCursors, [{ user, conversation, read: seq, delivered: 0 }]);
}

/** The ids of a list by last activity, taken in pages. */
async function listed({ store }: Fixture, user: number, limit: number): Promise<readonly number[]> {
  const ids: number[] = [];
  for (let before: ActivityCursor | undefined; ;) {
    const page = await store.run(viewQueries.activeViews, user, before, limit);
    ids.push(...page.views.map(({ id }) => id));
    if (page.next === undefined) return ids;
    before = page.next;
  }
}

export const countingCases: readonly StoreCase[] = [
  {
    name: 'counts who has read a message, in pages, without its sender and who was not in',
    async run(fixture) {
      const { store } = fixture;
      const [a = 0, b = 0, c = 0, d = 0] = await fixture.users('Romeo', 'Juliet', 'Paris', 'Tybalt');
      const { id: conversation } = await fixture.group(a, b, c);
      const seq = await sayWith(fixture, conversation, a);
      await fixture.change(conversation, a, { type: 'add', users: [d], role: 'member' });
      for (const user of [b, d]) await read(fixture, user, conversation, seq);
      const message = { conversation, seq, sender: a };
      const first = await store.run(readerQueries.countMembers, message, 0, 1);
      assert.deepEqual(first, { members: 1, readers: 1, last: b });
      const second = await store.run(readerQueries.countMembers, message, b, 9);
      assert.deepEqual(second, { members: 1, readers: 0, last: c });
      const nobody = await store.run(readerQueries.countMembers, message, c, 9);
      assert.deepEqual(nobody, { members: 0, readers: 0, last: 0 });
      assert.deepEqual(await store.run(readerQueries.readersAmong, message, 9), [b]);
      assert.equal((await store.run(readerQueries.visibleMessage, conversation, seq, b))?.sender, a);
      assert.equal(
        await store.run(readerQueries.visibleMessage, conversation, seq, d),
        undefined,
        'not for him',
      );
      const room = await store.run(logQueries.ensureRoom, 'Lobby');
      const said = await sayWith(fixture, room.id, a);
      for (const user of [a, b]) await read(fixture, user, room.id, said);
      const visitors = { conversation: room.id, seq: said, sender: a };
      assert.deepEqual(await store.run(readerQueries.countVisitors, visitors, 0, 9), {
        members: 1,
        readers: 1,
        last: b,
      });
    },
  },
  {
    name: 'counts what is unread exactly, however much it is, without what does not count',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const { id } = conversation;
      const batch = await inTurn(250, (index) =>
        fixture.message(id, a, `${index}`, index % 5 === 0 ? NOT_COUNTED : {}),
      );
      await fixture.store.log.append(batch);
      assert.deepEqual(await numbers(fixture, b, id), [200, 0, 250]);
      await read(fixture, b, id, 6);
      assert.deepEqual(await numbers(fixture, b, id), [196, 0, 250]);
      await sayWith(fixture, id, a, NOT_COUNTED);
      assert.deepEqual(await numbers(fixture, b, id), [196, 0, 250], 'nor is it shown as the last');
    },
  },
  {
    name: 'takes a message of one’s own as read, wherever it is said, unless it does not count',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const group = await fixture.group(a, b);
      const room = await fixture.store.run(logQueries.ensureRoom, 'Lobby');
      for (const { id } of [conversation, group, room]) {
        await fixture.say(id, a, 'one', 'two');
        await sayWith(fixture, id, b, NOT_COUNTED);
        assert.equal((await numbers(fixture, b, id))[0], 2);
        const own = await sayWith(fixture, id, b);
        await fixture.say(id, a, 'three');
        assert.equal((await numbers(fixture, b, id))[0], 1);
        const cursors = await fixture.store.run(cursorQueries.cursors, id, 0, 10);
        assert.equal(cursors.find(({ user }) => user === b)?.read, own);
      }
    },
  },
  {
    name: 'counts within stays alone: not what was said between them, before or after',
    async run(fixture) {
      const [a = 0, b = 0] = await fixture.users('Ann', 'Bob');
      const { id } = await fixture.group(a);
      const say = () => sayWith(fixture, id, a, { mentions: [b] });
      await say();
      await fixture.change(id, a, { type: 'add', users: [b], role: 'member' });
      assert.deepEqual(await numbers(fixture, b, id), [0, 0, 0]);
      const last = [await say(), await say()].at(-1);
      await fixture.change(id, a, { type: 'remove', users: [b] });
      await say();
      assert.deepEqual(await numbers(fixture, b, id), [2, 2, last]);
      await fixture.change(id, a, { type: 'add', users: [b], role: 'member' });
      assert.deepEqual(await numbers(fixture, b, id), [2, 2, last]);
      const newest = await say();
      assert.deepEqual(await numbers(fixture, b, id), [3, 3, newest]);
      const find = (landmark: 'unread' | 'mention', after = 0) =>
        fixture.store.run(locateQueries.locate, b, id, { landmark, after });
      assert.deepEqual([await find('unread'), await find('mention')], [4, 4]);
      assert.equal(await find('mention', 5), newest);
      await read(fixture, b, id, 5);
      assert.deepEqual(await numbers(fixture, b, id), [1, 1, newest]);
    },
  },
  {
    name: 'counts a message once that mentions somebody twice, and none of their own',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const { id } = conversation;
      const seq = await sayWith(fixture, id, a, { mentions: [mentionQueries.EVERYBODY] });
      await fixture.store.run(mentionQueries.addMentions, { conversation: id, seq, sender: a }, [a, b]);
      await fixture.store.run(mentionQueries.addMentions, { conversation: id, seq, sender: a }, [b]);
      const aside = { ...NOT_COUNTED, mentions: [b] };
      assert.deepEqual(await numbers(fixture, b, id), [1, 1, seq]);
      await sayWith(fixture, id, a, aside);
      assert.deepEqual(
        await numbers(fixture, b, id),
        [1, 2, seq],
        'what is said in a thread may mention too',
      );
      assert.deepEqual((await numbers(fixture, a, id)).slice(0, 2), [0, 0]);
      assert.equal(await fixture.store.run(mentionQueries.removeMentions, b, 10), 2);
      assert.equal(await fixture.store.run(mentionQueries.removeMentions, b, 10), 0);
      assert.deepEqual(await numbers(fixture, b, id), [1, 1, seq], 'what mentions everybody stays');
    },
  },
  {
    name: 'knows the mentions of a message that is edited or recalled in the same batch',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const { id } = conversation;
      const say = () =>
        fixture.message(id, a, '', { content: encodeContent({ text: '@bob' }), mentions: [b] });
      const entry = (kind: ContentKindInit, effect: Effect) =>
        fixture.message(id, a, '', { ...NOT_COUNTED, content: encodeContent({ kind }), effect });
      const aim = { seesFrom: 1, withinMs: 0 };
      const outcomes = await fixture.store.log.append([
        await say(),
        await entry(
          { case: 'edit', value: { target: 1, text: 'nobody' } },
          { type: 'edit', target: 1, mentioned: [], ...aim },
        ),
        await say(),
        await entry(
          { case: 'recall', value: { target: 3 } },
          { type: 'recall', target: 3, isManager: false, ...aim },
        ),
        await say(),
      ]);
      assert.deepEqual(
        outcomes.map(({ status }) => status),
        ['appended', 'appended', 'appended', 'appended', 'appended'],
      );
      assert.deepEqual(await numbers(fixture, b, id), [2, 1, 5]);
    },
  },
  {
    name: 'lists by last activity in pages: what was left as it was, and what one has just come into first',
    async run(fixture) {
      const [a = 0, b = 0] = await fixture.users('Ann', 'Bob');
      const places: number[] = [];
      for (let index = 0; index < 5; index++) places.push((await fixture.group(a, b)).id);
      const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0] = places;
      const own = async (limit: number) =>
        (await listed(fixture, b, limit)).filter((id) => places.includes(id));
      for (const [index, id] of [third, first, fifth, second, fourth].entries()) {
        await sayWith(fixture, id, a, { time: TIME + 1000 * (index + 1) });
      }
      const order = [fourth, second, fifth, first, third];
      for (const limit of [1, 2, 5, 100]) assert.deepEqual(await own(limit), order);
      await sayWith(fixture, third, a, { ...NOT_COUNTED, time: TIME + 9000 });
      assert.deepEqual(await own(2), order);
      await sayWith(fixture, third, a, { time: TIME + 9000 });
      assert.deepEqual(await own(2), [third, ...order.slice(0, 4)]);
      const leave = { effect: { type: 'remove', users: [b] }, ...NOT_COUNTED, time: TIME + 3500 };
      await sayWith(fixture, third, a, leave);
      await sayWith(fixture, third, a, { time: TIME + 20_000 });
      assert.deepEqual(await own(2), [fourth, second, third, fifth, first], 'as of when one has left');
      const join = {
        effect: { type: 'add', users: [b], role: 'member' },
        ...NOT_COUNTED,
        time: TIME + 30_000,
      };
      await sayWith(fixture, third, a, join);
      assert.deepEqual(await own(2), [third, fourth, second, fifth, first]);
    },
  },
  {
    name: 'finds a time among messages whose times do not rise',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const { id } = conversation;
      for (const late of [0, 10, 5, 20, 30]) await sayWith(fixture, id, a, { time: TIME + late });
      const find = (after: number) =>
        fixture.store.run(locateQueries.locate, b, id, { landmark: 'time', after: TIME + after });
      assert.deepEqual([await find(-1), await find(20), await find(21), await find(31)], [1, 4, 5, 0]);
      assert.ok([2, 4].includes((await find(7)) ?? 0));
      const [stranger = 0] = await fixture.users('Tybalt');
      const theirs = await fixture.store.run(locateQueries.locate, stranger, id, {
        landmark: 'time',
        after: 0,
      });
      assert.equal(theirs, undefined);
    },
  },
  {
    name: 'has nothing left to count after appends, and counts the same again',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const { id } = conversation;
      await fixture.say(id, a, 'one', 'two');
      await sayWith(fixture, id, a, NOT_COUNTED);
      const before = await numbers(fixture, b, id);
      assert.deepEqual((await fixture.store.run(recountQueries.behind, 0, 1000)).conversations, []);
      assert.deepEqual(await fixture.store.run(recountQueries.behindSince, 0, 0, 10), []);
      assert.equal(await fixture.store.run(recountQueries.recount, id, 10, []), false);
      assert.deepEqual(await numbers(fixture, b, id), before);
    },
  },
  {
    name: 'counts what several processes write at once',
    needs: 'shared',
    async run(fixture) {
      const [a = 0, b = 0, c = 0] = await fixture.users('Ann', 'Bob', 'Cat');
      const { id } = await fixture.group(a, b, c);
      const stores = [fixture.store, await fixture.another(), await fixture.another()];
      const total = 120;
      const batches = await Promise.all(
        Array.from({ length: total }, async (_, index) => ({
          store: stores[index % stores.length] ?? fixture.store,
          append: await fixture.message(id, index % 2 === 0 ? a : b, `${index}`, {
            ...(index % 3 === 0 && NOT_COUNTED),
            ...(index % 4 === 0 && { mentions: [c] }),
          }),
        })),
      );
      const outcomes = await Promise.all(batches.map(({ store, append }) => store.log.append([append])));
      assert.ok(outcomes.every(([outcome]) => outcome?.status === 'appended'));
      const [unread, mentions] = await numbers(fixture, c, id);
      assert.deepEqual([unread, mentions], [(total * 2) / 3, total / 4]);
    },
  },
];

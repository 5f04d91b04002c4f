/**
 * Reading: only visible messages, in pages, in both directions; heads and cursors.
 *
 * @module
 */
import * as cursorQueries from '../../features/cursors/queries.ts';
import * as logQueries from '../../store/log/conversations.ts';
import assert from 'node:assert/strict';
import { TIME } from './case.ts';
import type { Fixture, StoreCase } from './case.ts';

/** A group in which Cat was from seq 2 to 4 and again from 7 on; head 8. */
async function withGuest(
  fixture: Fixture,
): Promise<{ readonly owner: number; readonly guest: number; readonly id: number }> {
  const [owner = 0, guest = 0] = await fixture.users('Ann', 'Cat');
  const { id } = await fixture.group(owner);
  await fixture.change(id, owner, { type: 'add', users: [guest], role: 'member' });
  await fixture.say(id, owner, 'three');
  await fixture.change(id, owner, { type: 'remove', users: [guest] });
  await fixture.say(id, owner, 'five', 'six');
  await fixture.change(id, owner, { type: 'add', users: [guest], role: 'member' });
  await fixture.say(id, owner, 'eight');
  return { owner, guest, id };
}

export const readingCases: readonly StoreCase[] = [
  {
    name: 'gives a reader their membership intervals and nothing else (promise 9)',
    async run(fixture) {
      const { owner, guest, id } = await withGuest(fixture);
      assert.deepEqual(await fixture.seqs(owner, id), [1, 2, 3, 4, 5, 6, 7, 8]);
      assert.deepEqual(await fixture.seqs(guest, id), [2, 3, 4, 7, 8]);
      const [stranger = 0] = await fixture.users('Tybalt');
      assert.equal((await fixture.pull(stranger, { conversation: id })).forbidden, true);
      assert.equal((await fixture.pull(owner, { conversation: 9999 })).forbidden, true);
    },
  },
  {
    name: 'pages forward over the holes, saying how far it has come',
    async run(fixture) {
      const { guest, id } = await withGuest(fixture);
      const first = await fixture.pull(guest, { conversation: id, limit: 3 });
      assert.deepEqual(
        first.messages.map(({ seq }) => seq),
        [2, 3, 4],
      );
      assert.partialDeepStrictEqual(first, { through: 6, head: 8, more: true });
      const second = await fixture.pull(guest, { conversation: id, after: first.through, limit: 3 });
      assert.deepEqual(
        second.messages.map(({ seq }) => seq),
        [7, 8],
      );
      assert.partialDeepStrictEqual(second, { through: 8, head: 8, more: false });
    },
  },
  {
    name: 'pages backward from the end to the beginning',
    async run(fixture) {
      const { guest, id } = await withGuest(fixture);
      const last = await fixture.pull(guest, { conversation: id, before: Number.MAX_SAFE_INTEGER, limit: 3 });
      assert.deepEqual(
        last.messages.map(({ seq }) => seq),
        [4, 7, 8],
      );
      assert.equal(last.more, true);
      const first = await fixture.pull(guest, { conversation: id, before: 4, limit: 3 });
      assert.deepEqual(
        first.messages.map(({ seq }) => seq),
        [2, 3],
      );
      assert.equal(first.more, false);
    },
  },
  {
    name: 'bounds an answer in bytes but always gives something',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      await fixture.say(conversation.id, a, 'x'.repeat(100), 'y'.repeat(100), 'z'.repeat(100));
      const small = await fixture.pull(b, { conversation: conversation.id }, 10);
      assert.deepEqual(
        small.messages.map(({ seq }) => seq),
        [1],
      );
      assert.equal(small.more, true);
      const two = await fixture.pull(b, { conversation: conversation.id }, 250);
      assert.deepEqual(
        two.messages.map(({ seq }) => seq),
        [1, 2],
      );
    },
  },
  {
    name: 'notices a reader who has seen another history (promise 12)',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const { id } = conversation;
      await fixture.append(await fixture.message(id, a, 'one', { time: TIME + 1 }));
      assert.equal((await fixture.pull(b, { conversation: id, after: 1, mark: TIME + 1 })).diverged, false);
      assert.equal((await fixture.pull(b, { conversation: id, after: 1, mark: TIME + 2 })).diverged, true);
      assert.equal((await fixture.pull(b, { conversation: id, after: 2 })).diverged, true);
      assert.equal((await fixture.pull(b, { conversation: id, after: 1 })).diverged, false);
    },
  },
  {
    name: 'gives the client id to its sender alone',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      await fixture.append(await fixture.message(conversation.id, a, 'x', { clientId: 'mine' }));
      const [mine] = (await fixture.pull(a, { conversation: conversation.id })).messages;
      const [theirs] = (await fixture.pull(b, { conversation: conversation.id })).messages;
      assert.equal(mine?.clientId, 'mine');
      assert.equal(theirs?.clientId, undefined);
    },
  },
  {
    name: 'lists heads of what one may see, with rooms, in pages',
    async run(fixture) {
      const { owner, guest, id } = await withGuest(fixture);
      const room = await fixture.store.run(logQueries.ensureRoom, 'Lobby');
      await fixture.say(room.id, owner, 'hello');
      await fixture.change(id, owner, { type: 'remove', users: [guest] });
      await fixture.say(id, owner, 'ten');
      const heads = await fixture.store.log.heads(guest, 0, 10);
      const byId = new Map(heads.map(({ conversation, seq }) => [conversation, seq]));
      assert.equal(byId.get(id), 9);
      assert.equal(byId.get(room.id), 1);
      const ids = heads.map(({ conversation }) => conversation);
      assert.deepEqual(
        ids,
        ids.toSorted((x, y) => x - y),
      );
      const [first] = await fixture.store.log.heads(guest, 0, 1);
      assert.deepEqual(first, heads[0]);
      assert.deepEqual(await fixture.store.log.heads(guest, first?.conversation ?? 0, 10), heads.slice(1));
    },
  },
  {
    name: 'lists heads that changed lately (promise 6)',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const group = await fixture.group(a, b);
      await fixture.append(await fixture.message(conversation.id, a, 'late', { time: TIME + 100_000 }));
      const late = await fixture.store.log.changedHeads(TIME + 90_000, 0, 10);
      assert.deepEqual(late, [
        {
          conversation: conversation.id,
          seq: 1,
          kind: 'direct',
          version: conversation.version,
          users: [a, b],
        },
      ]);
      const all = await fixture.store.log.changedHeads(TIME, 0, 10);
      assert.deepEqual(
        all.map((head) => head.conversation),
        [conversation.id, group.id],
      );
      assert.deepEqual(all[1]?.users, []);
      assert.equal((await fixture.store.log.changedHeads(TIME, conversation.id, 10)).length, 1);
    },
  },
  {
    name: 'moves cursors up only, never above the head, and only where one may read',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const [stranger = 0] = await fixture.users('Tybalt');
      const { id } = conversation;
      await fixture.say(id, a, 'one', 'two', 'three');
      const move = (user: number, read: number, delivered: number) =>
        fixture.store.run(cursorQueries.moveCursors, [{ user, conversation: id, read, delivered }]);
      assert.deepEqual(await move(b, 0, 2), [{ user: b, conversation: id, read: 0, delivered: 2 }]);
      assert.deepEqual(await move(b, 1, 0), [{ user: b, conversation: id, read: 1, delivered: 2 }]);
      assert.deepEqual(await move(b, 1, 1), []);
      assert.deepEqual(await move(b, 99, 0), [{ user: b, conversation: id, read: 3, delivered: 2 }]);
      assert.deepEqual(await move(stranger, 1, 1), []);
      assert.deepEqual(await fixture.store.run(cursorQueries.cursors, id, 0, 10), [
        { user: a, conversation: id, read: 3, delivered: 0 },
        { user: b, conversation: id, read: 3, delivered: 2 },
      ]);
      assert.deepEqual(await fixture.store.run(cursorQueries.cursors, id, b, 10), []);
    },
  },
  {
    name: 'reads several ranges from one snapshot, in their order',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const group = await fixture.group(a, b);
      await fixture.say(conversation.id, a, 'hello');
      const range = { after: 0, before: 0, limit: 10, mark: 0 };
      const batches = await fixture.store.log.pull(
        b,
        [
          { ...range, conversation: group.id },
          { ...range, conversation: 9999 },
          { ...range, conversation: conversation.id },
        ],
        1e6,
      );
      assert.deepEqual(
        batches.map((batch) => batch.conversation),
        [group.id, 9999, conversation.id],
      );
      assert.deepEqual(
        batches.map((batch) => batch.forbidden),
        [false, true, false],
      );
    },
  },
];

/**
 * Messages that expire, and accounts that are erased.
 *
 * @module
 */
import * as cursorQueries from '../../features/cursors/queries.ts';
import * as erasureQueries from '../../features/accounts/erasure-queries.ts';
import * as logQueries from '../../store/log/conversations.ts';
import * as placeQueries from '../../features/erasure/queries.ts';
import * as reportQueries from '../../features/reports/queries.ts';
import * as sessionQueries from '../../features/accounts/session-queries.ts';
import * as userQueries from '../../features/accounts/user-queries.ts';
import * as viewQueries from '../../features/conversations/queries.ts';
import { expire, withExpired } from '../../store/log/expire.ts';
import { decodeContent, encodeContent } from '@posthorn/protocol';
import type { ContentInit } from '@posthorn/protocol';
import type { Effect } from '../../store/log/records.ts';
import assert from 'node:assert/strict';
import { bytes, MOST_REPORTS, text, TIME } from './case.ts';
import type { Fixture, StoreCase } from './case.ts';

const ERASED = encodeContent({ text: 'gone' });
const DAY_MS = 86_400_000;

function erasure(user: number) {
  return { user, requestedBy: user, requestedAt: TIME, words: true };
}

async function say(
  fixture: Fixture,
  [conversation, sender]: readonly [number, number],
  content: ContentInit,
  effect?: Effect,
): Promise<void> {
  const message = await fixture.message(conversation, sender, '', { effect });
  await fixture.append({ ...message, content: encodeContent(content) });
}

async function textsOf(fixture: Fixture, reader: number, conversation: number): Promise<readonly string[]> {
  const { messages } = await fixture.pull(reader, { conversation });
  return messages.map(({ content }) => decodeContent(content).text);
}

/** Says one text a day; the first one at {@link TIME}. */
async function sayDaily(fixture: Fixture, conversation: number, sender: number, ...texts: readonly string[]) {
  for (const [day, said] of texts.entries()) {
    const time = TIME + day * DAY_MS;
    await fixture.append(await fixture.message(conversation, sender, said, { time }));
  }
}

export const erasingCases: readonly StoreCase[] = [
  {
    name: 'lets old messages expire: what is left begins later, and nothing else changes',
    async run(fixture) {
      const { store } = fixture;
      const { a, b, conversation } = await fixture.direct();
      const { id } = conversation;
      await sayDaily(fixture, id, a, 'one', 'two', 'three', 'four');
      const before = TIME + 2 * DAY_MS;
      assert.deepEqual((await store.run(withExpired, 0, 1_000_000, before)).conversations, [id]);
      assert.equal(await store.run(expire, id, before, 1), 1, 'within the bound');
      assert.equal(await store.run(expire, id, before, 100), 1);
      assert.equal(await store.run(expire, id, before, 100), 0);
      assert.deepEqual((await store.run(withExpired, 0, 1_000_000, before)).conversations, []);
      assert.deepEqual(await fixture.seqs(b, id), [3, 4]);
      assert.partialDeepStrictEqual(await fixture.pull(b, { conversation: id, before: 4 }), {
        messages: [{ seq: 3 }],
        through: 1,
        more: false,
      });
      assert.partialDeepStrictEqual(await fixture.pull(b, { conversation: id, before: 3 }), {
        messages: [],
        more: false,
      });
      const view = await store.run(viewQueries.view, b, id);
      assert.partialDeepStrictEqual(view, { head: 4, first: 3, unread: 2, lastMessage: { seq: 4 } });
    },
  },
  {
    name: 'a reader who stands among expired messages goes on behind them, and is not taken for one of another log',
    async run(fixture) {
      const { store } = fixture;
      const { a, b, conversation } = await fixture.direct();
      const { id } = conversation;
      await sayDaily(fixture, id, a, 'one', 'two', 'three', 'four');
      await store.run(expire, id, TIME + 3 * DAY_MS, 100);
      const next = await fixture.pull(b, { conversation: id, after: 1, mark: TIME });
      assert.partialDeepStrictEqual(next, { diverged: false, messages: [{ seq: 4 }], through: 4 });
      const other = await fixture.pull(b, { conversation: id, after: 4, mark: TIME });
      assert.equal(other.diverged, true, 'where there is something to compare, it counts');
      assert.equal((await fixture.pull(b, { conversation: id, after: 5 })).diverged, true);
    },
  },
  {
    name: 'when everything has expired, cursors stay, nothing is unread, and the next message follows on',
    async run(fixture) {
      const { store } = fixture;
      const { a, b, conversation } = await fixture.direct();
      const { id } = conversation;
      await sayDaily(fixture, id, a, 'one', 'two');
      await store.run(cursorQueries.moveCursors, [{ user: b, conversation: id, read: 1, delivered: 2 }]);
      await store.run(expire, id, TIME + 9 * DAY_MS, 100);
      const view = await store.run(viewQueries.view, b, id);
      assert.partialDeepStrictEqual(view, { head: 2, first: 3, read: 1, unread: 0, lastMessage: undefined });
      assert.partialDeepStrictEqual(await fixture.pull(b, { conversation: id }), {
        messages: [],
        head: 2,
        more: false,
      });
      assert.deepEqual(await store.log.heads(b, 0, 10).then((heads) => heads.at(-1)), {
        conversation: id,
        seq: 2,
      });
      assert.partialDeepStrictEqual(await fixture.say(id, a, 'three'), [{ seq: 3 }]);
      assert.deepEqual(await fixture.seqs(b, id), [3]);
    },
  },
  {
    name: 'a late repeat of an expired message is not written again (promise 2)',
    async run(fixture) {
      const { a, conversation } = await fixture.direct();
      const first = await fixture.message(conversation.id, a, 'one');
      await fixture.append(first);
      await fixture.store.run(expire, conversation.id, TIME + DAY_MS, 100);
      assert.partialDeepStrictEqual(await fixture.append(first), { status: 'repeated', seq: 1 });
    },
  },
  {
    name: 'what somebody may see of a group is cut on both sides',
    async run(fixture) {
      const [ann = 0, bob = 0] = await fixture.users('Ann', 'Bob');
      const { id } = await fixture.group(ann);
      await fixture.say(id, ann, 'two');
      await fixture.change(id, ann, { type: 'add', users: [bob], role: 'member' });
      await fixture.say(id, ann, 'four');
      await fixture.change(id, ann, { type: 'remove', users: [bob] });
      await fixture.say(id, ann, 'six');
      await fixture.store.run(expire, id, TIME + DAY_MS, 3);
      assert.deepEqual(await fixture.seqs(bob, id), [4, 5]);
      assert.deepEqual(await fixture.seqs(ann, id), [4, 5, 6]);
      await fixture.store.run(expire, id, TIME + DAY_MS, 2);
      assert.deepEqual(await fixture.seqs(bob, id), []);
      const view = await fixture.store.run(viewQueries.view, bob, id);
      assert.partialDeepStrictEqual(view, { left: true, head: 5, lastMessage: undefined });
    },
  },
  {
    name: 'an erased account is closed for good: no name, no login, no profile, and the name stays taken',
    async run(fixture) {
      const { store } = fixture;
      const [admin = 0, bob = 0] = await fixture.users('Ann', 'Bob');
      await store.run(sessionQueries.createSession, {
        user: bob,
        deviceId: 'phone',
        deviceClass: 'mobile',
        label: '',
        createdAt: TIME,
        expiresAt: TIME + DAY_MS,
        tokenHash: bytes('token'),
      });
      const outcome = await store.run(erasureQueries.beginErasure, erasure(bob));
      assert.ok(outcome.status === 'begun' && outcome.sessions.length === 1);
      const [gone] = await store.run(userQueries.usersByNameKeys, ['bob']);
      const shown = { id: bob, name: `deleted~${bob}`, displayName: '', disabled: true, erased: true };
      assert.partialDeepStrictEqual(gone, shown);
      assert.deepEqual(await store.run(sessionQueries.sessionsOf, bob), []);
      assert.equal((await store.run(userQueries.credentials, 'bob'))?.passwordHash, 'erased');
      assert.deepEqual(await store.run(userQueries.findUsers, 'b', '', 10), []);
      await assert.rejects(fixture.user('Bob'), 'the name stays taken');
      const standing = { disabled: false, admin: true };
      assert.deepEqual(await store.run(userQueries.changeStanding, bob, standing), { status: 'erased' });
      const patch = { displayName: 'Bob', passwordHash: 'another', lastSeen: 7, disabled: false };
      assert.partialDeepStrictEqual(await store.run(userQueries.updateUser, bob, patch), {
        ...shown,
        lastSeen: 0,
      });
      assert.equal((await store.run(userQueries.credentials, 'bob'))?.passwordHash, 'erased');
      const again = await store.run(erasureQueries.beginErasure, { ...erasure(bob), requestedAt: TIME + 1 });
      assert.deepEqual(again, { status: 'begun', sessions: [] });
      assert.deepEqual(await store.run(erasureQueries.unfinishedErasures, 10), [erasure(bob)]);
      await store.run(erasureQueries.endErasure, bob, TIME);
      assert.deepEqual(await store.run(erasureQueries.unfinishedErasures, 10), []);
      const last = await store.run(erasureQueries.beginErasure, erasure(admin));
      assert.deepEqual(last, { status: 'last-administrator' });
      const nobody = await store.run(erasureQueries.beginErasure, erasure(99_999));
      assert.deepEqual(nobody, { status: 'missing' });
    },
  },
  {
    name: 'who departs from a direct conversation writes nothing more into it, whoever has authorised it before',
    async run(fixture) {
      const { store } = fixture;
      const { a, b, conversation } = await fixture.direct();
      const { id } = conversation;
      await say(fixture, [id, a], { text: 'mine' });
      await say(fixture, [id, a], { text: 'mine too' });
      await say(fixture, [id, b], { text: 'yours' });
      const underWay = await fixture.message(id, a, 'late');
      const span = await store.run(placeQueries.depart, a, id);
      assert.deepEqual(span, { from: 1, to: 3 });
      assert.deepEqual(await fixture.append(underWay), { status: 'stale' });
      assert.partialDeepStrictEqual(await store.run(logQueries.getConversation, id), { departed: [a] });
      await store.run(placeQueries.eraseWords, a, id, span, ERASED);
      await store.run(placeQueries.eraseWords, a, id, span, ERASED);
      assert.deepEqual(await textsOf(fixture, b, id), ['gone', 'gone', 'yours']);
      assert.deepEqual(await store.run(placeQueries.depart, a, id), span, 'again changes nothing');
      const own = (await store.log.heads(a, 0, 10)).map((head) => head.conversation);
      assert.ok(!own.includes(id), 'it is not theirs any more');
      assert.equal(await store.run(viewQueries.view, a, id), undefined);
      assert.equal((await store.run(viewQueries.view, b, id))?.head, 3);
    },
  },
  {
    name: 'erases the words of edits too, and leaves what is no words',
    async run(fixture) {
      const { store } = fixture;
      const { a, b, conversation } = await fixture.direct();
      const { id } = conversation;
      await say(fixture, [id, a], { text: 'secret' });
      const target = { target: 1, seesFrom: 1 };
      const edit = { kind: { case: 'edit', value: { target: 1, text: 'secret too' } } } as const;
      await say(fixture, [id, a], edit, { ...target, type: 'edit', withinMs: 0, mentioned: [] });
      const reaction = { kind: { case: 'reaction', value: { target: 1, emoji: '👍' } } } as const;
      await say(fixture, [id, a], reaction);
      await store.run(placeQueries.eraseWords, a, id, { from: 1, to: 3 }, ERASED);
      const { messages } = await fixture.pull(b, { conversation: id });
      assert.partialDeepStrictEqual(
        messages.map(({ content }) => decodeContent(content)),
        [{ text: 'gone' }, { kind: { case: 'edit', value: { target: 1, text: '' } } }, reaction],
      );
    },
  },
  {
    name: 'leaves in its thread what was said there',
    async run(fixture) {
      const { store } = fixture;
      const { a, b, conversation } = await fixture.direct();
      const { id } = conversation;
      await say(fixture, [id, b], { text: 'yours' });
      await say(fixture, [id, a], { text: 'secret', thread: 1 });
      await say(fixture, [id, a], { text: 'secret' });
      for (const _time of ['once', 'again'])
        await store.run(placeQueries.eraseWords, a, id, { from: 1, to: 3 }, ERASED);
      const { messages } = await fixture.pull(b, { conversation: id });
      assert.partialDeepStrictEqual(
        messages.map(({ content }) => decodeContent(content)),
        [{ text: 'yours' }, { text: 'gone', thread: 1 }, { text: 'gone', thread: 0 }],
      );
    },
  },
  {
    name: 'erases what somebody has reported, and copies of what they said once a report is settled',
    async run(fixture) {
      const { store } = fixture;
      await fixture.user('Prince');
      const { a, b, conversation } = await fixture.direct();
      const about = { conversation: conversation.id, sentAt: TIME, reason: 'rude', time: TIME };
      const said = { ...about, reporter: b, user: a, content: bytes('words') };
      await store.run(reportQueries.createReport, { ...said, seq: 1 }, MOST_REPORTS);
      await store.run(reportQueries.createReport, { ...said, seq: 2 }, MOST_REPORTS);
      await store.run(reportQueries.createReport, { ...said, reporter: a, user: b, seq: 3 }, MOST_REPORTS);
      const [first, second, own] = await store.run(reportQueries.reports, false, 0, 10);
      assert.ok(first !== undefined && second !== undefined && own !== undefined);
      const settled = { by: b, at: TIME + 1, resolution: '' };
      await store.run(reportQueries.settleReport, first.id, settled);
      const begun = await store.run(erasureQueries.beginErasure, erasure(a));
      assert.equal(begun.status, 'begun');
      await store.run(reportQueries.eraseReports, a, true);
      const contents = async (isSettled: boolean) =>
        (await store.run(reportQueries.reports, isSettled, 0, 10)).map(({ content, reason }) => [
          text(content),
          reason,
        ]);
      assert.deepEqual(await contents(true), [['', 'rude']]);
      assert.deepEqual(await contents(false), [
        ['words', 'rude'],
        ['words', ''],
      ]);
      await store.run(reportQueries.settleReport, second.id, { ...settled, at: TIME + 2 });
      assert.deepEqual(await contents(true), [
        ['', 'rude'],
        ['', 'rude'],
      ]);
      assert.equal(await store.run(reportQueries.removeSettledBefore, TIME + 2, 10), 1);
      assert.equal(await store.run(reportQueries.removeSettledBefore, TIME + 9, 10), 1);
      assert.equal((await contents(false)).length, 1, 'an open one stays');
    },
  },
  {
    name: 'forgets that somebody was in groups, what was in their inbox, and how far they had read',
    async run(fixture) {
      const { store } = fixture;
      const bob = await fixture.user('Bob');
      const ann = await fixture.user('Ann');
      const room = await store.run(logQueries.ensureRoom, 'Lobby');
      await fixture.say(room.id, ann.id, 'hello all');
      await fixture.say(bob.inbox, bob.id, 'a note of the server');
      const [left, present] = [await fixture.group(ann.id, bob.id), await fixture.group(ann.id, bob.id)];
      const read = [left.id, room.id].map((conversation) => ({
        user: bob.id,
        conversation,
        read: 1,
        delivered: 1,
      }));
      await store.run(cursorQueries.moveCursors, read);
      await fixture.change(left.id, bob.id, { type: 'remove', users: [bob.id] });
      assert.equal(await store.run(placeQueries.forgetGroups, bob.id, 10), 1);
      assert.equal(await store.run(placeQueries.forgetGroups, bob.id, 10), 0);
      await store.run(placeQueries.forgetRest, bob.id, bob.inbox);
      assert.equal(await store.run(viewQueries.view, bob.id, left.id), undefined);
      assert.equal((await store.run(viewQueries.view, bob.id, present.id))?.left, false, 'not left yet');
      assert.deepEqual(await fixture.seqs(bob.id, bob.inbox), []);
      for (const { id } of [left, room]) {
        const cursors = await store.run(cursorQueries.cursors, id, 0, 10);
        assert.ok(!cursors.some(({ user }) => user === bob.id));
      }
    },
  },
];

/**
 * Settings of groups, their doors, and lists of their members.
 *
 * @module
 */
import assert from 'node:assert/strict';
import * as directoryQueries from '../../features/groups/directory-queries.ts';
import * as inviteQueries from '../../features/groups/invite-queries.ts';
import * as joinQueries from '../../features/groups/join-queries.ts';
import * as memberQueries from '../../features/groups/member-queries.ts';
import * as nicknameQueries from '../../features/groups/nickname-queries.ts';
import * as groupQueries from '../../features/groups/queries.ts';
import * as logQueries from '../../store/log/conversations.ts';
import type { Effect, GroupSettings } from '../../store/log/records.ts';
import { MOST_INVITES, TIME } from './case.ts';
import type { Fixture, StoreCase } from './case.ts';

function settingsOf(changes: Partial<GroupSettings>): Effect {
  return { type: 'settings', changes };
}

/** The code with which an effect is refused; undefined: it was applied. */
async function refused(
  fixture: Fixture,
  conversation: number,
  sender: number,
  effect: Effect,
): Promise<string | undefined> {
  const outcome = await fixture.append(await fixture.message(conversation, sender, 'x', { effect }));
  return outcome.status === 'refused' ? outcome.code : undefined;
}

export const groupCases: readonly StoreCase[] = [
  {
    name: 'keeps the settings of a group, and raises its version with each change',
    async run(fixture) {
      const [a = 0] = await fixture.users('Ann');
      const { id, version, settings } = await fixture.group(a);
      assert.deepEqual([settings.write, settings.pin, settings.join], ['member', 'member', 'invite']);
      await fixture.change(id, a, settingsOf({ write: 'admin', topic: 'Ω 😀' }));
      await fixture.change(id, a, settingsOf({ write: 'owner', slowModeS: 5 }));
      const record = await fixture.store.run(logQueries.getConversation, id);
      assert.equal(record?.version, version + 2);
      assert.partialDeepStrictEqual(record?.settings, { write: 'owner', topic: 'Ω 😀', slowModeS: 5 });
    },
  },
  {
    name: 'revokes the invites of those who may no longer invite',
    async run(fixture) {
      const [a = 0, b = 0] = await fixture.users('Ann', 'Bob');
      const { id } = await fixture.group(a, b);
      const make = async (createdBy: number, token: string): Promise<boolean> => {
        const times = { createdAt: TIME, expiresAt: 0, maxUses: 0 };
        const spec = { conversation: id, createdBy, ...times, tokenHash: Buffer.from(token) };
        return (await fixture.store.run(inviteQueries.createInvite, spec, MOST_INVITES)) !== undefined;
      };
      assert.equal(await make(b, 'early'), false);
      await fixture.change(id, a, settingsOf({ invite: 'member' }));
      assert.deepEqual([await make(a, 'of a'), await make(b, 'of b')], [true, true]);
      await fixture.change(id, a, settingsOf({ invite: 'admin' }));
      const left = await fixture.store.run(inviteQueries.invites, id);
      assert.deepEqual(
        left.map(({ createdBy }) => createdBy),
        [a],
      );
    },
  },
  {
    name: 'keeps the pace of each member, whatever is in one batch',
    async run(fixture) {
      const [a = 0, b = 0] = await fixture.users('Ann', 'Bob');
      const { id } = await fixture.group(a, b);
      const at = (sender: number, time: number) =>
        fixture.message(id, sender, 'x', { time, effect: { type: 'pace', gapMs: 1000 } });
      const times: readonly (readonly [number, number])[] = [
        [a, TIME],
        [a, TIME + 400],
        [b, TIME + 500],
        [a, TIME + 1000],
      ];
      const batch = await Promise.all(times.map(([sender, time]) => at(sender, time)));
      const outcomes = await fixture.store.log.append(batch);
      assert.deepEqual(
        outcomes.map((outcome) => (outcome.status === 'refused' ? outcome.retryAfterMs : outcome.status)),
        ['appended', 600, 'appended', 'appended'],
      );
      const effect = { type: 'pace', gapMs: 3_600_000 };
      const late = await fixture.append(await fixture.message(id, b, 'x', { time: TIME + 1500, effect }));
      assert.partialDeepStrictEqual(late, { message: 'slow mode: wait 3599 s', retryAfterMs: 60_000 });
      const first = batch[0];
      assert.ok(first !== undefined);
      assert.equal((await fixture.append(first)).status, 'repeated');
    },
  },
  {
    name: 'lists groups by title, as their settings say',
    async run(fixture) {
      const [a = 0, b = 0] = await fixture.users('Ann', 'Bob');
      const ids: number[] = [];
      for (const title of ['Äpfel', 'äpfel', 'Birnen']) {
        const { id } = await fixture.group(a);
        await fixture.change(id, a, { type: 'title', title });
        await fixture.change(id, a, settingsOf({ join: 'open' }));
        ids.push(id);
      }
      const find = async (prefix: string, key = '', id = 0, limit = 10) => {
        const found = await fixture.store.run(directoryQueries.directory, b, prefix, { key, id }, limit);
        return found.map((each) => each.id);
      };
      const [first = 0, second = 0, third = 0] = ids;
      assert.deepEqual(await find('ä'), [first, second]);
      assert.deepEqual(await find('', '', 0, 1), [third]);
      assert.deepEqual(await find('ä', 'äpfel', first), [second]);
      await fixture.change(first, a, { type: 'title', title: 'Citron' });
      await fixture.change(second, a, settingsOf({ closed: true }));
      assert.deepEqual(await find(''), [third, first]);
      await fixture.change(third, a, { type: 'remove', users: [a] });
      assert.deepEqual(await find(''), [first]);
    },
  },
  {
    name: 'lets in who has asked, once, and nobody who is banned',
    async run(fixture) {
      const [a = 0, b = 0, c = 0] = await fixture.users('Ann', 'Bob', 'Cat');
      const { id } = await fixture.group(a);
      const { store } = fixture;
      const ask = (user: number) =>
        store.run(joinQueries.askToJoin, { conversation: id, user, time: TIME, text: 'please' }, 1);
      const asked = await ask(b);
      assert.deepEqual(await ask(b), asked);
      assert.equal(await refused(fixture, id, a, { type: 'admit', user: c }), 'NOT_FOUND');
      assert.equal(await refused(fixture, id, a, { type: 'admit', user: b }), undefined);
      assert.equal(await refused(fixture, id, a, { type: 'admit', user: b }), 'NOT_FOUND');
      assert.deepEqual(await store.run(joinQueries.joins, id, 0, 10), []);
      await ask(c);
      await fixture.change(id, a, { type: 'ban', user: c, reason: 'spam' });
      assert.deepEqual(await store.run(joinQueries.joinsOfUser, c, 0, 10), []);
      const banned = await store.run(joinQueries.bans, id, 0, 10);
      assert.deepEqual(banned, [{ user: c, by: a, time: TIME, reason: 'spam' }]);
      for (const effect of [
        { type: 'add', users: [c], role: 'member' },
        { type: 'enter', user: c },
      ] as const) {
        assert.equal(await refused(fixture, id, a, effect), 'FORBIDDEN');
      }
      await store.run(joinQueries.unban, id, c);
      assert.equal(await refused(fixture, id, c, { type: 'enter', user: c }), undefined);
      assert.equal((await store.run(logQueries.getConversation, id))?.memberCount, 3);
    },
  },
  {
    name: 'finds members by role, by name and by nickname',
    async run(fixture) {
      const [a = 0, b = 0, c = 0] = await fixture.users('Ann', 'Bob', 'Bobby');
      const { id } = await fixture.group(a, b, c);
      const { store } = fixture;
      const nick = (user: number, nickname: string) =>
        store.run(nicknameQueries.setNickname, id, user, { nickname, key: nickname.toLowerCase() });
      await nick(a, 'Boss');
      await nick(b, 'Builder');
      await nick(b, '');
      await nick(c + 1, 'Nobody');
      const ids = (found: readonly memberQueries.ListedMember[]) => found.map(({ user }) => user);
      await fixture.change(id, a, { type: 'roles', roles: [{ user: c, role: 'admin' }] });
      const ranked = async (after?: memberQueries.ListedMember) =>
        store.run(memberQueries.rankedMembers, id, after, 1);
      const [owner] = await ranked();
      const [admin] = await ranked(owner);
      assert.deepEqual([owner?.user, admin?.user, await ranked(admin)], [a, c, []]);
      assert.deepEqual(ids(await store.run(memberQueries.ordinaryMembers, id, 0, 10)), [b]);
      const beginning = { name: 'bo', nickname: 'bo' };
      assert.deepEqual(ids(await store.run(memberQueries.membersCalled, id, beginning, 0, 10)), [a, b, c]);
      assert.deepEqual(
        ids(await store.run(memberQueries.membersNicknamed, id, 'bo', { key: '', user: 0 }, 10)),
        [a],
      );
      assert.deepEqual(ids(await store.run(memberQueries.listedAmong, id, [a, c + 1])), [a]);
      const managers = await store.run(joinQueries.managers, id, 10);
      assert.deepEqual(
        managers.map(({ user }) => user),
        [a, c],
      );
      await fixture.change(id, a, { type: 'remove', users: [a] });
      assert.deepEqual(
        ids(await store.run(memberQueries.membersNicknamed, id, 'bo', { key: '', user: 0 }, 10)),
        [],
      );
      await store.run(groupQueries.eraseMember, a);
    },
  },
];

/** The ways into a group: the directory, asking, and who does not come in; and finding people in it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { GroupSettingsInit } from '@posthorn/protocol';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { codeOf, People } from './support/people.ts';
import type { Person } from './support/people.ts';

let place: InProcess;
let people: People;
let [owner, admin, ann, bob]: Person[] = [];

before(async () => {
  place = await startInProcess({ loginPolicy: 'multi' });
  people = new People(place);
  owner = await people.join('owner');
  admin = await people.join('admin');
  ann = await people.join('ann');
  bob = await people.join('bob');
});

after(async () => {
  await people.close();
  await place.server.close();
});

function the(person: Person | undefined): Person {
  assert.ok(person !== undefined);
  return person;
}

/** A group of the owner's with an admin, and these settings. */
async function group(title: string, settings?: GroupSettingsInit, ...others: Person[]): Promise<number> {
  const { client } = the(owner);
  const members = [the(admin).id, ...others.map((each) => each.id)];
  const { id: conversation } = await client.call('createGroup', { title, members });
  await client.call('setRole', { conversation, user: the(admin).id, role: 'admin' });
  if (settings !== undefined) await client.call('setGroup', { conversation, settings });
  return conversation;
}

function join(who: Person | undefined, conversation: number, text = ''): Promise<string> {
  return codeOf(the(who).client.call('joinGroup', { conversation, text }));
}

/** Events of the caller's inbox about a group. */
function told(who: Person | undefined, group: number): unknown[] {
  return the(who).messages.flatMap(({ sender, content: { kind } }) =>
    kind?.case === 'event' && kind.value.conversation === group
      ? [[kind.value.kind, sender, kind.value.title]]
      : [],
  );
}

async function memberIds(conversation: number): Promise<number[]> {
  const { members } = await the(owner).client.call('listMembers', { conversation });
  return members.map(({ user }) => user);
}

describe('the directory', () => {
  it('lists groups by title, paged, for those who look for the beginning of it', async () => {
    const open = { join: 'open', topic: 'Walks' } as const;
    const [c, a, b] = [
      await group('Directory C', open),
      await group('directory a', open),
      await group('Directory B', { join: 'approval' }),
    ];
    await group('Directory D');
    const find = (cursor = '') =>
      the(ann).client.call('listDirectory', { prefix: 'DIRECTORY', limit: 2, cursor });
    const first = await find();
    assert.deepEqual(
      first.conversations.map(({ id }) => id),
      [a, b],
    );
    const second = await find(first.next);
    assert.deepEqual([second.conversations.map(({ id }) => id), second.next], [[c], '']);
    assert.partialDeepStrictEqual(first.conversations[0], {
      kind: 'group',
      title: 'directory a',
      memberCount: 2,
      role: 'unspecified',
      settings: { topic: 'Walks', join: 'open' },
    });
    assert.equal(await codeOf(the(ann).client.call('listDirectory', { cursor: 'x' })), 'INVALID');
  });

  it('follows title and settings', async () => {
    const conversation = await group('Changing', { join: 'open' });
    const { client } = the(owner);
    const isListed = async (prefix: string) =>
      (await the(ann).client.call('listDirectory', { prefix })).conversations.length === 1;
    assert.equal(await isListed('changing'), true);
    await client.call('rename', { conversation, title: 'Moved' });
    assert.deepEqual([await isListed('changing'), await isListed('moved')], [false, true]);
    for (const settings of [{ join: 'invite' }, { join: 'open', closed: true }] as const) {
      await client.call('setGroup', { conversation, settings });
      assert.equal(await isListed('moved'), false);
    }
    await client.call('setGroup', { conversation, settings: { closed: false } });
    assert.equal(await isListed('moved'), true);
    await the(admin).client.call('leave', { conversation });
    await client.call('leave', { conversation });
    assert.equal(await isListed('moved'), false);
    assert.equal(await join(ann, conversation), 'NOT_FOUND');
  });
});

describe('joining', () => {
  it('an open group takes everybody, and no other one shows that it exists', async () => {
    const [open, hidden] = [await group('Open', { join: 'open' }), await group('Hidden')];
    assert.equal(await join(ann, hidden), 'NOT_FOUND');
    assert.equal(await join(ann, 999_999), 'NOT_FOUND');
    const joined = await the(ann).client.call('joinGroup', { conversation: open });
    assert.partialDeepStrictEqual(joined, { id: open, role: 'member', memberCount: 3 });
    const again = await the(ann).client.call('joinGroup', { conversation: open });
    assert.partialDeepStrictEqual(again, { id: open, role: 'member', memberCount: 3 });
    assert.equal(await codeOf(the(ann).client.send({ conversation: open }, { text: 'hi' }).done), 'OK');
  });

  it('who must ask is told to the admins, and let in by one of them', async () => {
    const conversation = await group('Club', { join: 'approval' });
    const asked = await the(ann).client.call('joinGroup', { conversation, text: 'please' });
    assert.partialDeepStrictEqual(asked, { role: 'unspecified', asked: true });
    assert.equal(await join(ann, conversation, 'again'), 'OK');
    for (const manager of [owner, admin]) {
      await the(manager).until(() => told(manager, conversation).length > 0);
      assert.deepEqual(told(manager, conversation), [['join-asked', the(ann).id, 'Club']]);
    }
    const { joins } = await the(admin).client.call('listJoins', { conversation });
    assert.partialDeepStrictEqual(joins, [{ user: the(ann).id, text: 'please' }]);
    assert.equal(joins.length, 1);
    const accept = { conversation, user: the(ann).id, accept: true };
    await the(admin).client.call('settleJoin', accept);
    assert.ok((await memberIds(conversation)).includes(the(ann).id));
    assert.deepEqual((await the(admin).client.call('listJoins', { conversation })).joins, []);
    assert.equal(await codeOf(the(admin).client.call('settleJoin', accept)), 'NOT_FOUND');
  });

  it('who is refused hears of it, and may ask again; what was asked can be taken back', async () => {
    const conversation = await group('Lodge', { join: 'approval' });
    const settle = (who: Person | undefined, accept: boolean) =>
      codeOf(the(who).client.call('settleJoin', { conversation, user: the(bob).id, accept }));
    assert.equal(await join(bob, conversation), 'OK');
    assert.equal(await settle(owner, false), 'OK');
    await the(bob).until(() => told(bob, conversation).length > 0);
    assert.deepEqual(told(bob, conversation), [['join-refused', the(owner).id, 'Lodge']]);
    assert.equal(await settle(owner, false), 'NOT_FOUND');
    assert.equal(await join(bob, conversation), 'OK');
    assert.equal(await settle(bob, true), 'NOT_A_MEMBER');
    assert.equal(await settle(bob, false), 'OK');
    assert.equal(await settle(owner, true), 'NOT_FOUND');
    await the(bob).client.send({ to: the(owner).id }, { text: 'why?' }).done;
    await the(owner).until(() => the(owner).messages.at(-1)?.content.text === 'why?');
    assert.equal(told(owner, conversation).length, 1, 'once a day');
  });

  it('of two admins who let somebody in at once one does it', async () => {
    const conversation = await group('Twice', { join: 'approval' });
    await join(ann, conversation);
    const settle = (who: Person | undefined) =>
      codeOf(the(who).client.call('settleJoin', { conversation, user: the(ann).id, accept: true }));
    assert.deepEqual((await Promise.all([settle(owner), settle(admin)])).toSorted(), ['NOT_FOUND', 'OK']);
    assert.equal((await memberIds(conversation)).filter((user) => user === the(ann).id).length, 1);
  });
});

describe('a ban', () => {
  it('keeps somebody out by every door, until it is lifted', async () => {
    const conversation = await group('Banned', { join: 'open' }, the(ann));
    const { client } = the(owner);
    const { token } = await client.call('createInvite', { conversation });
    const ban = { conversation, user: the(ann).id, ban: true, reason: 'spam' };
    assert.equal(await codeOf(the(bob).client.call('removeMember', ban)), 'NOT_A_MEMBER');
    await client.call('removeMember', ban);
    const refused = await the(ann)
      .client.call('joinGroup', { conversation })
      .catch((error: Error) => error.message);
    assert.equal(refused, 'you are banned from this group: spam');
    assert.equal(await codeOf(the(ann).client.call('joinByInvite', { token })), 'FORBIDDEN');
    const add = { conversation, users: [the(ann).id] };
    assert.equal(await codeOf(client.call('addMembers', add)), 'FORBIDDEN');
    const { bans } = await the(admin).client.call('listBans', { conversation });
    assert.partialDeepStrictEqual(bans, [{ user: the(ann).id, by: the(owner).id, reason: 'spam' }]);
    assert.equal(await codeOf(the(ann).client.call('listBans', { conversation })), 'NOT_A_MEMBER');
    for (let n = 0; n < 2; n++) await the(admin).client.call('unban', { conversation, user: the(ann).id });
    assert.deepEqual((await client.call('listBans', { conversation })).bans, []);
    assert.equal(await join(ann, conversation), 'OK');
  });

  it('holds for who is not in, and never for who has a higher rank', async () => {
    const conversation = await group('Before', { join: 'open' });
    const ban = (who: Person | undefined, user: number) =>
      codeOf(the(who).client.call('removeMember', { conversation, user, ban: true }));
    assert.equal(await ban(admin, the(bob).id), 'OK');
    assert.equal(await join(bob, conversation), 'FORBIDDEN');
    assert.equal(await ban(admin, the(owner).id), 'FORBIDDEN');
    assert.equal(await ban(owner, 999_999), 'NOT_FOUND');
  });
});

describe('the list of members', () => {
  it('begins with those in charge, and is found in by name and nickname', async () => {
    const crowd: Person[] = [];
    for (const name of ['crowd.a', 'crowd.b', 'crowd.c']) crowd.push(await people.join(name));
    const [a, b, c] = crowd.map(({ id }) => id);
    const conversation = await group('Crowd', undefined, the(ann), ...crowd);
    const { client } = the(ann);
    const nick = (nickname: string) => codeOf(client.call('setNickname', { conversation, nickname }));
    assert.equal(await nick('Crowned'), 'OK');
    assert.equal(await nick('x'.repeat(101)), 'INVALID');
    const pages = async (request: { readonly prefix?: string; readonly byRank?: boolean }) => {
      const found: number[][] = [];
      for (let cursor = ''; ;) {
        const page = await client.call('listMembers', { conversation, limit: 2, cursor, ...request });
        if (page.members.length > 0) found.push(page.members.map(({ user }) => user));
        cursor = page.next;
        if (cursor === '') return found;
      }
    };
    const [o, d, n] = [the(owner).id, the(admin).id, the(ann).id];
    assert.deepEqual(await pages({ byRank: true }), [
      [o, d],
      [n, a],
      [b, c],
    ]);
    assert.deepEqual(await pages({ prefix: 'CROW' }), [
      [n, a],
      [b, c],
    ]);
    assert.deepEqual(await pages({ prefix: 'crown' }), [[n]]);
    const { members } = await client.call('listMembers', { conversation, prefix: 'ann' });
    assert.partialDeepStrictEqual(members, [{ user: n, nickname: 'Crowned' }]);
    assert.equal(
      await codeOf(client.call('listMembers', { conversation, byRank: true, cursor: '7' })),
      'INVALID',
    );
    await the(owner).client.call('muteMember', { conversation, user: n, muted: true });
    assert.equal(await nick('Loud'), 'MUTED');
    await the(owner).client.call('removeMember', { conversation, user: n });
    await the(owner).client.call('addMembers', { conversation, users: [n] });
    assert.deepEqual(await pages({ prefix: 'crown' }), []);
  });
});

it('what is kept about somebody in groups goes with their account', async () => {
  const eve = await people.join('eve');
  const [inside, asked, banned] = [
    await group('Inside', undefined, eve),
    await group('Asked', { join: 'approval' }),
    await group('Never', undefined),
  ];
  const { client } = the(owner);
  await eve.client.call('setNickname', { conversation: inside, nickname: 'Night' });
  assert.equal(await join(eve, asked), 'OK');
  const user = eve.id;
  await client.call('removeMember', { conversation: banned, user, ban: true });
  await client.call('eraseUser', { user });
  assert.ok(!(await memberIds(inside)).includes(user));
  const { members } = await client.call('listMembers', { conversation: inside, prefix: 'night' });
  const { joins } = await client.call('listJoins', { conversation: asked });
  const { bans } = await client.call('listBans', { conversation: banned });
  assert.deepEqual([members, joins, bans], [[], [], []]);
});

/** Groups: what happens in them is in their log, and who may come in by which door. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { systemClock } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { inhabited } from './support/inhabited.ts';
import { codeOf, People } from './support/people.ts';
import type { Person } from './support/people.ts';

let place: InProcess;
let people: People;
let [owner, ann, bob]: Person[] = [];
/** Added to the clock's time of day. */
let lateMs = 0;

before(async () => {
  const clock = { ...systemClock, now: () => systemClock.now() + lateMs };
  place = await startInProcess({ loginPolicy: 'multi', maxGroupMembers: 3 }, { clock });
  people = new People(place);
  owner = await people.join('owner');
  ann = await people.join('ann');
  bob = await people.join('bob', { isWeb: true });
});

after(async () => {
  await people.close();
  await place.server.close();
});

function the(person: Person | undefined): Person {
  assert.ok(person !== undefined);
  return person;
}

/** A group of the owner's with these members. */
async function group(...members: readonly Person[]): Promise<number> {
  const { id } = await the(owner).client.call('createGroup', {
    title: 'Verona',
    members: members.map((member) => member.id),
  });
  return id;
}

describe('what happens', () => {
  it('is a message in the log, for all who are in', async () => {
    const [{ client, id }, guest, other] = [the(owner), the(ann), the(bob)];
    const conversation = await group(guest);
    const change = { conversation, user: guest.id };
    await client.call('rename', { conversation, title: 'Padua' });
    await client.call('addMembers', { conversation, users: [other.id] });
    await client.call('setRole', { ...change, role: 'admin' });
    await client.call('muteMember', { ...change, muted: true });
    await client.call('muteMember', { ...change, muted: false });
    await other.client.call('leave', { conversation });
    const { token } = await client.call('createInvite', { conversation });
    await other.client.call('joinByInvite', { token });
    await client.call('removeMember', { conversation, user: other.id });
    const events = (): unknown[] =>
      guest.messages.flatMap(({ conversation: where, sender, content: { kind } }) => {
        if (where !== conversation || kind?.case !== 'event') return [];
        const { users, title, role } = kind.value;
        const change = [title, role === 'unspecified' ? '' : role].find((part) => part !== '') ?? '';
        return [[kind.value.kind, sender, users, change]];
      });
    await guest.until(() => events().length === 9);
    assert.deepEqual(events(), [
      ['created', id, [guest.id], 'Verona'],
      ['renamed', id, [], 'Padua'],
      ['added', id, [other.id], ''],
      ['role-changed', id, [guest.id], 'admin'],
      ['muted', id, [guest.id], ''],
      ['unmuted', id, [guest.id], ''],
      ['left', other.id, [], ''],
      ['joined', other.id, [], ''],
      ['removed', id, [other.id], ''],
    ]);
  });

  it('an owner who leaves hands the group on, to an admin before a member', async () => {
    const conversation = await group(the(ann), the(bob));
    await the(owner).client.call('setRole', { conversation, user: the(bob).id, role: 'admin' });
    await the(owner).client.call('leave', { conversation });
    const { members } = await the(ann).client.call('listMembers', { conversation });
    assert.deepEqual(
      new Map(members.map(({ user, role }) => [user, role])),
      new Map([
        [the(ann).id, 'member'],
        [the(bob).id, 'owner'],
      ]),
    );
    assert.equal(
      await codeOf(the(owner).client.call('rename', { conversation, title: 'x' })),
      'NOT_A_MEMBER',
    );
  });

  it('who makes somebody else the owner is an admin from then on', async () => {
    const conversation = await group(the(ann));
    await the(owner).client.call('setRole', { conversation, user: the(ann).id, role: 'owner' });
    const { role } = await the(owner).client.call('getConversation', { conversation });
    assert.equal(role, 'admin');
    assert.equal(
      await codeOf(the(owner).client.call('removeMember', { conversation, user: the(ann).id })),
      'FORBIDDEN',
    );
  });

  it('an owner whose account is disabled is succeeded as one who leaves', async () => {
    const [cat, dora] = [await people.join('cat'), await people.join('dora')];
    const { id: conversation } = await cat.client.call('createGroup', {
      title: 'Mantua',
      members: [the(ann).id, dora.id],
    });
    const rolesIn = async () => {
      const { members } = await the(ann).client.call('listMembers', { conversation });
      return new Map(members.map(({ user, role }) => [user, role]));
    };
    await cat.client.call('setRole', { conversation, user: dora.id, role: 'admin' });
    const disable = (user: Person, disabled: boolean) =>
      the(owner).client.call('disableUser', { user: user.id, disabled });
    const [catId, doraId] = [cat.id, dora.id];
    await disable(cat, true);
    assert.deepEqual([(await rolesIn()).get(catId), (await rolesIn()).get(doraId)], ['member', 'owner']);
    await disable(dora, true);
    assert.equal((await rolesIn()).get(the(ann).id), 'owner');
    const told = the(ann).messages.flatMap(({ conversation: where, content: { kind } }) =>
      where === conversation && kind?.case === 'event' && kind.value.role === 'owner' ? kind.value.users : [],
    );
    assert.deepEqual(told, [doraId, the(ann).id]);
    await the(ann).client.call('leave', { conversation });
    assert.equal(await codeOf(the(ann).client.call('rename', { conversation, title: 'x' })), 'NOT_A_MEMBER');
  });

  it('an administrator may say who is in charge of a group, and no more', async () => {
    const { id: conversation } = await the(ann).client.call('createGroup', {
      title: 'Mantua',
      members: [the(bob).id],
    });
    const set = (user: Person | undefined, role: 'owner' | 'admin') =>
      codeOf(the(owner).client.call('setRole', { conversation, user: the(user).id, role }));
    assert.equal(await set(ann, 'admin'), 'INVALID', 'a group needs an owner');
    assert.equal(await set(bob, 'owner'), 'OK');
    const { members } = await the(bob).client.call('listMembers', { conversation });
    assert.deepEqual(
      new Map(members.map(({ user, role }) => [user, role])),
      new Map([
        [the(ann).id, 'admin'],
        [the(bob).id, 'owner'],
      ]),
    );
    assert.equal(await codeOf(the(owner).client.call('listMembers', { conversation })), 'NOT_A_MEMBER');
    assert.equal(await codeOf(the(owner).client.send({ conversation }, 'hi').done), 'NOT_A_MEMBER');
  });

  it('nobody creates groups, or adds people, without end', async (t) => {
    const { people: crowd } = await inhabited(t, { groupsPerHour: 3, addedPerHour: 4 });
    const [admin, dan, eve] = [await crowd.join('admin'), await crowd.join('dan'), await crowd.join('eve')];
    const create = (who: Person, ...members: number[]) =>
      codeOf(who.client.call('createGroup', { title: 'Inn', members }));
    assert.equal(await create(dan, admin.id, eve.id), 'OK');
    assert.equal(await create(dan, admin.id, eve.id), 'OK');
    assert.equal(await create(dan, eve.id), 'RATE_LIMITED', 'people');
    assert.equal(await create(dan), 'OK');
    assert.equal(await create(dan), 'RATE_LIMITED', 'groups');
    for (let round = 0; round < 4; round++) assert.equal(await create(admin, dan.id, eve.id), 'OK');
  });

  it('a group has no more members than it may', async () => {
    const conversation = await group(the(ann), the(bob));
    const dan = await people.join('dan');
    const users = [dan.id];
    assert.equal(
      await codeOf(the(owner).client.call('addMembers', { conversation, users })),
      'LIMIT_EXCEEDED',
    );
    const { token } = await the(owner).client.call('createInvite', { conversation });
    assert.equal(await codeOf(dan.client.call('joinByInvite', { token })), 'LIMIT_EXCEEDED');
  });
});

describe('privacy', () => {
  it('says who may add one to groups, and who finds one', async () => {
    const conversation = await group();
    const [{ client }, guest] = [the(owner), the(ann)];
    const settings = { add: 'everyone', find: 'everyone' };
    assert.partialDeepStrictEqual(await guest.client.call('getPrivacy', {}), settings);
    const changed = await guest.client.call('setPrivacy', { add: 'nobody' });
    assert.partialDeepStrictEqual(changed, { ...settings, add: 'nobody' });
    const users = [guest.id];
    assert.equal(await codeOf(client.call('addMembers', { conversation, users })), 'FORBIDDEN');
    assert.equal(await codeOf(client.call('createGroup', { title: 'x', members: users })), 'FORBIDDEN');
    const { token } = await client.call('createInvite', { conversation });
    assert.equal(await codeOf(guest.client.call('joinByInvite', { token })), 'OK');

    const names = async () => {
      const found = await client.call('findUsers', { prefix: 'an' });
      const online = await client.call('listOnline', { prefix: 'an' });
      return [...found.users, ...online.users].map(({ name }) => name);
    };
    assert.deepEqual(await names(), ['ann', 'ann']);
    await guest.client.call('setPrivacy', { find: 'nobody' });
    assert.deepEqual(await names(), []);
    const exact = await client.call('getUsers', { names: ['ann'] });
    assert.equal(exact.users.length, 1, 'who knows the name finds them');
    await guest.client.call('setPrivacy', settings as { add: 'everyone'; find: 'everyone' });
    assert.deepEqual(await names(), ['ann', 'ann']);
    assert.equal(await codeOf(client.call('createGroup', { title: 'x', members: users })), 'OK');
  });
});

describe('a group that one has left', () => {
  it('can be taken off the list, and is there again when one comes back', async () => {
    const conversation = await group(the(ann));
    const listed = async () => {
      const { conversations } = await the(ann).client.call('listConversations', {});
      const { heads } = await the(ann).client.call('listHeads', {});
      return [
        conversations.some(({ id }) => id === conversation),
        heads.some((head) => head.conversation === conversation),
      ];
    };
    const forget = () => codeOf(the(ann).client.call('forgetConversation', { conversation }));
    assert.equal(await forget(), 'INVALID', 'not while one is in');
    await the(ann).client.call('leave', { conversation });
    assert.deepEqual(await listed(), [true, true]);
    assert.equal(await forget(), 'OK');
    assert.deepEqual(await listed(), [false, false]);
    assert.equal(await codeOf(the(ann).client.call('getConversation', { conversation })), 'NOT_FOUND');
    await the(owner).client.call('addMembers', { conversation, users: [the(ann).id] });
    assert.deepEqual(await listed(), [true, true]);
  });
});

describe('invites', () => {
  const joinBy = (person: Person | undefined, token: string): Promise<string> =>
    codeOf(the(person).client.call('joinByInvite', { token }));

  it('let in whoever has the link, from then on', async () => {
    const conversation = await group();
    await the(owner).client.send({ conversation }, 'before').done;
    const { token } = await the(owner).client.call('createInvite', { conversation });
    assert.equal(await joinBy(ann, token), 'OK');
    assert.equal(await joinBy(ann, token), 'OK', 'twice is once');
    await the(owner).client.send({ conversation }, 'after').done;
    await the(ann).until(() => the(ann).texts(conversation).length > 0);
    assert.deepEqual(the(ann).texts(conversation), ['after']);
  });

  it('are used up, also when two come at once', async () => {
    const conversation = await group();
    const { token } = await the(owner).client.call('createInvite', { conversation, maxUses: 1 });
    const codes = await Promise.all([joinBy(ann, token), joinBy(bob, token)]);
    assert.deepEqual(codes.toSorted(), ['NOT_FOUND', 'OK']);
    const { members } = await the(owner).client.call('listMembers', { conversation });
    assert.equal(members.length, 2);
  });

  it('end by time, and when they are revoked; and a wrong one is none', async () => {
    const conversation = await group();
    const short = await the(owner).client.call('createInvite', { conversation, ttlMs: 60_000 });
    const other = await the(owner).client.call('createInvite', { conversation });
    lateMs = 61_000;
    assert.equal(await joinBy(ann, short.token), 'NOT_FOUND');
    lateMs = 0;
    await the(owner).client.call('revokeInvite', { invite: other.id });
    assert.equal(await joinBy(ann, other.token), 'NOT_FOUND');
    assert.equal(await joinBy(ann, 'x'.repeat(24)), 'NOT_FOUND');
  });

  it('do not end a silence, nor let back in who was removed, until somebody adds them', async () => {
    const conversation = await group(the(ann));
    const { client } = the(owner);
    const { token } = await client.call('createInvite', { conversation });
    const speak = (): Promise<string> => codeOf(the(ann).client.send({ conversation }, 'hello').done);
    await client.call('muteMember', { conversation, user: the(ann).id, muted: true });
    await the(ann).client.call('leave', { conversation });
    assert.equal(await joinBy(ann, token), 'OK');
    assert.equal(await speak(), 'MUTED');
    await client.call('removeMember', { conversation, user: the(ann).id });
    assert.equal(await joinBy(ann, token), 'FORBIDDEN');
    await client.call('addMembers', { conversation, users: [the(ann).id] });
    assert.equal(await speak(), 'MUTED', 'being added does not end it either');
    await client.call('muteMember', { conversation, user: the(ann).id, muted: false });
    assert.equal(await speak(), 'OK');
  });

  it('end with the role of who made them, or their membership', async () => {
    const conversation = await group(the(ann));
    const { client } = the(owner);
    const setRole = (role: 'admin' | 'member') =>
      client.call('setRole', { conversation, user: the(ann).id, role });
    await setRole('admin');
    const first = await the(ann).client.call('createInvite', { conversation });
    await setRole('member');
    assert.equal(await joinBy(bob, first.token), 'NOT_FOUND');
    await setRole('admin');
    assert.equal(await joinBy(bob, first.token), 'NOT_FOUND', 'and do not come back with it');
    const second = await the(ann).client.call('createInvite', { conversation });
    await client.call('removeMember', { conversation, user: the(ann).id });
    assert.equal(await joinBy(ann, second.token), 'NOT_FOUND');
    assert.deepEqual((await client.call('listInvites', { conversation })).invites, []);
  });

  it('show their token to nobody but who made them', async () => {
    const conversation = await group();
    const { token } = await the(owner).client.call('createInvite', { conversation });
    assert.notEqual(token, '');
    const { invites } = await the(owner).client.call('listInvites', { conversation });
    assert.deepEqual(
      invites.map((invite) => invite.token),
      [''],
    );
  });
});

/**
 * Conversations: who is in them, as what, and how one user sees them.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { bytes, TIME } from './case.ts';
import type { StoreCase } from './case.ts';

export const conversationCases: readonly StoreCase[] = [
  {
    name: 'opens one direct conversation for two users, from either side and at once',
    async run(fixture) {
      const [a = 0, b = 0] = await fixture.users('Romeo', 'Juliet');
      const { conversations } = fixture.store;
      const opened = await Promise.all([
        conversations.openDirect(a, b, TIME),
        conversations.openDirect(b, a, TIME),
        conversations.openDirect(a, b, TIME),
      ]);
      assert.equal(new Set(opened.map(({ id }) => id)).size, 1);
      assert.partialDeepStrictEqual(opened[0], { kind: 'direct', users: [a, b], memberCount: 2, head: 0 });
    },
  },
  {
    name: 'makes a group once per owner and client id',
    async run(fixture) {
      const [a = 0, b = 0] = await fixture.users('Ann', 'Bob');
      const spec = {
        title: 'Verona',
        owner: a,
        members: [b],
        clientId: 'x',
        time: TIME,
        content: bytes('made'),
      };
      const { conversations } = fixture.store;
      const [first, second] = [await conversations.createGroup(spec), await conversations.createGroup(spec)];
      assert.ok(first.status === 'created' && second.status === 'repeated');
      assert.equal(first.conversation.id, second.conversation.id);
      assert.partialDeepStrictEqual(first.conversation, {
        title: 'Verona',
        head: 1,
        memberCount: 2,
        users: [],
      });
      const other = await conversations.createGroup({ ...spec, content: bytes('other') });
      assert.deepEqual(other, { status: 'conflict' });
      const members = await conversations.members(first.conversation.id, 0, 10);
      assert.deepEqual(members, [
        { user: a, role: 'owner', joinedSeq: 1, muted: false },
        { user: b, role: 'member', joinedSeq: 1, muted: false },
      ]);
    },
  },
  {
    name: 'changes roles, silence and title with their messages, raising the version',
    async run(fixture) {
      const [a = 0, b = 0] = await fixture.users('Ann', 'Bob');
      const { id, version } = await fixture.group(a, b);
      await fixture.change(id, a, {
        type: 'roles',
        roles: [
          { user: b, role: 'owner' },
          { user: a, role: 'admin' },
        ],
      });
      await fixture.change(id, b, { type: 'mute', user: a, muted: true });
      await fixture.change(id, b, { type: 'title', title: 'Mantua' });
      const record = await fixture.store.conversations.get(id);
      assert.partialDeepStrictEqual(record, { title: 'Mantua', head: 4, version: version + 3 });
      assert.deepEqual(await fixture.store.conversations.membersAmong(id, [a, b, 9999]), [
        { user: a, role: 'admin', joinedSeq: 1, muted: true },
        { user: b, role: 'owner', joinedSeq: 1, muted: false },
      ]);
    },
  },
  {
    name: 'passes ownership on with the owner who leaves',
    async run(fixture) {
      const [a = 0, b = 0, c = 0] = await fixture.users('Ann', 'Bob', 'Cat');
      const { id } = await fixture.group(a, b, c);
      const { conversations } = fixture.store;
      assert.equal(await conversations.heir(id, a), b);
      await fixture.change(id, a, { type: 'roles', roles: [{ user: c, role: 'admin' }] });
      assert.equal(await conversations.heir(id, a), c);
      await fixture.change(id, a, { type: 'remove-owner', user: a, heir: c });
      const members = await conversations.members(id, 0, 10);
      assert.deepEqual(
        members.map(({ user, role }) => [user, role]),
        [
          [b, 'member'],
          [c, 'owner'],
        ],
      );
      assert.equal((await conversations.get(id))?.memberCount, 2);
    },
  },
  {
    name: 'adds nobody twice and removes nobody who is not in',
    async run(fixture) {
      const [a = 0, b = 0, c = 0] = await fixture.users('Ann', 'Bob', 'Cat');
      const { id } = await fixture.group(a, b);
      await fixture.change(id, a, { type: 'add', users: [b, c], role: 'member' });
      await fixture.change(id, a, { type: 'remove', users: [c] });
      await fixture.change(id, a, { type: 'remove', users: [c] });
      assert.equal((await fixture.store.conversations.get(id))?.memberCount, 2);
      assert.deepEqual(await fixture.seqs(b, id), [1, 2, 3, 4]);
      assert.deepEqual(await fixture.seqs(c, id), [2, 3]);
    },
  },
  {
    name: 'takes an invite as often as it may be used, and not once more',
    async run(fixture) {
      const [a = 0, b = 0, c = 0] = await fixture.users('Ann', 'Bob', 'Cat');
      const { id } = await fixture.group(a);
      const { conversations } = fixture.store;
      const tokenHash = bytes('token');
      const invite = await conversations.createInvite({
        conversation: id,
        createdBy: a,
        createdAt: TIME,
        expiresAt: 0,
        maxUses: 1,
        tokenHash,
      });
      assert.deepEqual(await conversations.inviteByToken(tokenHash), invite);
      const join = async (user: number) =>
        fixture.append(
          await fixture.message(id, user, 'join', {
            effect: { type: 'add', users: [user], role: 'member', invite: invite.id },
          }),
        );
      assert.equal((await join(b)).status, 'appended');
      assert.deepEqual(await join(c), { status: 'refused' });
      const record = await conversations.get(id);
      assert.partialDeepStrictEqual(record, { head: 2, memberCount: 2 });
      assert.equal((await conversations.invite(invite.id))?.uses, 1);
      await conversations.revokeInvite(invite.id);
      assert.deepEqual(await conversations.invites(id), []);
    },
  },
  {
    name: 'shows a conversation as each user may see it',
    async run(fixture) {
      const [a = 0, b = 0] = await fixture.users('Ann', 'Bob');
      const { id } = await fixture.group(a, b);
      await fixture.say(id, a, 'two', 'three');
      await fixture.store.log.moveCursors([{ user: b, conversation: id, read: 2, delivered: 3 }]);
      const { conversations } = fixture.store;
      const view = await conversations.view(b, id);
      assert.partialDeepStrictEqual(view, {
        title: 'Verona',
        head: 3,
        first: 1,
        role: 'member',
        left: false,
        memberCount: 2,
        read: 2,
        delivered: 3,
        unread: 1,
      });
      assert.equal(view?.lastMessage?.seq, 3);
      assert.equal((await conversations.view(a, id))?.unread, 0, 'one’s own messages are not unread');
      await fixture.change(id, a, { type: 'remove', users: [b] });
      await fixture.change(id, a, { type: 'title', title: 'Secret' });
      const after = await conversations.view(b, id);
      assert.partialDeepStrictEqual(after, { title: 'Verona', head: 4, left: true, memberCount: 0 });
      assert.equal(after?.role, undefined);
    },
  },
  {
    name: 'lists a user’s conversations and all rooms in pages by id, and no others',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const [stranger = 0] = await fixture.users('Tybalt');
      const room = await fixture.store.conversations.ensureRoom('Lobby');
      assert.equal((await fixture.store.conversations.ensureRoom('Lobby')).id, room.id);
      const views = await fixture.store.conversations.views(a, 0, 10);
      assert.deepEqual(views.map(({ kind }) => kind).toSorted(), ['direct', 'inbox', 'room']);
      const [first] = await fixture.store.conversations.views(a, 0, 1);
      const rest = await fixture.store.conversations.views(a, first?.id ?? 0, 10);
      assert.deepEqual([first, ...rest], views);
      assert.equal(await fixture.store.conversations.view(stranger, conversation.id), undefined);
      assert.equal((await fixture.store.conversations.view(b, conversation.id))?.peer, a);
      assert.deepEqual(await fixture.store.conversations.groupsOf(a, 0, 10), []);
    },
  },
  {
    name: 'hides a closed room, and has it again with all that was said',
    async run(fixture) {
      const ann = await fixture.user('Ann');
      const { conversations, log } = fixture.store;
      const room = await conversations.ensureRoom('Lobby');
      await fixture.say(room.id, ann.id, 'before');
      await conversations.closeRoom('Lobby');
      await conversations.closeRoom('Lobby');
      assert.equal(await conversations.get(room.id), undefined);
      assert.equal(await conversations.view(ann.id, room.id), undefined);
      assert.deepEqual(
        (await conversations.views(ann.id, 0, 10)).map(({ kind }) => kind),
        ['inbox'],
      );
      assert.equal((await fixture.pull(ann.id, { conversation: room.id })).forbidden, true);
      assert.ok(!(await log.heads(ann.id, 0, 10)).some(({ conversation }) => conversation === room.id));
      assert.equal((await conversations.ensureRoom('Lobby')).id, room.id);
      assert.deepEqual(await fixture.seqs(ann.id, room.id), [1]);
    },
  },
  {
    name: 'counts unread up to a hundred, inside membership',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      await fixture.say(conversation.id, a, ...Array.from({ length: 120 }, (_, index) => `${index}`));
      assert.equal((await fixture.store.conversations.view(b, conversation.id))?.unread, 100);
    },
  },
  {
    name: 'blocks in either direction and thereby outdates what was authorised',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const { conversations } = fixture.store;
      const authorised = await fixture.message(conversation.id, a, 'before');
      await conversations.setBlock(b, a, true);
      await conversations.setBlock(b, a, true);
      assert.deepEqual(await fixture.append(authorised), { status: 'stale' });
      assert.deepEqual((await conversations.get(conversation.id))?.blockedBy, [b]);
      assert.deepEqual(
        [await conversations.isBlocked(a, b), await conversations.isBlocked(b, a)],
        [true, true],
      );
      assert.deepEqual(await conversations.blocks(b, 0, 10), [a]);
      assert.deepEqual(await conversations.blocks(a, 0, 10), []);
      await conversations.setBlock(b, a, false);
      assert.deepEqual((await conversations.get(conversation.id))?.blockedBy, []);
    },
  },
  {
    name: 'keeps per reader whether they want alerts',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const { conversations } = fixture.store;
      await conversations.setMuted(a, conversation.id, true);
      assert.equal((await conversations.view(a, conversation.id))?.muted, true);
      assert.equal((await conversations.view(b, conversation.id))?.muted, false);
      await fixture.say(conversation.id, b, 'hey');
      await fixture.store.log.moveCursors([
        { user: a, conversation: conversation.id, read: 1, delivered: 0 },
      ]);
      assert.partialDeepStrictEqual(await conversations.view(a, conversation.id), { muted: true, read: 1 });
    },
  },
];

/**
 * Conversations: members, roles, and the view of each user.
 *
 * @module
 */
import * as blockQueries from '../../features/people/block-queries.ts';
import * as cursorQueries from '../../features/cursors/queries.ts';
import * as groupQueries from '../../features/groups/queries.ts';
import * as memberQueries from '../../features/groups/member-queries.ts';
import * as inviteQueries from '../../features/groups/invite-queries.ts';
import * as logQueries from '../../store/log/conversations.ts';
import * as mineQueries from '../../features/mine/queries.ts';
import * as privacyQueries from '../../features/people/privacy-queries.ts';
import * as viewQueries from '../../features/conversations/queries.ts';
import assert from 'node:assert/strict';
import { bytes, inTurn, MOST_INVITES, TIME } from './case.ts';
import type { StoreCase } from './case.ts';
import { mineChange } from './mine.ts';

export const conversationCases: readonly StoreCase[] = [
  {
    name: 'opens one direct conversation for two users, from either side and at once',
    async run(fixture) {
      const [a = 0, b = 0] = await fixture.users('Romeo', 'Juliet');
      const { store } = fixture;
      const opened = await Promise.all([
        store.run(logQueries.openDirect, a, b),
        store.run(logQueries.openDirect, b, a),
        store.run(logQueries.openDirect, a, b),
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
      const { store } = fixture;
      const [first, second] = [
        await store.run(groupQueries.createGroup, spec),
        await store.run(groupQueries.createGroup, spec),
      ];
      assert.ok(first.status === 'created' && second.status === 'repeated');
      assert.equal(first.conversation.id, second.conversation.id);
      assert.partialDeepStrictEqual(first.conversation, {
        title: 'Verona',
        head: 1,
        memberCount: 2,
        users: [],
      });
      const other = await store.run(groupQueries.createGroup, { ...spec, content: bytes('other') });
      assert.deepEqual(other, { status: 'conflict' });
      const members = await store.run(memberQueries.members, first.conversation.id, 0, 10);
      assert.deepEqual(members, [
        { user: a, role: 'owner', joinedSeq: 1, silenced: false, nickname: '' },
        { user: b, role: 'member', joinedSeq: 1, silenced: false, nickname: '' },
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
      await fixture.change(id, b, { type: 'silence', user: a, silenced: true });
      await fixture.change(id, b, { type: 'title', title: 'Mantua' });
      const record = await fixture.store.run(logQueries.getConversation, id);
      assert.partialDeepStrictEqual(record, { title: 'Mantua', head: 4, version: version + 3 });
      assert.deepEqual(await fixture.store.run(logQueries.membersAmong, id, [a, b, 9999]), [
        { user: a, role: 'admin', joinedSeq: 1, silenced: true },
        { user: b, role: 'owner', joinedSeq: 1, silenced: false },
      ]);
    },
  },
  {
    name: 'passes ownership on with the owner who leaves',
    async run(fixture) {
      const [a = 0, b = 0, c = 0] = await fixture.users('Ann', 'Bob', 'Cat');
      const { id } = await fixture.group(a, b, c);
      const { store } = fixture;
      assert.equal(await store.run(groupQueries.heir, id, a), b);
      await fixture.change(id, a, { type: 'roles', roles: [{ user: c, role: 'admin' }] });
      assert.equal(await store.run(groupQueries.heir, id, a), c);
      await fixture.change(id, a, { type: 'remove-owner', user: a, heir: c });
      const members = await store.run(memberQueries.members, id, 0, 10);
      assert.deepEqual(
        members.map(({ user, role }) => [user, role]),
        [
          [b, 'member'],
          [c, 'owner'],
        ],
      );
      assert.equal((await store.run(logQueries.getConversation, id))?.memberCount, 2);
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
      assert.equal((await fixture.store.run(logQueries.getConversation, id))?.memberCount, 2);
      assert.deepEqual(await fixture.seqs(b, id), [1, 2, 3, 4]);
      assert.deepEqual(await fixture.seqs(c, id), [2, 3]);
    },
  },
  {
    name: 'takes an invite as often as it may be used, and not once more',
    async run(fixture) {
      const [a = 0, b = 0, c = 0] = await fixture.users('Ann', 'Bob', 'Cat');
      const { id } = await fixture.group(a);
      const { store } = fixture;
      const tokenHash = bytes('token');
      const invite = await store.run(
        inviteQueries.createInvite,
        {
          conversation: id,
          createdBy: a,
          createdAt: TIME,
          expiresAt: 0,
          maxUses: 1,
          tokenHash,
        },
        MOST_INVITES,
      );
      assert.ok(typeof invite === 'object');
      assert.deepEqual(await store.run(inviteQueries.inviteByToken, tokenHash), invite);
      const join = async (user: number) =>
        fixture.append(
          await fixture.message(id, user, 'join', {
            effect: { type: 'join', user, invite: invite.id },
          }),
        );
      assert.equal((await join(b)).status, 'appended');
      assert.deepEqual(await join(c), {
        status: 'refused',
        code: 'NOT_FOUND',
        message: 'this invite is no longer valid',
        reason: 'invite-gone',
      });
      const record = await store.run(logQueries.getConversation, id);
      assert.partialDeepStrictEqual(record, { head: 2, memberCount: 2 });
      assert.equal((await store.run(inviteQueries.invite, invite.id))?.uses, 1);
      await store.run(inviteQueries.revokeInvite, invite.id);
      assert.deepEqual(await store.run(inviteQueries.invites, id), []);
    },
  },
  {
    name: 'ends the invites of who loses the role or leaves, and bars who was removed from earlier ones',
    async run(fixture) {
      const [a = 0, b = 0, c = 0, d = 0] = await fixture.users('Ann', 'Bob', 'Cat', 'Dan');
      const { id } = await fixture.group(a, b, c);
      const { store } = fixture;
      const inviteOf = (user: number, name: string) =>
        store.run(
          inviteQueries.createInvite,
          {
            conversation: id,
            createdBy: user,
            createdAt: TIME,
            expiresAt: 0,
            maxUses: 0,
            tokenHash: bytes(name),
          },
          MOST_INVITES,
        );
      const roles = (role: string) => ({ type: 'roles', roles: [{ user: b, role }] });
      assert.equal(await inviteOf(b, 'none'), undefined, 'a member makes none');
      await fixture.change(id, a, roles('admin'));
      await inviteOf(b, 'one');
      await fixture.change(id, a, roles('member'));
      await fixture.change(id, a, roles('admin'));
      await inviteOf(b, 'two');
      await fixture.change(id, a, { type: 'remove', users: [b] });
      assert.deepEqual(await store.run(inviteQueries.invites, id), []);

      const before = await inviteOf(a, 'before');
      await fixture.change(id, a, { type: 'silence', user: c, silenced: true });
      await fixture.change(id, a, { type: 'remove', users: [c] });
      const after = await inviteOf(a, 'after');
      assert.ok(typeof before === 'object' && typeof after === 'object');
      const join = async (user: number, invite: number) => {
        const effect = { type: 'join', user, invite };
        return (await fixture.append(await fixture.message(id, user, `${invite}`, { effect }))).status;
      };
      assert.equal(await store.run(inviteQueries.isBarred, before, c), true);
      assert.equal(await join(c, before.id), 'refused');
      assert.equal(await join(d, before.id), 'appended');
      assert.equal(await join(c, after.id), 'appended', 'a new invite is for everybody');
      const [silenced] = await store.run(logQueries.membersAmong, id, [c]);
      assert.equal(silenced?.silenced, true);
      await fixture.change(id, c, { type: 'remove', users: [c] });
      assert.equal(await store.run(inviteQueries.isBarred, before, c), false, 'who leaves may come back');
    },
  },
  {
    name: 'shows a conversation as each user may see it',
    async run(fixture) {
      const [a = 0, b = 0] = await fixture.users('Ann', 'Bob');
      const { id } = await fixture.group(a, b);
      await fixture.say(id, a, 'two', 'three');
      await fixture.store.run(cursorQueries.moveCursors, [
        { user: b, conversation: id, read: 2, delivered: 3 },
      ]);
      const { store } = fixture;
      const view = await store.run(viewQueries.view, b, id);
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
      assert.equal(
        (await store.run(viewQueries.view, a, id))?.unread,
        0,
        'one’s own messages are not unread',
      );
      await fixture.change(id, a, { type: 'remove', users: [b] });
      await fixture.change(id, a, { type: 'title', title: 'Secret' });
      const after = await store.run(viewQueries.view, b, id);
      assert.partialDeepStrictEqual(after, { title: 'Verona', head: 4, left: true, memberCount: 0 });
      assert.equal(after?.role, undefined);
    },
  },
  {
    name: 'lists a user’s conversations and all rooms in pages by id, and no others',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const [stranger = 0] = await fixture.users('Tybalt');
      const room = await fixture.store.run(logQueries.ensureRoom, 'Lobby');
      assert.equal((await fixture.store.run(logQueries.ensureRoom, 'Lobby')).id, room.id);
      const views = await fixture.store.run(viewQueries.views, a, 0, 10);
      assert.deepEqual(views.map(({ kind }) => kind).toSorted(), ['direct', 'inbox', 'room']);
      const [first] = await fixture.store.run(viewQueries.views, a, 0, 1);
      const rest = await fixture.store.run(viewQueries.views, a, first?.id ?? 0, 10);
      assert.deepEqual([first, ...rest], views);
      assert.equal(await fixture.store.run(viewQueries.view, stranger, conversation.id), undefined);
      assert.equal((await fixture.store.run(viewQueries.view, b, conversation.id))?.peer, a);
      assert.deepEqual(await fixture.store.run(logQueries.groupsOf, a, 0, 10), []);
    },
  },
  {
    name: 'hides a closed room, and has it again with all that was said',
    async run(fixture) {
      const ann = await fixture.user('Ann');
      const { store } = fixture;
      const { log } = store;
      const room = await store.run(logQueries.ensureRoom, 'Lobby');
      await fixture.say(room.id, ann.id, 'before');
      await store.run(logQueries.closeRoom, 'Lobby');
      await store.run(logQueries.closeRoom, 'Lobby');
      assert.equal(await store.run(logQueries.getConversation, room.id), undefined);
      assert.equal(await store.run(viewQueries.view, ann.id, room.id), undefined);
      assert.deepEqual(
        (await store.run(viewQueries.views, ann.id, 0, 10)).map(({ kind }) => kind),
        ['inbox'],
      );
      assert.equal((await fixture.pull(ann.id, { conversation: room.id })).forbidden, true);
      assert.ok(!(await log.heads(ann.id, 0, 10)).some(({ conversation }) => conversation === room.id));
      assert.equal((await store.run(logQueries.ensureRoom, 'Lobby')).id, room.id);
      assert.deepEqual(await fixture.seqs(ann.id, room.id), [1]);
    },
  },
  {
    name: 'blocks in either direction and thereby outdates what was authorised',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const { store } = fixture;
      const authorised = await fixture.message(conversation.id, a, 'before');
      await store.run(blockQueries.setBlock, b, a, true);
      await store.run(blockQueries.setBlock, b, a, true);
      assert.deepEqual(await fixture.append(authorised), { status: 'stale' });
      assert.deepEqual((await store.run(logQueries.getConversation, conversation.id))?.blockedBy, [b]);
      assert.deepEqual(
        [
          await store.run(blockQueries.blockedAmong, a, [b, 99]),
          await store.run(blockQueries.blockedAmong, b, [a, b]),
        ],
        [[b], [a]],
      );
      assert.deepEqual(await store.run(blockQueries.blocks, b, 0, 10), [a]);
      assert.deepEqual(await store.run(blockQueries.blocks, a, 0, 10), []);
      await store.run(blockQueries.setBlock, b, a, false);
      assert.deepEqual((await store.run(logQueries.getConversation, conversation.id))?.blockedBy, []);
    },
  },
  {
    name: 'keeps what users let others do, and outdates what was authorised before',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const { store } = fixture;
      const other = await store.run(logQueries.openDirect, a, (await fixture.user('Tybalt')).id);
      assert.deepEqual(await store.run(privacyQueries.privacyOf, [a, b]), []);
      const settings = {
        user: a,
        add: 'nobody',
        find: 'contacts',
        online: 'contacts',
        write: 'nobody',
      } as const;
      await store.run(privacyQueries.setPrivacy, { ...settings, add: 'everyone' });
      await store.run(privacyQueries.setPrivacy, settings);
      assert.deepEqual(await store.run(privacyQueries.privacyOf, [a, b]), [settings]);
      const authorised = await fixture.message(conversation.id, b, 'before');
      assert.equal(await store.run(privacyQueries.outdateDirects, a, 0, 1), conversation.id);
      assert.deepEqual(await fixture.append(authorised), { status: 'stale' });
      const last = await store.run(privacyQueries.outdateDirects, a, conversation.id, 1);
      assert.equal(last, other.id);
      assert.equal(await store.run(privacyQueries.outdateDirects, a, last, 1), 0);
    },
  },
  {
    name: 'knows contacts: who is in a common group, and to whom one has written lately',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const { store } = fixture;
      const isContact = (user: number, other: number) => store.run(privacyQueries.isContact, user, other);
      assert.deepEqual([await isContact(a, b), await isContact(b, a)], [false, false]);
      await fixture.say(conversation.id, a, 'hello');
      assert.deepEqual([await isContact(a, b), await isContact(b, a)], [true, false]);
      await store.log.append(await inTurn(200, (index) => fixture.message(conversation.id, b, `${index}`)));
      assert.deepEqual([await isContact(a, b), await isContact(b, a)], [false, true]);
      const group = await fixture.group(a, b);
      assert.equal(await isContact(a, b), true);
      await fixture.change(group.id, b, { type: 'remove', users: [b] });
      assert.equal(await isContact(a, b), false);
    },
  },
  {
    name: 'keeps per reader until when they want no alerts',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const { store } = fixture;
      const until = 1_800_000_000_000;
      await store.run(
        mineQueries.setMine,
        mineChange(a, { pin: '1' }, { mutes: [[conversation.id, until]] }),
      );
      assert.equal((await store.run(viewQueries.view, a, conversation.id))?.mutedUntil, until);
      assert.equal((await store.run(viewQueries.view, b, conversation.id))?.mutedUntil, 0);
      await fixture.say(conversation.id, b, 'hey');
      await fixture.store.run(cursorQueries.moveCursors, [
        { user: a, conversation: conversation.id, read: 1, delivered: 0 },
      ]);
      assert.partialDeepStrictEqual(await store.run(viewQueries.view, a, conversation.id), {
        mutedUntil: until,
        read: 1,
      });
    },
  },
];

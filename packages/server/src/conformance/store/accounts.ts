/**
 * Users.
 *
 * @module
 */
import * as logQueries from '../../store/log/conversations.ts';
import * as userQueries from '../../features/accounts/user-queries.ts';
import assert from 'node:assert/strict';
import { TIME } from './case.ts';
import type { StoreCase } from './case.ts';

export const accountCases: readonly StoreCase[] = [
  {
    name: 'makes users with an inbox; the first one is administrator',
    async run(fixture) {
      const ann = await fixture.user('Ann');
      const bob = await fixture.user('Bob');
      assert.deepEqual([ann.admin, bob.admin], [true, false]);
      assert.partialDeepStrictEqual(ann, {
        name: 'Ann',
        displayName: 'Ann Capulet',
        disabled: false,
        createdAt: TIME,
      });
      const inbox = await fixture.store.run(logQueries.getConversation, ann.inbox);
      assert.partialDeepStrictEqual(inbox, { kind: 'inbox', users: [ann.id] });
      assert.notEqual(ann.inbox, bob.inbox);
    },
  },
  {
    name: 'gives a name to one of many who ask at once',
    async run(fixture) {
      const make = () =>
        fixture.store.run(userQueries.createUser, {
          name: 'Ann',
          nameKey: 'ann',
          displayName: '',
          passwordHash: undefined,
          admin: false,
          createdAt: TIME,
        });
      const outcomes = await Promise.all([make(), make(), make(), make()]);
      assert.deepEqual(outcomes.map(({ status }) => status).toSorted(), [
        'created',
        'taken',
        'taken',
        'taken',
      ]);
    },
  },
  {
    name: 'gives a look once, also to one of many who ask at once, and learns the looks of earlier accounts',
    async run(fixture) {
      const { store } = fixture;
      const [ann = 0] = await fixture.users('Ann');
      const looks = await store.run(userQueries.usersWithoutLook, 10);
      assert.deepEqual(looks, [{ id: ann, name: 'Ann' }]);
      await store.run(userQueries.setLooks, [{ id: ann, look: 'ann' }]);
      assert.deepEqual(await store.run(userQueries.usersWithoutLook, 10), []);
      const make = async (name: string, look: string) => {
        const account = { name, nameKey: name, look, displayName: '', passwordHash: undefined };
        const spec = { ...account, admin: false, createdAt: TIME };
        return (await store.run(userQueries.createUser, spec)).status;
      };
      assert.equal(await make('аnn', 'ann'), 'taken');
      const made = await Promise.all(['b0b', 'bob', 'ЬоЬ'].map((name) => make(name, 'bob')));
      assert.deepEqual(made.toSorted(), ['created', 'taken', 'taken']);
    },
  },
  {
    name: 'finds users by id, by name, and by the beginning of a name in pages',
    async run(fixture) {
      const [ann = 0, anna = 0, bob = 0] = await fixture.users('Ann', 'Anna', 'Bob');
      await fixture.users('Änne', '李雷');
      const { store } = fixture;
      assert.deepEqual(
        (await store.run(userQueries.usersByIds, [bob, ann, 9999])).map(({ id }) => id),
        [ann, bob],
      );
      assert.deepEqual(
        (await store.run(userQueries.usersByNameKeys, ['bob', 'nobody'])).map(({ id }) => id),
        [bob],
      );
      assert.deepEqual(await store.run(userQueries.usersByIds, []), []);
      assert.deepEqual(
        (await store.run(userQueries.findUsers, 'ann', '', 10)).map(({ id }) => id),
        [ann, anna],
      );
      assert.deepEqual(
        (await store.run(userQueries.findUsers, 'ann', 'ann', 10)).map(({ id }) => id),
        [anna],
      );
      assert.equal((await store.run(userQueries.findUsers, '', '', 10)).length, 5);
      assert.equal((await store.run(userQueries.findUsers, '李', '', 10)).length, 1);
      assert.equal((await store.run(userQueries.findUsers, 'an%', '', 10)).length, 0);
    },
  },
  {
    name: 'changes what a patch names and leaves the rest',
    async run(fixture) {
      const ann = await fixture.user('Ann');
      const { store } = fixture;
      const changed = await store.run(userQueries.updateUser, ann.id, {
        statusText: 'away',
        passwordHash: 'new',
        disabled: true,
      });
      assert.deepEqual(changed, { ...ann, statusText: 'away', disabled: true });
      assert.equal((await store.run(userQueries.credentials, 'ann'))?.passwordHash, 'new');
      assert.deepEqual(await store.run(userQueries.updateUser, ann.id, {}), changed);
      assert.equal(await store.run(userQueries.updateUser, 9999, { admin: true }), undefined);
      assert.equal(await store.run(userQueries.credentials, 'nobody'), undefined);
    },
  },
];

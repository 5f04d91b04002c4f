/**
 * Cases on identities from elsewhere, and on tokens that are good once.
 *
 * @module
 */
import assert from 'node:assert/strict';
import * as queries from '../../features/accounts/identity-queries.ts';
import type { NewIdentity } from '../../features/accounts/identity-queries.ts';
import * as sessionQueries from '../../features/accounts/session-queries.ts';
import * as usedTokenQueries from '../../features/accounts/used-token-queries.ts';
import { UNUSABLE_PASSWORD } from '../../features/accounts/user-queries.ts';
import type { NewUser } from '../../features/accounts/user-records.ts';
import { bytes, TIME } from './case.ts';
import type { Fixture, StoreCase } from './case.ts';

function identity(key: string, changes: Partial<NewIdentity> = {}): NewIdentity {
  return {
    key,
    issuer: 'https://corp.example',
    subject: `subject ${key}`,
    email: '',
    createdAt: TIME,
    ...changes,
  };
}

function account(name: string): NewUser {
  return {
    name,
    nameKey: name.toLowerCase(),
    displayName: '',
    passwordHash: UNUSABLE_PASSWORD,
    admin: false,
    createdAt: TIME,
  };
}

async function made({ store }: Fixture, name: string, given: NewIdentity): Promise<number> {
  const outcome = await store.run(queries.createUserFor, account(name), given);
  assert.equal(outcome.status, 'created');
  return outcome.user.id;
}

async function logIn(
  { store }: Fixture,
  user: number,
  device: string,
  way: string,
  sid = '',
): Promise<number> {
  const session = {
    user,
    deviceId: device,
    deviceClass: 'web',
    label: '',
    createdAt: TIME,
    expiresAt: TIME + 1000,
    tokenHash: bytes(`${user} ${device}`),
    way,
    sid,
  } as const;
  return (await store.run(sessionQueries.createSession, session)).id;
}

export const identityCases: readonly StoreCase[] = [
  {
    name: 'makes one account for an identity, however many come at once',
    async run(fixture) {
      const { store } = fixture;
      const given = identity('k');
      // What is overtaken is tried again by the store.
      const names = ['Ann', 'Ann2', 'Ann3', 'Ann4'];
      const outcomes = await Promise.all(
        names.map((name) => store.run(queries.createUserFor, account(name), given)),
      );
      assert.deepEqual(outcomes.map(({ status }) => status).toSorted(), [
        'created',
        'known',
        'known',
        'known',
      ]);
      const user = await store.run(queries.userOfIdentity, 'k');
      const [record, ...others] = await store.run(queries.identitiesOf, user?.id ?? 0);
      assert.deepEqual(record, { ...given, user: user?.id });
      assert.deepEqual(others, []);
      assert.equal(
        (await store.run(queries.createUserFor, account(user?.name ?? ''), identity('l'))).status,
        'taken',
      );
      assert.equal(await store.run(queries.userOfIdentity, 'l'), undefined);
    },
  },
  {
    name: 'tells subjects apart by each character',
    async run(fixture) {
      const { store } = fixture;
      const lower = await made(fixture, 'Ann', identity('key', { subject: 'straße 😀' }));
      const upper = await made(fixture, 'Bob', identity('KEY', { subject: 'STRASSE 😀' }));
      assert.equal((await store.run(queries.userOfIdentity, 'key'))?.id, lower);
      assert.equal((await store.run(queries.userOfIdentity, 'KEY'))?.id, upper);
      assert.equal(await store.run(queries.userOfIdentity, 'key '), undefined);
      const [record] = await store.run(queries.identitiesOf, lower);
      assert.equal(record?.subject, 'straße 😀');
    },
  },
  {
    name: 'links an identity to an account once, and the first one alone where that is wanted',
    async run(fixture) {
      const { store } = fixture;
      const [ann = 0, bob = 0] = await fixture.users('Ann', 'Bob');
      const first = { isFirst: true };
      await Promise.all(['a', 'b'].map((key) => store.run(queries.linkIdentity, ann, identity(key), first)));
      const [linked, ...others] = await store.run(queries.identitiesOf, ann);
      assert.deepEqual(others, []);
      const key = linked?.key ?? '';
      await store.run(queries.linkIdentity, bob, identity(key), { isFirst: false });
      assert.equal((await store.run(queries.userOfIdentity, key))?.id, ann, 'it stays whose it was');
      await store.run(queries.linkIdentity, ann, identity('c'), { isFirst: false });
      assert.equal((await store.run(queries.identitiesOf, ann)).length, 2);
      await store.run(queries.forgetIdentities, ann);
      assert.equal(await store.run(queries.userOfIdentity, key), undefined);
    },
  },
  {
    name: 'finds the accounts of an address, and whose a name is',
    async run(fixture) {
      const { store } = fixture;
      const email = 'ann@example.com';
      const user = await made(fixture, 'Ann', identity('a', { email }));
      await store.run(queries.linkIdentity, user, identity('b', { email }), { isFirst: false });
      assert.deepEqual(await store.run(queries.usersByIdentityEmail, email), [user]);
      const other = await made(fixture, 'Bob', identity('c'));
      await store.run(queries.setIdentityEmail, 'c', email);
      const both = await store.run(queries.usersByIdentityEmail, email);
      assert.deepEqual(new Set(both), new Set([user, other]));
      const holder = await store.run(queries.nameHolder, 'ann');
      assert.deepEqual(holder, { user, erased: false, isUnclaimed: false, hasPassword: false });
      await store.run(queries.forgetIdentities, user);
      assert.equal((await store.run(queries.nameHolder, 'ann'))?.isUnclaimed, true);
      const { id: own } = await fixture.user('Carl');
      const withPassword = { user: own, erased: false, isUnclaimed: false, hasPassword: true };
      assert.deepEqual(await store.run(queries.nameHolder, 'carl'), withPassword);
      assert.equal(await store.run(queries.nameHolder, 'nobody'), undefined);
    },
  },
  {
    name: 'knows the sessions of a way, page by page, and ends them',
    async run(fixture) {
      const { store } = fixture;
      const issuer = 'ldap:corp';
      const users: number[] = [];
      for (const name of ['Ann', 'Bob', 'Carl'])
        users.push(await made(fixture, name, identity(name, { issuer })));
      const [ann = 0, bob = 0, carl = 0] = users;
      await store.run(queries.linkIdentity, ann, identity('elsewhere'), { isFirst: false });
      const phone = await logIn(fixture, ann, 'phone', 'corp', 's1');
      const laptop = await logIn(fixture, ann, 'laptop', 'corp', 's2');
      const own = await logIn(fixture, ann, 'tablet', '');
      await logIn(fixture, bob, 'phone', 'other', 's1');
      await logIn(fixture, carl, 'phone', 'corp');
      const page = { way: 'corp', issuer, limit: 1 };
      const first = await store.run(queries.peopleOfWay, { ...page, after: 0 });
      assert.deepEqual(first, [{ user: ann, subjects: ['subject Ann'] }]);
      const second = await store.run(queries.peopleOfWay, { ...page, after: ann });
      assert.deepEqual(second, [{ user: carl, subjects: ['subject Carl'] }]);
      assert.deepEqual(await store.run(queries.peopleOfWay, { ...page, after: carl }), []);
      assert.deepEqual(await store.run(sessionQueries.usersOfSid, 'corp', 's1'), [ann]);
      assert.deepEqual(await store.run(sessionQueries.usersOfSid, 'corp', 'S1'), []);
      assert.deepEqual(
        await store.run(sessionQueries.usersOfSid, 'corp', ''),
        [],
        'who has none shares none',
      );
      assert.equal(await store.run(sessionQueries.keySessions, 10), false);
      const end = (sid: string | undefined) =>
        store.run(sessionQueries.revokeSessionsOfWay, ann, { way: 'corp', sid });
      assert.deepEqual(await end('s1'), [phone]);
      assert.deepEqual(await end(undefined), [laptop]);
      const left = await store.run(sessionQueries.sessionsOf, ann);
      assert.deepEqual(
        left.map(({ id }) => id),
        [own],
      );
    },
  },
  {
    name: 'lets a token be used once, however many try at once, until it counts no more',
    async run(fixture) {
      const { store } = fixture;
      const use = () => store.run(usedTokenQueries.useOnce, 'a token', TIME + 1000);
      const uses = await Promise.all([use(), use(), use(), use()]);
      assert.equal(uses.filter(Boolean).length, 1);
      assert.equal(await store.run(usedTokenQueries.useOnce, 'A TOKEN', TIME + 1000), true);
      await store.run(usedTokenQueries.forgetUsed, TIME + 999);
      assert.equal(await use(), false);
      await store.run(usedTokenQueries.forgetUsed, TIME + 1000);
      assert.equal(await use(), true);
    },
  },
];

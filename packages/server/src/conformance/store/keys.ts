/**
 * Server keys, and accounts that other systems bring.
 *
 * @module
 */
import * as erasureQueries from '../../features/accounts/erasure-queries.ts';
import * as importQueries from '../../features/accounts/import-queries.ts';
import * as userQueries from '../../features/accounts/user-queries.ts';
import * as auditQueries from '../../features/audit/queries.ts';
import * as keyQueries from '../../features/keys/key-queries.ts';
import assert from 'node:assert/strict';
import { TIME } from './case.ts';
import type { StoreCase } from './case.ts';

const ORIGIN = { event: 'createKey', time: TIME, actor: 3, session: 4, address: '::1' };
const BY_KEY = { ...ORIGIN, actor: 0, session: 0, key: 8 };

function key(name: string) {
  return { name, scopes: 'users read', createdBy: 3, createdAt: TIME, expiresAt: 0, requestsPerSecond: 100 };
}

function secret(byte: number) {
  return new Uint8Array(32).fill(byte);
}

function account(name: string, externalId = '', link = false): importQueries.ImportedUser {
  const made = { name, nameKey: name, displayName: '', passwordHash: '!', admin: false, createdAt: TIME };
  return { account: made, avatarUrl: '', externalId, link };
}

export const keyCases: readonly StoreCase[] = [
  {
    name: 'finds a key by each of its secrets, until it is revoked',
    async run({ store }) {
      const make = (name: string, byte: number, most = 2) =>
        store.run(keyQueries.createKey, key(name), { hash: secret(byte), most }, ORIGIN);
      const made = await make('shop', 1);
      assert.ok(made.status === 'made');
      const { id } = made;
      assert.equal((await make('shop', 2)).status, 'taken');
      assert.equal((await make('Shop', 2, 1)).status, 'full');
      assert.equal((await make('Shop', 2)).status, 'made');
      const untilOf = async (byte: number): Promise<number | undefined> =>
        (await store.run(keyQueries.keyBySecret, secret(byte)))?.until;
      const found = await store.run(keyQueries.keyBySecret, secret(1));
      assert.deepEqual(found, { key: { ...key('shop'), id, lastUsedAt: 0 }, until: 0 });
      const rotate = (byte: number, until: number) =>
        store.run(keyQueries.rotateKey, id, { hash: secret(byte), until }, ORIGIN);
      assert.equal(await rotate(3, TIME + 10), true);
      assert.deepEqual(await Promise.all([1, 3].map(untilOf)), [TIME + 10, 0]);
      assert.equal(await rotate(4, TIME + 20), true);
      assert.deepEqual(await Promise.all([1, 3, 4].map(untilOf)), [undefined, TIME + 20, 0]);
      assert.equal(await rotate(5, TIME), true);
      assert.deepEqual(await Promise.all([3, 4, 5].map(untilOf)), [undefined, undefined, 0]);
      await store.run(keyQueries.touchKey, id, TIME + 5);
      await store.run(keyQueries.touchKey, id, TIME + 4);
      const [listed, other] = await store.run(keyQueries.serverKeys, 0);
      assert.deepEqual([listed?.lastUsedAt, other?.name], [TIME + 5, 'Shop']);
      assert.deepEqual(await store.run(keyQueries.serverKeys, id), [listed]);
      assert.equal((await store.run(keyQueries.keysMadeBy, 3)).length, 2);
      assert.equal(await store.run(keyQueries.revokeKey, id, ORIGIN), true);
      assert.equal(await store.run(keyQueries.revokeKey, id, ORIGIN), false);
      assert.equal(await rotate(6, TIME), false);
      assert.deepEqual(await Promise.all([5, 6, 2].map(untilOf)), [undefined, undefined, 0]);
    },
  },
  {
    name: 'imports an account once, by its external id or its name',
    async run({ store }) {
      const run = (imported: importQueries.ImportedUser) =>
        store.run(importQueries.importUser, imported, BY_KEY);
      const made = await run(account('romeo', '17'));
      assert.ok(made.status === 'made');
      const { id } = made.user;
      assert.equal((await run(account('other', '17'))).status, 'there');
      assert.equal((await run(account('romeo'))).status, 'there');
      assert.equal((await run(account('romeo', '18', true))).status, 'taken');
      assert.equal((await run(account('juliet'))).status, 'made');
      assert.equal((await run(account('juliet', '18'))).status, 'taken');
      assert.equal((await run(account('juliet', '18', true))).status, 'linked');
      assert.equal((await store.run(importQueries.userByExternalId, '17'))?.id, id);
      assert.equal(await store.run(importQueries.userByExternalId, '170'), undefined);
      assert.equal(await store.run(importQueries.externalIdOf, id), '17');
      const both = await Promise.all([run(account('benvolio', '19')), run(account('benvolio', '19'))]);
      assert.deepEqual(both.map(({ status }) => status).toSorted(), ['made', 'there']);
      await store.run(importQueries.forgetExternalId, id);
      assert.equal(await store.run(importQueries.externalIdOf, id), undefined);
      const { records } = await store.run(auditQueries.auditRecords, { ...auditQueries.ANY, key: 8 }, 10);
      assert.equal(records.length, 4);
      const none = await store.run(auditQueries.auditRecords, { ...auditQueries.ANY, key: 9 }, 10);
      assert.equal(none.records.length, 0);
    },
  },
  {
    name: 'a key changes no administrator',
    async run({ store }) {
      const outcomes = await Promise.all(
        ['ann', 'bob'].map((name) =>
          store.run(userQueries.createUser, { ...account(name).account, admin: true }),
        ),
      );
      const [ann] = outcomes;
      assert.ok(ann?.status === 'created');
      const user = ann.user.id;
      const disabled = await store.run(userQueries.changeStanding, user, { disabled: true }, BY_KEY);
      assert.equal(disabled.status, 'administrator');
      const erasure = { user, requestedBy: 0, requestedAt: TIME, words: false };
      const erased = await store.run(erasureQueries.beginErasure, erasure, BY_KEY);
      assert.equal(erased.status, 'administrator');
      assert.equal((await store.run(erasureQueries.beginErasure, erasure, ORIGIN)).status, 'begun');
    },
  },
];

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ANY, auditRecords } from '../../src/features/audit/queries.ts';
import { keepBootstrap } from '../../src/features/accounts/bootstrap-queries.ts';
import { credentials, usersByNameKeys } from '../../src/features/accounts/user-queries.ts';
import { addFactor, factorsOf, makeOffer } from '../../src/features/second-factors/factor-queries.ts';
import { folderOf, openStore, run } from './support/operate.ts';

const PASSWORD = { POSTHORN_PASSWORD: 'correct horse battery' };

describe('posthorn admin', () => {
  it('makes an account, or one that is there an administrator, whom the audit and no secret knows', async (t) => {
    const data = await folderOf(t);
    const before = await openStore(data);
    await before.run(keepBootstrap, 'a hash');
    await before.close();
    const made = await run(['admin', 'Ann', '--data', data, '--json'], undefined, false, PASSWORD);
    assert.deepEqual(JSON.parse(made.stdout), { event: 'admin', user: 1, name: 'Ann', new: true });
    const again = await run(['admin', 'ann', '--data', data]);
    assert.deepEqual([again.code, again.stdout], [0, 'Ann is an administrator.\n']);
    const store = await openStore(data);
    t.after(() => store.close());
    assert.equal((await store.run(usersByNameKeys, ['ann']))[0]?.admin, true);
    assert.match((await store.run(credentials, 'ann'))?.passwordHash ?? '', /^\$argon2id/);
    assert.equal(await store.run(keepBootstrap, 'another hash'), 'unneeded');
    const { records } = await store.run(auditRecords, ANY, 10);
    assert.deepEqual(
      records.map(({ event, user, details }) => [event, user, details]),
      [
        ['posthorn admin', 1, { admin: true, disabled: false }],
        ['posthorn admin', 1, { administrator: true }],
      ],
    );
  });

  it('removes second factors that were lost', async (t) => {
    const data = await folderOf(t);
    await (await openStore(data)).close();
    await run(['admin', 'ann', '--data', data], undefined, false, PASSWORD);
    const before = await openStore(data);
    const offer = {
      key: 'key',
      user: 1,
      kind: 'totp',
      secret: new Uint8Array(20),
      origin: '',
      endsAt: 2,
    } as const;
    await before.run(makeOffer, offer, 1);
    const factor = { user: 1, kind: 'totp', name: 'Phone', secret: new Uint8Array(20), counter: 1 } as const;
    const rest = { credential: '', domain: '', transports: '', createdAt: 1 };
    const origin = { event: 'test', time: 1, actor: 1, session: 0, address: '' };
    await before.run(addFactor, { ...factor, ...rest }, { key: 'key', most: 1, recovery: ['a'] }, origin);
    await before.close();
    const { stdout, stderr } = await run(['admin', 'ann', '--data', data, '--reset-factors']);
    assert.equal(stderr, '');
    assert.equal(stdout, 'ann is an administrator, without a second factor.\n');
    const store = await openStore(data);
    t.after(() => store.close());
    assert.deepEqual(await store.run(factorsOf, 1), []);
    const { records } = await store.run(auditRecords, ANY, 1);
    assert.deepEqual(records[0]?.event, 'posthorn admin --reset-factors');
  });

  it('says what is missing, and changes nothing', async (t) => {
    const data = await folderOf(t);
    const none = await run(['admin', 'ann', '--data', data], undefined, false, PASSWORD);
    assert.deepEqual([none.code, /There is no database in/.test(none.stderr)], [6, true]);
    const store = await openStore(data);
    const locked = await run(['admin', 'ann', '--data', data], undefined, false, PASSWORD);
    assert.deepEqual([locked.code, /stop it/.test(locked.stderr)], [6, true]);
    await store.close();
    const expected: readonly (readonly [args: readonly string[], env: object, message: RegExp])[] = [
      [['admin', 'ann', '--data', data], {}, /set POSTHORN_PASSWORD/],
      [['admin', 'ann', '--data', data], { POSTHORN_PASSWORD: 'short' }, /at least 8/],
      [['admin', 'a b', '--data', data], PASSWORD, /Nothing was changed/],
      [['admin', '--data', data], PASSWORD, /Give one NAME/],
      [['admin', 'ann', 'bob', '--data', data], PASSWORD, /Give one NAME/],
    ];
    for (const [args, env, message] of expected) {
      const { code, stderr } = await run(args, undefined, false, { ...env });
      assert.equal(code, 2, stderr);
      assert.match(stderr, message);
    }
  });

  it('works where the configuration says, not in the directory beside it', async (t) => {
    const data = await folderOf(t);
    await (await openStore(data)).close();
    await writeFile(join(data, 'posthorn.json'), '{ "store": "memory" }');
    const { code, stderr } = await run(['admin', 'ann', '--data', data], undefined, false, PASSWORD);
    assert.deepEqual([code, /store in memory/.test(stderr)], [6, true]);
  });
});

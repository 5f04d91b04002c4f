/** Sessions that were made by programs which did not know `sid_key`. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { it } from 'node:test';
import { openSqliteStore } from '../../src/compose/stores.ts';
import * as sessionQueries from '../../src/features/accounts/session-queries.ts';
import { silentLogger } from '../../src/logger.ts';
import type { Store } from '../../src/store/store.ts';
import { systemRandom } from '../../src/system.ts';

it('Sessions of older programs get their keys, some at a time', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'posthorn-older-'));
  t.after(() => rm(directory, { recursive: true, force: true }));
  const open = (): Promise<Store> =>
    openSqliteStore({ directory, random: systemRandom, logger: silentLogger });
  const before = await open();
  for (const [user, sid] of [
    [1, 's1'],
    [2, 's2'],
    [3, 's1'],
    [4, ''],
    [5, ''],
  ] as const) {
    await before.run(sessionQueries.createSession, {
      user,
      deviceId: 'phone',
      deviceClass: 'mobile',
      label: '',
      createdAt: 0,
      expiresAt: 1000,
      tokenHash: Buffer.alloc(32, user),
      way: 'corp',
      sid,
    });
  }
  await before.close();
  const database = new DatabaseSync(join(directory, 'posthorn.db'));
  database.exec('UPDATE sessions SET sid_key = NULL WHERE "user" <> 3');
  database.close();

  const store = await open();
  t.after(() => store.close());
  const usersOf = async (sid: string): Promise<readonly number[]> =>
    (await store.run(sessionQueries.usersOfSid, 'corp', sid)).toSorted((a, b) => a - b);
  assert.deepEqual(await usersOf('s1'), [3]);
  let rounds = 1;
  while (await store.run(sessionQueries.keySessions, 2)) rounds++;
  assert.equal(rounds, 3);
  assert.deepEqual(await usersOf('s1'), [1, 3]);
  assert.deepEqual(await usersOf('s2'), [2]);
});

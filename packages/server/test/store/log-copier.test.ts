/** The log is copied into the database beside a connection that commits, and then begins anew. */
import { LOG_TABLES } from '../../src/store/log/tables.ts';
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import type { TestContext } from 'node:test';
import { getMeta, setMeta } from '../../src/store/sql/meta.ts';
import { Database } from '../../src/store/sqlite/database.ts';
import { finishCopy, LogCopier } from '../../src/store/sqlite/log-copier.ts';

async function stage(t: TestContext) {
  const directory = await mkdtemp(join(tmpdir(), 'posthorn-copier-'));
  const data = { path: join(directory, 'posthorn.db'), isReader: false, synchronous: 'FULL' } as const;
  const database = new Database({ ...data, tables: LOG_TABLES });
  const copier = new LogCopier({ ...data, isReader: true, modules: [] });
  t.after(async () => {
    copier.close();
    database.close();
    await rm(directory, { recursive: true });
  });
  return {
    database,
    copier,
    commit: (value: string) => database.group(() => database.run(setMeta('epoch', value))),
  };
}

it('copies once there is enough, and the log begins anew', async (t) => {
  const { database, copier, commit } = await stage(t);
  const before = database.pagesToCopy();
  commit('one');
  const pages = database.pagesToCopy();
  assert.ok(pages > before);
  assert.equal(copier.copy(pages + 1), false);
  assert.equal(database.pagesToCopy(), pages);
  assert.equal(copier.copy(pages), true);
  assert.equal(database.pagesToCopy(), 0);
  commit('two');
  assert.ok(database.pagesToCopy() < pages, 'what is copied is not there any more');
});

it('copies in the middle of a transaction, what was committed before', async (t) => {
  const { database, copier, commit } = await stage(t);
  commit('before');
  database.group(() => {
    database.run(setMeta('epoch', 'meanwhile'));
    assert.equal(copier.copy(1), true);
  });
  assert.ok(database.pagesToCopy() > 0);
  finishCopy(database);
  assert.equal(database.pagesToCopy(), 0);
  assert.equal(
    database.group(() => database.run(getMeta('epoch'))),
    'meanwhile',
  );
});

it('may be used again after it was closed', async (t) => {
  const { database, copier, commit } = await stage(t);
  commit('one');
  copier.copy(1);
  copier.close();
  commit('two');
  assert.equal(copier.copy(1), true);
  assert.equal(database.pagesToCopy(), 0);
});

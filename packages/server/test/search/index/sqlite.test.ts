/** The index on SQLite and in memory. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { silentLogger } from '@posthorn/server';
import { searchConformance } from '../../../src/conformance/search.ts';
import { said, whole, words, allHits } from '../../../src/conformance/search/case.ts';
import type { OpenIndex } from '../../../src/conformance/search/case.ts';
import { createMemoryIndex } from '../../../src/features/search/index/memory.ts';
import { openSqliteIndex } from '../../../src/features/search/index/sqlite.ts';

const NOT_DURABLE = 'the backend is not durable';

async function open(
  more: { readonly restMs?: number } = {},
): Promise<OpenIndex & { readonly directory: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'posthorn-search-'));
  const options = { directory, logger: silentLogger, erasedMs: 10, ...more };
  let index = await openSqliteIndex(options);
  return {
    directory,
    index,
    async reopen() {
      await index.close();
      return (index = await openSqliteIndex(options));
    },
    crash: () => index.kill(),
    async bytes() {
      const wal = join(directory, 'search.db-wal');
      while ((await stat(wal)).size > 0) await pause(5);
      const names = await readdir(directory);
      return Buffer.concat(await Promise.all(names.map((name) => readFile(join(directory, name)))));
    },
    async dispose() {
      await index.close();
      await rm(directory, { recursive: true });
    },
  };
}

searchConformance({ describe, it }, { name: 'on SQLite', open: () => open() });

searchConformance(
  { describe, it },
  {
    name: 'in memory',
    lacks: { crash: NOT_DURABLE, reopen: NOT_DURABLE, bytes: NOT_DURABLE },
    async open() {
      const index = createMemoryIndex();
      const none = (): never => assert.fail();
      return { index, reopen: none, crash: none, bytes: none, dispose: () => index.close() };
    },
  },
);

describe('the file of the index', () => {
  it('is for its owner alone', async () => {
    const { directory, index, dispose } = await open();
    await index.write({ put: [said(1, 1, 'tea')] });
    for (const name of await readdir(directory)) {
      assert.equal((await stat(join(directory, name))).mode & 0o777, 0o600, name);
    }
    await dispose();
  });

  it('is made anew when it is damaged', async () => {
    const { directory, index, reopen, dispose } = await open();
    await index.clear(3);
    await index.close();
    await writeFile(join(directory, 'search.db'), 'no database'.repeat(500));
    const again = await reopen();
    assert.equal((await again.state()).analyser, 0);
    await again.write({ put: [said(1, 1, 'tea')] });
    assert.deepEqual(await allHits(again, words('tea'), whole(1)), ['1/1']);
    await dispose();
  });

  it('is missed when somebody removes it, and made anew by clear()', async () => {
    const { directory, index, dispose } = await open();
    await index.write({ put: [said(1, 1, 'tea')] });
    await unlink(join(directory, 'search.db'));
    await assert.rejects(index.state(), { code: 'corrupt' });
    await index.clear(1);
    assert.equal((await index.state()).analyser, 1);
    await index.write({ put: [said(1, 2, 'tea')] });
    assert.deepEqual(await allHits(index, words('tea'), whole(1)), ['1/2']);
    await dispose();
  });
});

it('threads end when they have nothing to do, and start again', async () => {
  const { index, dispose } = await open({ restMs: 0 });
  for (let round = 0; round < 6; round++) {
    await index.write({ put: [said(1, 1, 'tea'), said(1, 2, 'tea')], erase: [{ conversation: 1, seq: 1 }] });
    assert.deepEqual(await allHits(index, words('tea'), whole(1)), ['1/2', '1/1']);
    await pause(round % 4);
  }
  await dispose();
});

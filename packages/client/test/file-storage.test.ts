import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { fileStorage } from '../src/node/file-storage.ts';

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'posthorn-storage-'));
  t.after(() => rm(path, { recursive: true, force: true }));
  return path;
}

describe('storage in files', () => {
  it('has everything again, the last value of each key', async (t) => {
    const path = await folder(t);
    const first = await fileStorage(path);
    await first.put([
      ['a', 1],
      ['b', { deep: [1, 2] }],
    ]);
    await Promise.all([first.put([['a', 2]]), first.put([['c', 'x']]), first.put([['c', undefined]])]);
    await first.close();
    const second = await fileStorage(path);
    assert.deepEqual(
      [...(await second.load())],
      [
        ['a', 2],
        ['b', { deep: [1, 2] }],
      ],
    );
    await second.close();
  });

  it('ignores a line that a crash cut off', async (t) => {
    const path = await folder(t);
    const first = await fileStorage(path);
    await first.put([['a', 1]]);
    await first.close();
    await appendFile(join(path, 'device.jsonl'), '["b",{"ha');
    const second = await fileStorage(path);
    assert.deepEqual([...(await second.load())], [['a', 1]]);
    await second.put([['c', 3]]);
    await second.close();
    const third = await fileStorage(path);
    assert.deepEqual([...(await third.load()).keys()], ['a', 'c']);
    await third.close();
  });

  it('stays small however often a key is written', async (t) => {
    const path = await folder(t);
    const storage = await fileStorage(path);
    for (let round = 0; round < 30; round++) {
      await storage.put(Array.from({ length: 1000 }, (_, index) => ['key', index] as const));
    }
    await storage.close();
    const lines = (await readFile(join(path, 'device.jsonl'), 'utf8')).split('\n').length;
    assert.ok(lines < 12_000, `${lines} lines`);
  });

  it('lets one process in at a time, and is not held up by one that is gone', async (t) => {
    const path = await folder(t);
    const first = await fileStorage(path);
    await assert.rejects(fileStorage(path), { code: 'CONFLICT', message: /in use by process \d+/ });
    await first.close();
    // No process has this number.
    await writeFile(join(path, 'lock'), '4194999\n');
    const second = await fileStorage(path);
    await second.close();
  });
});

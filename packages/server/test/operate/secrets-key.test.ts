import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readSealingKeys } from '../../src/sealing/key-file.ts';
import { answerOf, folderOf, run } from './support/operate.ts';

describe('posthorn secrets-key', () => {
  it('prints a line for the file of keys, another one each time', async (t) => {
    const [one, two] = [await run(['secrets-key']), await run(['secrets-key', '--id', 'two'])];
    assert.deepEqual([one.code, one.stderr, two.code], [0, '', 0]);
    const file = join(await folderOf(t), 'keys');
    await writeFile(file, one.stdout + two.stdout);
    const { current, all } = readSealingKeys(file);
    assert.match(current?.id ?? '', /^\d{4}-\d\d-\d\d$/);
    assert.equal(all[1]?.id, 'two');
    assert.notDeepEqual(all[1]?.bytes, current?.bytes);
    const { line, ...rest } = await answerOf(['secrets-key', '--id', 'three']);
    assert.deepEqual(rest, { event: 'secrets-key', id: 'three' });
    assert.match(String(line), /^three:/);
  });

  it('refuses what cannot name a key', async () => {
    for (const id of ['plain', 'a b', 'a:b', '-', 'a'.repeat(33)]) {
      const { code, stderr } = await run(['secrets-key', `--id=${id}`]);
      assert.equal(code, 2, id);
      assert.match(stderr, /cannot name a key/);
    }
  });
});

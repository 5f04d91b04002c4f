/** What was erased is in no file of SQLite's any more, a moment later. */
import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { openSqliteStore } from '../../src/compose/stores.ts';
import { silentLogger } from '../../src/logger.ts';
import { openDirect } from '../../src/store/log/conversations.ts';
import { expire } from '../../src/store/log/expire.ts';
import type { Store } from '../../src/store/store.ts';
import { systemRandom } from '../../src/system.ts';

const SECRET = 'the-words-that-must-go';
const MESSAGES = 300;

const PARTS = { random: systemRandom, logger: silentLogger };

interface Stage {
  readonly store: Store;
  readonly directory: string;
  readonly conversation: number;
  readonly say: (time: number, words: string) => Promise<void>;
}

async function open(t: TestContext, { erasedMs = 0 } = {}): Promise<Stage> {
  const directory = await mkdtemp(join(tmpdir(), 'posthorn-erased-'));
  const store = await openSqliteStore({ ...PARTS, directory, erasedMs });
  t.after(async () => {
    await store.close();
    await rm(directory, { recursive: true });
  });
  const { id: conversation, version } = await store.run(openDirect, 1, 2);
  let count = 0;
  const say = async (time: number, words: string): Promise<void> => {
    // Of all lengths, over several pages too.
    const batch = Array.from({ length: 20 }, () => {
      const content = Buffer.from(`${words} ${(count += 1)} `.repeat(1 + (count % 17) * 30));
      return { conversation, version, sender: 1, clientId: `id ${count}`, time, content };
    });
    await store.log.append(batch);
  };
  for (let done = 0; done < MESSAGES; done += 20) await say(1000, SECRET);
  return { store, directory, conversation, say };
}

/** Files that have the words. */
async function filesWith(directory: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of await readdir(directory)) {
    if ((await readFile(join(directory, name))).includes(SECRET)) found.push(name);
  }
  return found;
}

async function untilGone(directory: string): Promise<void> {
  while ((await filesWith(directory)).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('words that were erased', () => {
  it('are in no file any more, while others go on writing', async (t) => {
    const { store, directory, conversation, say } = await open(t);
    assert.ok((await filesWith(directory)).length > 0);
    let isGone = false;
    const writing = (async () => {
      while (!isGone) await say(2000, 'other words');
    })();
    assert.equal(await store.run(expire, conversation, 2000, 1000), MESSAGES);
    await untilGone(directory);
    isGone = true;
    await writing;
  });

  it('go as soon as nobody reads from the log any more', async (t) => {
    const { store, directory, conversation, say } = await open(t);
    const reader = new DatabaseSync(join(directory, 'posthorn.db'), { readOnly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM messages').get();
    await store.run(expire, conversation, 2000, 1000);
    for (let round = 0; round < 20; round++) await say(2000, 'other words');
    assert.ok((await filesWith(directory)).length > 0);
    reader.close();
    await untilGone(directory);
  });

  it('go at the next start, when the process was killed before', async (t) => {
    const { store, directory, conversation } = await open(t, { erasedMs: 3_600_000 });
    await store.run(expire, conversation, 2000, 1000);
    const left = await mkdtemp(join(tmpdir(), 'posthorn-erased-'));
    for (const name of ['posthorn.db', 'posthorn.db-wal', 'generation']) {
      await copyFile(join(directory, name), join(left, name));
    }
    assert.ok((await filesWith(left)).length > 0);
    const next = await openSqliteStore({ ...PARTS, directory: left });
    t.after(async () => {
      await next.close();
      await rm(left, { recursive: true });
    });
    await untilGone(left);
  });
});

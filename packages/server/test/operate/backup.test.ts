import assert from 'node:assert/strict';
import { totals } from '../../src/features/admin/queries.ts';
import * as logQueries from '../../src/store/log/conversations.ts';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { Append } from '../../src/store/log/log.ts';
import { closeDirectory } from '../../src/store/sqlite/directory.ts';
import { StoreError } from '../../src/store/store.ts';
import { answerOf, folderOf, openStore, run } from './support/operate.ts';

describe('posthorn backup', () => {
  it('makes one file for its owner alone, named by the moment in a directory', async (t) => {
    const [data, folder] = [await dataOf(t), await folderOf(t)];
    const { file } = await answerOf(['backup', '--data', data, '--to', `${folder}/`]);
    assert.match(String(file), /posthorn-\d{8}T\d{6}Z\.db$/);
    assert.equal((await stat(String(file))).mode & 0o077, 0);
    const name = String(file).slice(folder.length + 1);
    assert.deepEqual((await readdir(folder)).toSorted(), [name, `${name}.sha256`]);
  });

  it('copies one moment of a store that is being written', async (t) => {
    const [data, folder] = [await dataOf(t), await folderOf(t)];
    const store = await openStore(data);
    t.after(() => store.close());
    const room = await store.run(logQueries.ensureRoom, 'Lobby');
    const message = (text: string): Append => ({
      conversation: room.id,
      version: room.version,
      sender: 1,
      clientId: text,
      time: 1,
      content: new TextEncoder().encode(text),
    });
    const say = (text: string): Promise<unknown> => store.log.append([message(text)]);
    await store.log.forbid([message('never')]);
    for (let count = 0; count < 50; count++) await say(`before ${count}`);
    let isOver = false;
    const backup = answerOf(['backup', '--data', data, '--to', join(folder, 'copy')]).finally(() => {
      isOver = true;
    });
    let during = 0;
    while (!isOver) await say(`during ${during++}`);
    const { messages } = await backup;
    assert.ok(Number(messages) >= 50 && Number(messages) <= 50 + during);

    await answerOf(['restore', '--from', join(folder, 'copy'), '--data', join(folder, 'new')]);
    const copy = await openStore(join(folder, 'new'));
    t.after(() => copy.close());
    assert.notEqual(copy.epoch, store.epoch, 'promise 12');
    const stats = await copy.run(totals);
    assert.equal(stats.messages, messages);
  });

  it('says what stands in its way, and leaves nothing half', async (t) => {
    const [data, folder] = [await dataOf(t), await folderOf(t)];
    const target = join(folder, 'there');
    await writeFile(target, '');
    await refuses(['backup', '--data', data, '--to', target], 6, /exists already/);
    await refuses(['backup', '--data', folder, '--to', join(folder, 'x')], 6, /There is no database/);
    await refuses(['backup', '--data', data, '--to', join(folder, 'no', 'x')], 6, /make it first/);
    await refuses(['backup', '--data', data], 2, /needs --to FILE\|DIR/);
    await refuses(['backup', '--dta', 'x'], 2, /Unknown option '--dta'; see posthorn backup --help/);
    if (process.platform === 'linux') {
      await refuses(['backup', '--data', data, '--to', '/proc/x'], 6, /cannot be written to \/proc\/x: /);
    }
    await writeFile(join(folder, 'posthorn.db'), 'nonsense that is no database');
    await refuses(['backup', '--data', folder, '--to', join(folder, 'x')], 6, /cannot be read as a database/);
    assert.deepEqual((await readdir(folder)).toSorted(), ['posthorn.db', 'there']);
  });

  it('that is interrupted leaves nothing', async (t) => {
    const [data, folder] = [await dataOf(t), await folderOf(t)];
    const ended = await run(['backup', '--data', data, '--to', join(folder, 'x')], AbortSignal.abort());
    assert.equal(ended.code, 130);
    assert.deepEqual(await readdir(folder), []);
  });

  it('shows how far it is on a terminal, and leaves the line clean', async (t) => {
    const [data, folder] = [await dataOf(t), await folderOf(t)];
    const args = ['backup', '--data', data, '--to', join(folder, 'x')];
    const { stdout, stderr } = await run(args, new AbortController().signal, true);
    assert.match(stderr, /checking\s+█+ 100 %/);
    assert.ok(stderr.endsWith('\r\u001b[2K'));
    assert.match(stdout, /0 messages of 1 conversation and 0 accounts, copied and checked in/);
  });
});

describe('posthorn restore', () => {
  it('refuses a directory in use, one that is not empty, and a file that is no good backup', async (t) => {
    const [data, folder] = [await dataOf(t), await folderOf(t)];
    const file = join(folder, 'good.db');
    await answerOf(['backup', '--data', data, '--to', file]);
    const fresh = join(folder, 'new');
    const into = (from: string, to = fresh): string[] => ['restore', '--from', from, '--data', to];
    await refuses(into(file, data), 6, /--force to move it aside/);
    const store = await openStore(data);
    await refuses([...into(file, data), '--force'], 6, /Another Posthorn \(process \d+\)/);
    await store.close();
    await refuses(into(join(folder, 'none.db')), 6, /There is no file/);

    const newer = join(folder, 'newer.db');
    await answerOf(['backup', '--data', data, '--to', newer]);
    await rm(`${newer}.sha256`);
    execute(newer, 'PRAGMA user_version = 999');
    await refuses(into(newer), 6, /is of version 999 and this Posthorn knows/);
    const other = join(folder, 'other.db');
    execute(other, 'CREATE TABLE shopping (item TEXT)');
    await refuses(into(other), 6, /^\S+other\.db is no database of Posthorn/);
    assert.ok(!existsSync(join(fresh, 'posthorn.db.restoring')), 'the copy is not left there');
    await appendFile(file, 'x');
    await refuses(into(file), 6, /its checksum differs/);
    assert.ok(!existsSync(join(fresh, 'posthorn.db')));
  });

  it('moves what is there aside when told to', async (t) => {
    const [data, folder] = [await dataOf(t), await folderOf(t)];
    const file = join(folder, 'good.db');
    await answerOf(['backup', '--data', data, '--to', file]);
    const { aside } = await answerOf(['restore', '--from', file, '--data', data, '--force']);
    const old = await openStore(String(aside));
    assert.equal((await old.run(totals)).conversations, 1);
    await old.close();
  });

  it('that was interrupted lets no server start, and can be done again', async (t) => {
    const [data, folder] = [await dataOf(t), await folderOf(t)];
    const file = join(folder, 'good.db');
    await answerOf(['backup', '--data', data, '--to', file]);
    // As a crash between the two renames leaves it.
    closeDirectory(data, 'A restore was interrupted: run posthorn restore again.');
    await mkdir(join(data, 'before-restore-1'));
    await rm(join(data, 'posthorn.db'));
    await assert.rejects(
      openStore(data),
      (error) => error instanceof StoreError && /is closed: A restore was interrupted/.test(error.message),
    );
    await answerOf(['restore', '--from', file, '--data', data]);
    await (await openStore(data)).close();
  });
});

/** A data directory that nobody uses. */
async function dataOf(t: TestContext): Promise<string> {
  const data = await folderOf(t);
  const store = await openStore(data);
  await store.run(logQueries.ensureRoom, 'Lobby');
  await store.close();
  return data;
}

function execute(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

async function refuses(args: readonly string[], code: number, words: RegExp): Promise<void> {
  const ended = await run(args);
  assert.match(ended.stderr, words);
  assert.deepEqual([ended.code, ended.stdout], [code, '']);
}

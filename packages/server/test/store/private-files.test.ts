import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { openSqliteStore } from '../../src/compose/stores.ts';
import { silentLogger } from '../../src/logger.ts';
import type { Logger } from '../../src/logger.ts';
import { runOperate } from '../../src/operate/command.ts';
import { BACKUP } from '../../src/operate/backup.ts';
import { RESTORE } from '../../src/operate/restore.ts';
import type { Store } from '../../src/store/store.ts';
import { systemRandom } from '../../src/system.ts';
import * as logQueries from '../../src/store/log/conversations.ts';
import { folderOf } from '../operate/support/operate.ts';

/** A directory that everybody may read, in a process that lets everybody do everything with what it creates. */
async function openFolder(t: TestContext): Promise<string> {
  const umask = process.umask(0);
  t.after(() => process.umask(umask));
  const folder = await folderOf(t);
  chmodSync(folder, 0o755);
  return folder;
}

async function openStore(directory: string, warned: string[] = []): Promise<Store> {
  const logger: Logger = { ...silentLogger, warn: (_fields, message) => void warned.push(message) };
  const store = await openSqliteStore({ directory, random: systemRandom, logger });
  await store.run(logQueries.ensureRoom, 'Lobby');
  return store;
}

/** Files in a folder that others may use in any way. */
function exposedIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => (statSync(join(folder, name)).mode & 0o077) !== 0);
}

describe('the database', () => {
  it('is for its owner alone, in a directory that others may read', async (t) => {
    const folder = await openFolder(t);
    const warned: string[] = [];
    // Closed here: the folder goes before what is registered after it.
    const store = await openStore(folder, warned);
    try {
      assert.ok(readdirSync(folder).includes('posthorn.db-wal'), 'there is a log');
      assert.deepEqual(exposedIn(folder), []);
      assert.deepEqual(warned, []);
    } finally {
      await store.close();
    }
  });

  it('that others may read is mended at start, and it is said', async (t) => {
    const folder = await openFolder(t);
    await (await openStore(folder)).close();
    for (const name of ['posthorn.db', 'posthorn.lock']) chmodSync(join(folder, name), 0o644);
    const warned: string[] = [];
    const store = await openStore(folder, warned);
    try {
      assert.deepEqual(exposedIn(folder), []);
    } finally {
      await store.close();
    }
    assert.match(warned.join('\n'), /^Other users of this machine could read the database\..*alone now\.$/);
  });

  it('in a directory that others may write to is not safe, which is said', async (t) => {
    const folder = await openFolder(t);
    chmodSync(folder, 0o777);
    const warned: string[] = [];
    await (await openStore(folder, warned)).close();
    assert.match(warned.join('\n'), /can replace the files in the data directory: .* chmod o-w\.$/);
  });
});

describe('a copy of the database', () => {
  it('is for its owner alone from its first byte on, in a backup and in a restore', async (t) => {
    const folder = await openFolder(t);
    const [data, copies, restored] = ['data', 'copies', 'restored'].map((name) => join(folder, name));
    assert.ok(data !== undefined && copies !== undefined && restored !== undefined);
    await (await openStore(data)).close();
    await (await openStore(copies)).close();
    const file = join(copies, 'copy.db');
    const seen = new Set<string>();
    const look = (where: string) => (): void => {
      for (const name of readdirSync(where)) seen.add(name);
      assert.deepEqual(exposedIn(where), []);
    };
    await operate(BACKUP, ['--data', data, '--to', file], look(copies));
    chmodSync(file, 0o644);
    await operate(RESTORE, ['--from', file, '--data', restored], look(restored));
    assert.ok(seen.has('copy.db.partial') && seen.has('posthorn.db.restoring'), [...seen].join());
    chmodSync(file, 0o600);
    assert.deepEqual([...exposedIn(copies), ...exposedIn(restored)], []);
    assert.match(readFileSync(`${file}.sha256`, 'utf8'), /^[\da-f]{64} {2}copy\.db\n$/);
  });
});

/** Runs the command, and calls `onStep` whenever it shows how far it is. */
async function operate(
  command: Parameters<typeof runOperate>[0],
  argv: readonly string[],
  onStep: () => void,
): Promise<void> {
  let told = '';
  let now = 0;
  const code = await runOperate(command, argv, {
    stdout: { write: () => {} },
    stderr: {
      isTTY: true,
      write(text) {
        told += text;
        onStep();
      },
    },
    signal: new AbortController().signal,
    env: {},
    // Each step is a second later, so that none is left out.
    clock: { now: Date.now, monotonic: () => (now += 1000) },
  });
  assert.equal(code, 0, told);
}

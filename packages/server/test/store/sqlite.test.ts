import assert from 'node:assert/strict';
import { encodeContent } from '@posthorn/protocol';
import { eraseWords } from '../../src/features/erasure/queries.ts';
import { expire } from '../../src/store/log/expire.ts';
import * as logQueries from '../../src/store/log/conversations.ts';
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { silentLogger } from '../../src/logger.ts';
import type { Append } from '../../src/store/log/log.ts';
import { openSqliteStore } from '../../src/compose/stores.ts';
import type { Store } from '../../src/store/store.ts';
import { StoreError } from '../../src/store/store.ts';
import type { SqliteStoreOptions } from '../../src/store/sqlite.ts';
import { systemRandom } from '../../src/system.ts';
import { Appending } from './support/appending.ts';
import { lost, readBack } from './support/read-back.ts';

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'posthorn-sqlite-'));
  t.after(() => rm(path, { recursive: true, force: true }));
  return path;
}

function open(directory: string, options: Pick<SqliteStoreOptions, 'checkpointPages'> = {}): Promise<Store> {
  return openSqliteStore({ directory, random: systemRandom, logger: silentLogger, ...options });
}

describe('SQLite, killed', () => {
  it('has every acked message after SIGKILL, again and again', async (t) => {
    const directory = await folder(t);
    const acked: (readonly [string, number])[] = [];
    for (let round = 1; round <= 4; round++) {
      // The log is copied all the time, or not at all.
      const appending = new Appending(directory, round % 2 === 0 ? {} : { checkpointPages: 1 });
      await appending.until(() => appending.acked.length >= 100 + Math.random() * 300);
      await appending.kill();
      acked.push(...appending.acked);
    }
    assert.equal(lost(acked, await readBack(directory)), 0, 'promise 1');
  });
});

describe('SQLite, shared by mistake', () => {
  it('refuses a second process with a sentence, and lets it in when the first one is gone', async (t) => {
    const directory = await folder(t);
    const appending = new Appending(directory);
    await appending.until(() => appending.acked.length > 0);
    await assert.rejects(open(directory), (error: unknown) => {
      assert.ok(error instanceof StoreError);
      assert.equal(error.code, 'locked');
      assert.match(error.message, new RegExp(`process ${appending.child.pid}\\b.*stop it.*--data`));
      return true;
    });
    await appending.kill();
    const store = await open(directory);
    await store.close();
  });

  it('refuses a second one in the same process too', async (t) => {
    const directory = await folder(t);
    const store = await open(directory);
    await assert.rejects(open(directory), { code: 'locked' });
    await store.close();
  });
});

/** Data as a later Posthorn leaves it, with which versions from `minimum` on can still work. */
function asIfNewer(directory: string, minimum: number): void {
  const database = new DatabaseSync(join(directory, 'posthorn.db'));
  database.exec(`PRAGMA user_version = 999; UPDATE meta SET value = '${minimum}' WHERE name = 'minimum'`);
  database.close();
}

describe('SQLite, of another time', () => {
  it('refuses data of a newer version that says it cannot be worked with', async (t) => {
    const directory = await folder(t);
    await (await open(directory)).close();
    asIfNewer(directory, 998);
    await assert.rejects(open(directory), { code: 'incompatible' });
    asIfNewer(directory, 1);
    await (await open(directory)).close();
  });

  it('refuses a file that is no database, and says so', async (t) => {
    const directory = await folder(t);
    writeFileSync(
      join(directory, 'posthorn.db'),
      'this is not a database, but it is long enough to be read as one. '.repeat(20),
    );
    await assert.rejects(open(directory), { code: 'corrupt' });
  });

  it('notices an older copy of the database, and one without its directory (promise 12)', async (t) => {
    const directory = await folder(t);
    const path = join(directory, 'posthorn.db');
    const first = await open(directory);
    const { epoch } = first;
    await first.close();
    copyFileSync(path, `${path}.backup`);
    const second = await open(directory);
    assert.equal(second.epoch, epoch);
    await second.close();
    copyFileSync(`${path}.backup`, path);
    const restored = await open(directory);
    assert.notEqual(restored.epoch, epoch);
    await restored.close();
    const same = await open(directory);
    assert.equal(same.epoch, restored.epoch);
    await same.close();
    unlinkSync(join(directory, 'generation'));
    const moved = await open(directory);
    assert.notEqual(moved.epoch, restored.epoch);
    await moved.close();
  });

  it('refuses a directory that cannot be made', async (t) => {
    const directory = await folder(t);
    writeFileSync(join(directory, 'file'), '');
    const refusal = { code: 'unavailable', message: /--data/ };
    await assert.rejects(open(join(directory, 'file')), refusal);
    await assert.rejects(open(join(directory, 'file', 'data')), refusal);
    if (process.platform === 'linux') await assert.rejects(open('/proc/data'), refusal);
  });

  it('makes a directory with all its parents', async (t) => {
    const directory = join(await folder(t), 'a', 'b', 'c');
    await (await open(directory)).close();
    assert.equal(statSync(directory).mode & 0o777, 0o700);
  });
});

const isRoot = process.getuid?.() === 0;

describe(
  'SQLite, on a full disk',
  { skip: isRoot ? false : 'mounting a small file system needs root' },
  () => {
    it('refuses sends with `full`, goes on reading, and recovers by itself', async (t) => {
      const directory = await folder(t);
      const mount = join(directory, 'small');
      await mkdir(mount);
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', mount], { stdio: 'pipe' });
      } catch (error) {
        t.skip(`a tmpfs cannot be mounted here: ${(error as Error).message}`);
        return;
      }
      try {
        await fillAndRecover(mount);
      } finally {
        execFileSync('umount', ['-l', mount]);
      }
    });
  },
);

async function fillAndRecover(directory: string): Promise<void> {
  const store = await open(directory);
  const room = await store.run(logQueries.ensureRoom, 'Lobby');
  let count = 0;
  const next = (): Append => ({
    conversation: room.id,
    version: room.version,
    sender: 1,
    clientId: `m${(count += 1)}`,
    time: 1,
    content: new Uint8Array(20_000),
  });
  const ballast = join(directory, 'ballast');
  writeFileSync(ballast, Buffer.alloc(1_000_000));
  let acked = 0;
  const failed = await firstFailure(async () => {
    await store.log.append([next()]);
    acked += 1;
  });
  assert.equal(failed.code, 'full');
  assert.ok(acked > 0);
  const range = { conversation: room.id, after: 0, before: 0, limit: 1000, mark: 0 };
  const [batch] = await store.log.pull(1, [range], 1e8);
  assert.equal(batch?.head, acked, 'what was acked is there, what was refused is not');
  await assert.rejects(store.log.append([next()]), { code: 'full' });
  rmSync(ballast);
  const [outcome] = await store.log.append([next()]);
  assert.deepEqual(outcome?.status === 'appended' && outcome.seq, acked + 1, 'no restart was needed');
  await store.close();
}

async function firstFailure(work: () => Promise<void>): Promise<StoreError> {
  for (let tries = 0; tries < 100_000; tries++) {
    try {
      await work();
    } catch (error) {
      assert.ok(error instanceof StoreError, String(error));
      return error;
    }
  }
  throw new Error('it never failed');
}

const strace = ['/usr/bin/strace', '/usr/local/bin/strace'].find((path) => existsSync(path));

describe(
  'SQLite, when fsync fails',
  { skip: strace === undefined ? 'strace is not installed' : false },
  () => {
    it('acks nothing that was not synced, and goes on by itself', async (t) => {
      const directory = await folder(t);
      // From its 30th sync on, ten syncs fail.
      const inject = 'inject=fsync,fdatasync:error=EIO:when=30..40';
      const appending = new Appending(directory, {
        wrapper: [strace ?? '', '-f', '-qq', '-o', '/dev/null', '-e', inject],
      });
      const failuresBefore = () => appending.failures.length;
      await appending.until(() => failuresBefore() > 0);
      assert.equal(appending.failures[0], 'unavailable');
      const acked = appending.acked.length;
      await appending.until(() => appending.acked.length > acked + 20);
      await appending.kill();
      assert.equal(lost(appending.acked, await readBack(directory)), 0);
    });
  },
);

describe('SQLite, in use', () => {
  it('leaves nothing in the file of what was erased or has expired', async (t) => {
    const directory = await folder(t);
    const store = await open(directory);
    const { id, version } = await store.run(logQueries.openDirect, 1, 2);
    // Some have pages of their own, which are not used any more afterwards.
    const texts = Array.from(
      { length: 100 },
      (_, index) => `SECRET ${index % 10 === 0 ? 'x'.repeat(20_000) : ''}`,
    );
    await store.log.append(
      texts.map((text, index) => ({
        conversation: id,
        version,
        sender: 1,
        clientId: `c${index}`,
        time: 1,
        content: encodeContent({ text: `${text} SECRET` }),
      })),
    );
    await store.run(expire, id, 2, 50);
    await store.run(eraseWords, 1, id, { from: 51, to: 100 }, new TextEncoder().encode('gone'));
    await store.close();
    for (const name of readdirSync(directory)) {
      const file = join(directory, name);
      assert.ok(!statSync(file).isFile() || !readFileSync(file).includes('SECRET'), `it is in ${name}`);
    }
  });

  it('keeps its log small: checkpoints happen', async (t) => {
    const directory = await folder(t);
    // 4 MB, of the 120 that are written: however late a thread gets its turn, the log does not keep all.
    const store = await open(directory, { checkpointPages: 1000 });
    const room = await store.run(logQueries.ensureRoom, 'Lobby');
    for (let round = 0; round < 30; round++) {
      const batch = Array.from({ length: 200 }, (_, index) => ({
        conversation: room.id,
        version: room.version,
        sender: 1,
        clientId: `${round}-${index}`,
        time: 1,
        content: new Uint8Array(20_000),
      }));
      await store.log.append(batch);
    }
    const wal = readdirSync(directory).find((name) => name.endsWith('-wal')) ?? '';
    assert.ok(statSync(join(directory, wal)).size < 80_000_000);
    await store.close();
  });
});

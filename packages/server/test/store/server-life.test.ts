/** Databases as operators have them: wrong addresses and settings, restores, newer and older Posthorns. */
import * as logQueries from '../../src/store/log/conversations.ts';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text as readAll } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { silentLogger } from '../../src/logger.ts';
import { checkDurability as checkMysql } from '../../src/store/mysql/durability.ts';
import { createMysqlEngine } from '../../src/store/mysql/engine.ts';
import { failureOf as fromMysql } from '../../src/store/mysql/failures.ts';
import { checkDurability as checkPostgres } from '../../src/store/postgres/durability.ts';
import { createPostgresEngine } from '../../src/store/postgres/engine.ts';
import { failureOf as fromPostgres } from '../../src/store/postgres/failures.ts';
import { DatabaseAddress } from '../../src/store/server/address.ts';
import { BOUNDS } from '../../src/store/server/engine.ts';
import type { Engine } from '../../src/store/server/engine.ts';
import { migrate } from '../../src/store/server/migrate.ts';
import { openServerStore } from '../../src/store/server/open.ts';
import { Pool } from '../../src/store/server/pool.ts';
import { TransactionRunner } from '../../src/store/server/runner.ts';
import { getMeta, setMeta } from '../../src/store/sql/meta.ts';
import { LAYOUT } from '../../src/store/schema.ts';
import { id, table } from '../../src/store/table.ts';
import { QUERIES, REGISTRY } from '../../src/compose/features.ts';
import { StoreError } from '../../src/store/store.ts';
import { systemClock, systemRandom } from '../../src/system.ts';
import { TEST_ENGINES } from '@posthorn/testing/databases';

const LAUNCHER = fileURLToPath(new URL('../../../../apps/cli/bin/posthorn.js', import.meta.url));
const SECRET = 'not-the-password';

/** Until the database has surely ended a transaction that waits for us; MariaDB looks once a second. */
function blockEventLoop(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BOUNDS.silence.write + 2000);
}

/** A later Posthorn's tables. */
const LATER = [...QUERIES.tables, table({ name: 'later', columns: { id } })];

/** How `posthorn start` on this database ends, and what it tells the operator to do. */
async function startedOn(
  url: string,
): Promise<{ readonly code: unknown; readonly says: string | undefined }> {
  const child = spawn(process.execPath, [LAUNCHER, 'start', '--http', '0', '--tcp', 'off'], {
    env: { ...process.env, POSTHORN_STORE: url },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 60_000,
  });
  const [said, [code]] = await Promise.all([readAll(child.stderr), once(child, 'close')]);
  return { code, says: /let posthorn .* end|start the .* again/.exec(said)?.[0] };
}

for (const testEngine of TEST_ENGINES) {
  const server = await testEngine.start();
  describe(`a database of ${testEngine.name}`, { skip: typeof server === 'string' ? server : false }, () => {
    if (typeof server === 'string') return;
    const open = (url: string) => testEngine.open(url);
    const engineOn = (url: string) => {
      const address = new DatabaseAddress(url);
      return address.engine === 'postgres'
        ? createPostgresEngine(address, silentLogger)
        : createMysqlEngine(address, silentLogger);
    };

    it('is refused with a sentence that says what to do and holds no password', async () => {
      const url = await server.database();
      const changed = (change: (to: URL) => void): string => {
        const to = new URL(url);
        change(to);
        return to.href;
      };
      const wrong: readonly (readonly [string, RegExp])[] = [
        [changed((to) => (to.password = SECRET)), /check the user and the password in --store/],
        [changed((to) => (to.pathname = '/nowhere')), /no such database.*name another in --store/],
        [changed((to) => (to.port = '1')), /cannot be reached.*check host and port/],
      ];
      for (const [address, sentence] of wrong) {
        await assert.rejects(open(address), (error: unknown) => {
          assert.ok(error instanceof StoreError);
          assert.equal(error.code, 'unavailable');
          assert.match(error.message, sentence);
          assert.ok(!error.message.includes(SECRET) && !error.message.includes(new URL(url).password));
          return true;
        });
      }
    });

    it('undoes the first batch of a herd of repeats, and no other', async (t) => {
      const engine = engineOn(await server.database());
      let undone = 0;
      const counting: Engine = {
        get dialect() {
          return engine.dialect;
        },
        async connect(access) {
          const connection = await engine.connect(access);
          const rollback = connection.rollback.bind(connection);
          return Object.assign(connection, { rollback: () => ((undone += 1), rollback()) });
        },
      };
      const parts = { clock: systemClock, random: systemRandom, logger: silentLogger };
      const store = await openServerStore({
        engine: counting,
        pool: 1,
        storages: REGISTRY.storages,
        ...parts,
      });
      t.after(() => store.close());
      const { id, version } = await store.run(logQueries.openDirect, 1, 2);
      const append = async (clientId: string): Promise<string | undefined> => {
        const content = Buffer.from(clientId);
        const message = { conversation: id, version, sender: 1, clientId, time: 1, content };
        return (await store.log.append([message]))[0]?.status;
      };
      const steps: readonly (readonly [clientId: string, status: string, undone: number])[] = [
        ['one', 'appended', 0],
        ['one', 'repeated', 1],
        ['one', 'repeated', 1],
        ['two', 'appended', 1],
        ['three', 'appended', 1],
        ['two', 'repeated', 2],
      ];
      for (const [clientId, status, expected] of steps) {
        assert.deepEqual([await append(clientId), undone], [status, expected]);
      }
    });

    it('is made once by nodes that start at once', async (t) => {
      const url = await server.database();
      const stores = await Promise.all([open(url), open(url), open(url)]);
      t.after(() => Promise.all(stores.map((store) => store.close())));
      assert.equal(new Set(stores.map(({ epoch }) => epoch)).size, 1);
      const rooms = await Promise.all(stores.map((store) => store.run(logQueries.ensureRoom, 'Lobby')));
      assert.equal(new Set(rooms.map(({ id }) => id)).size, 1);
    });

    it('serves older nodes after a newer one has added to it, until the newer one says no', async (t) => {
      const url = await server.database();
      const older = await open(url);
      t.after(() => older.close());
      const room = await older.run(logQueries.ensureRoom, 'Lobby');
      const parts = { engine: engineOn(url), logger: silentLogger };
      await Promise.all([migrate({ ...parts, tables: LATER }), migrate({ ...parts, tables: LATER })]);
      assert.equal(
        (await older.run(logQueries.getConversation, room.id))?.id,
        room.id,
        'the older node works on',
      );
      const another = await open(url);
      await another.close();
      const strict = { version: LAYOUT.version + 1, minimum: LAYOUT.version + 1 };
      await migrate({ ...parts, tables: LATER, layout: strict });
      await assert.rejects(open(url), { code: 'incompatible', message: /start the newer Posthorn again/ });
    });

    it('ends a start that it refuses', async () => {
      const url = await server.database();
      await (await open(url)).close();
      await server.execute(url, "INSERT INTO meta (name, value) VALUES ('moving', 'x')");
      assert.deepEqual(await startedOn(url), { code: 6, says: 'let posthorn promote come to its end' });
      await server.execute(url, "DELETE FROM meta WHERE name = 'moving'");
      await server.execute(url, 'UPDATE posthorn_schema SET minimum = 99');
      assert.deepEqual(await startedOn(url), { code: 6, says: 'start the newer Posthorn again' });
    });

    it('has another epoch when it is another one, or when it has gone back (promise 12)', async (t) => {
      const url = await server.database();
      const first = await open(url);
      const { epoch } = first;
      await first.close();
      await server.execute(url, "UPDATE meta SET value = 'elsewhere' WHERE name = 'identity'");
      const second = await open(url);
      t.after(() => second.close());
      assert.notEqual(second.epoch, epoch);
      const third = await open(url);
      t.after(() => third.close());
      assert.equal(third.epoch, second.epoch, 'all nodes agree');
      const before = second.epoch;
      await server.execute(url, "UPDATE meta SET value = '0' WHERE name = 'generation'");
      // A node that was there before looks when it connects anew, and while it writes.
      await second.run(logQueries.ensureRoom, 'Lobby');
      const deadline = performance.now() + 30_000;
      while (second.epoch === before && performance.now() < deadline) {
        await second.check();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      assert.notEqual(second.epoch, before);
    });

    it('compares texts byte by byte', async (t) => {
      const store = await open(await server.database());
      t.after(() => store.close());
      const room = await store.run(logQueries.ensureRoom, 'Lobby');
      const ids = ['a', 'A', 'a ', 'ä', 'a\u0308', 'ａ', ' a'];
      const outcomes = await store.log.append(
        ids.map((clientId) => ({
          conversation: room.id,
          version: room.version,
          sender: 1,
          clientId,
          time: 1,
          content: Uint8Array.of(1),
        })),
      );
      assert.deepEqual(
        outcomes.map(({ status }) => status),
        ids.map(() => 'appended'),
      );
    });

    it('lets nobody wait for a stopped node that holds a conversation', async (t) => {
      const url = await server.database();
      const store = await open(url);
      t.after(() => store.close());
      const room = await store.run(logQueries.ensureRoom, 'Lobby');
      const stopped = await engineOn(url).connect('write');
      t.after(() => stopped.destroy());
      await stopped.begin();
      await stopped.execute({
        kind: 'rows',
        text: 'SELECT id FROM conversations WHERE id IN (?)',
        values: [[room.id]],
        locks: true,
      });
      const message = { conversation: room.id, version: room.version, sender: 1, clientId: 'x', time: 1 };
      // Not even refused for now: the database is done with the stopped one before it gives up those who wait.
      const [outcome] = await store.log.append([{ ...message, content: Uint8Array.of(1) }]);
      assert.equal(outcome?.status, 'appended');
      await assert.rejects(stopped.commit(), { code: 'unavailable' }, 'what it wrote was never acked');
    });

    it('does again what it ended while the process was busy', async (t) => {
      const url = await server.database();
      await (await open(url)).close();
      const engine = engineOn(url);
      const parts = { clock: systemClock, random: systemRandom };
      const pool = new Pool({ ...parts, size: 1, connect: () => engine.connect('write') });
      t.after(() => pool.close());
      const runner = new TransactionRunner({ ...parts, pool });
      let attempts = 0;
      await runner.transact(function* () {
        attempts += 1;
        yield* setMeta('moving', String(attempts));
        if (attempts === 1) blockEventLoop();
        yield* setMeta('identity', String(attempts));
      });
      assert.equal(attempts, 2);
      const busyBeforeCommit = runner.transact(function* () {
        yield* setMeta('moving', 'never');
        blockEventLoop();
      });
      await assert.rejects(busyBeforeCommit, { code: 'unavailable' }, 'whether it was committed is unknown');
      const found = await runner.transact(function* () {
        return [yield* getMeta('moving'), yield* getMeta('identity')];
      });
      assert.deepEqual(found, ['2', '2']);
    });
  });
}

describe('settings that a durable ack needs (promise 1)', () => {
  it('are refused in words, or warned about', () => {
    const postgres = { synchronous_commit: 'on', fsync: 'on', full_page_writes: 'on' };
    assert.deepEqual(checkPostgres(postgres), []);
    assert.throws(() => checkPostgres({ ...postgres, fsync: 'off' }), /set fsync = on/);
    assert.throws(() => checkPostgres({ ...postgres, synchronous_commit: 'local' }), /synchronous_commit/);
    assert.match(checkPostgres({ ...postgres, full_page_writes: 'off' })[0] ?? '', /full_page_writes/);
    const mysql = new Map([
      ['innodb_flush_log_at_trx_commit', '1'],
      ['log_bin', 'OFF'],
      ['sync_binlog', '0'],
      ['innodb_doublewrite', 'ON'],
    ]);
    const mysqlWith = (name: string, value: string) => new Map([...mysql, [name, value]]);
    assert.deepEqual(checkMysql(mysql), []);
    assert.throws(
      () => checkMysql(mysqlWith('innodb_flush_log_at_trx_commit', '2')),
      /flush_log_at_trx_commit = 1/,
    );
    assert.throws(() => checkMysql(mysqlWith('log_bin', 'ON')), /set sync_binlog = 1/);
    assert.match(checkMysql(mysqlWith('innodb_doublewrite', 'OFF'))[0] ?? '', /doublewrite/);
  });
});

describe('a right that is missing, or a server that takes no writes', () => {
  it('is refused with what to do', () => {
    const message = 'permission denied for schema public';
    assert.match(fromPostgres({ code: '42501', message }).message, /make it the owner of the database/);
    const readOnly = { code: '25006', message: 'cannot execute UPDATE in a read-only transaction' };
    assert.match(fromPostgres(readOnly).message, /name the primary one in --store/);
    assert.match(fromMysql({ errno: 1142, message: 'CREATE command denied' }).message, /grant it ALL/);
  });
});

describe('--store', () => {
  it('names a place without its password', () => {
    const address = new DatabaseAddress('postgres://ann:s%40cret@db.example.com/chat?sslmode=require&pool=8');
    assert.equal(String(address), 'postgres://ann@db.example.com:5432/chat');
    assert.equal(address.password, 's@cret');
    assert.ok(!JSON.stringify(address).includes('cret'));
    assert.partialDeepStrictEqual(address, { engine: 'postgres', pool: 8, tls: { mode: 'require' } });
    assert.equal(new DatabaseAddress('mariadb://a:b@h/d').engine, 'mysql');
  });

  it('is refused when it makes no sense', () => {
    for (const text of [
      'oracle://a:b@h/d',
      'postgres://h/d',
      'postgres://a:b@h',
      'mysql://a:b@h/d?sslmode=maybe',
      'mysql://a:b@h/d?pool=0',
      'mysql://a:b@h/d?charset=latin1',
    ]) {
      assert.throws(
        () => new DatabaseAddress(text),
        (error: Error) => !error.message.includes('a:b'),
      );
    }
  });

  it('says how a password is written that a URL cannot hold', () => {
    // Letters, digits, and what makes the rest look like a path, parameters or another host.
    for (const start of ['secret', '12', 's@cret/d', '1@2/d']) {
      for (const reserved of ['/', '#', '?', '%']) {
        const text = `postgres://a:${start}${reserved}secret@h/d`;
        assert.throws(
          () => new DatabaseAddress(text),
          ({ message }: Error) => /write \/ as %2F.*% as %25$/.test(message) && !message.includes('secret'),
          text,
        );
      }
    }
  });
});

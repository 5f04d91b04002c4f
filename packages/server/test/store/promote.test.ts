import assert from 'node:assert/strict';
import * as auditQueries from '../../src/features/audit/queries.ts';
import * as adminQueries from '../../src/features/admin/queries.ts';
import * as blockQueries from '../../src/features/people/block-queries.ts';
import * as groupQueries from '../../src/features/groups/queries.ts';
import { members } from '../../src/features/groups/member-queries.ts';
import * as logQueries from '../../src/store/log/conversations.ts';
import * as sessionQueries from '../../src/features/accounts/session-queries.ts';
import * as erasureQueries from '../../src/features/accounts/erasure-queries.ts';
import * as privacyQueries from '../../src/features/people/privacy-queries.ts';
import * as userQueries from '../../src/features/accounts/user-queries.ts';
import * as mineQueries from '../../src/features/mine/queries.ts';
import * as viewQueries from '../../src/features/conversations/queries.ts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Content } from '../../src/conformance/blobs/case.ts';
import { fileBlobs } from '../../src/features/files/blob-queries.ts';
import { claimFilesPlace, filesPlace } from '../../src/store/files/place-queries.ts';
import { openStore as openBlobs } from '../blobs/support/directory.ts';
import { addFile, blobsOf } from '../operate/support/files.ts';
import { expire } from '../../src/store/log/expire.ts';
import { StoreError } from '../../src/store/store.ts';
import type { Append } from '../../src/store/log/log.ts';
import type { Store } from '../../src/store/store.ts';
import { answerOf, folderOf, openStore, run } from '../operate/support/operate.ts';
import { TEST_ENGINES } from '@posthorn/testing/databases';
import type { TestServer } from '@posthorn/testing/databases';
import { beat } from '@posthorn/testing/beat';

const LAUNCHER = fileURLToPath(new URL('../../../../apps/cli/bin/posthorn.js', import.meta.url));
/** A database that changes what it is given. */
const MEDDLING: Readonly<Record<string, readonly string[]>> = {
  PostgreSQL: [
    'CREATE FUNCTION later() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.time = NEW.time + 1; RETURN NEW; END $$',
    'CREATE TRIGGER later BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION later()',
  ],
  MariaDB: ['CREATE TRIGGER later BEFORE INSERT ON messages FOR EACH ROW SET NEW.time = NEW.time + 1'],
};
const TIME = 1_700_000_000_000;
/** What its sender was told will not be written. */
const NEVER: Append = {
  conversation: 2,
  version: 1,
  sender: 1,
  clientId: 'never',
  time: TIME,
  content: new TextEncoder().encode('never'),
};

const ERASURE = { user: 3, requestedBy: 1, requestedAt: TIME, words: true };

for (const engine of TEST_ENGINES) {
  const server = await engine.start();
  const skip = typeof server === 'string' ? server : false;
  describe(`posthorn promote to ${engine.name}`, { skip }, () => {
    if (typeof server === 'string') return;

    it('moves everything, keeps the history, and closes the directory', async (t) => {
      const url = await server.database();
      const data = await villageOf(t, 1200);
      const before = await look(data, describeAll);
      const answer = await answerOf(['promote', '--from', data, '--to', url]);
      assert.equal(answer['isResumed'], false);
      // The row more is the note of what will not be written.
      assert.partialDeepStrictEqual(answer, { messages: 1201, rows: { messages: 1202 } });
      const store = await engine.open(url);
      t.after(() => store.close());
      assert.deepEqual(await describeAll(store), before);
      assert.equal(store.epoch, answer['epoch'], 'nothing was lost, so clients need not read again');
      assert.equal(await store.run(sessionQueries.nextFence, '1/mobile'), 4, 'fencing numbers go on');
      assert.deepEqual(await store.log.append([NEVER]), [{ status: 'forbidden' }]);
      const { user } = (await store.run(userQueries.createUser, newUser('newcomer'))) as {
        readonly user: { readonly id: number };
      };
      assert.equal(user.id, 4, 'ids are not given twice');
      await assert.rejects(openStore(data), isLocked(/has moved to .*start it with --store/));
      const again = await run(['promote', '--from', data, '--to', url]);
      assert.match(again.stderr, /is closed: It has moved/);
      assert.doesNotMatch(JSON.stringify(answer) + again.stderr, /:[^/@]+@/, 'no password');
    });

    it('takes files along, into a directory that all routers share', async (t) => {
      const [url, data] = [await server.database(), await villageOf(t, 10)];
      const [store, blobs] = [await openStore(data), await blobsOf(data)];
      const hash = await addFile(store, blobs, new Content(100_000));
      const id = await store.run(claimFilesPlace, 'a'.repeat(32));
      for (const each of [store, blobs]) await each.close();
      const shared = join(await folderOf(t), 'shared');
      const args = ['promote', '--from', data, '--to', url, '--files-to', shared];
      assert.partialDeepStrictEqual(await answerOf(args), { blobs: { copied: 1, missing: 0 } });
      const target = await openBlobs(shared);
      t.after(() => target.close());
      assert.ok(await target.has(hash));
      const moved = await engine.open(url);
      t.after(() => moved.close());
      assert.deepEqual(await moved.run(fileBlobs, '', 10), [hash]);
      assert.equal(await moved.run(filesPlace), id);
      assert.equal(await readFile(join(shared, 'posthorn-files.txt'), 'utf8'), `${id}\n`);
    });

    it('goes on where it was killed; until then neither side can be started', async (t) => {
      const url = await server.database();
      const data = await villageOf(t, 12_000);
      const before = await look(data, describeAll);
      const child = spawn(process.execPath, [LAUNCHER, 'promote', '--from', data, '--to', url]);
      const exited = once(child, 'exit');
      // Some pages of messages are there, not all.
      await until(async () => (await countOf(server, url)) > 1000);
      child.kill('SIGKILL');
      await exited;
      const copied = await countOf(server, url);
      if (copied >= 12_000) t.diagnostic('it was quicker than the kill');
      await assert.rejects(openStore(data), isLocked(/run posthorn promote again/));
      await assert.rejects(engine.open(url), isLocked(/let posthorn promote come to its end/));

      const answer = await answerOf(['promote', '--from', data, '--to', url]);
      assert.equal(answer['isResumed'], true);
      const store = await engine.open(url);
      t.after(() => store.close());
      assert.deepEqual(await describeAll(store), before);
    });

    it('can be taken back before its end', async (t) => {
      const url = await server.database();
      const data = await villageOf(t, 3000);
      const child = spawn(process.execPath, [LAUNCHER, 'promote', '--from', data, '--to', url]);
      const exited = once(child, 'exit');
      await until(async () => (await countOf(server, url)) > 0);
      child.kill('SIGKILL');
      await exited;
      await answerOf(['promote', '--from', data, '--to', url, '--undo']);
      await (await openStore(data)).close();
      assert.equal(await countOf(server, url), 0);
      const store = await engine.open(url);
      assert.equal((await store.run(adminQueries.totals)).users, 0);
      await store.close();
    });

    it('takes everything back when the copy differs', async (t) => {
      const url = await server.database();
      const data = await villageOf(t, 10);
      await (await engine.open(url)).close();
      await server.execute(url, ...(MEDDLING[engine.name] ?? []));
      const ended = await run(['promote', '--from', data, '--to', url]);
      assert.equal(ended.code, 6);
      assert.match(
        ended.stderr,
        /differs in messages, conversation -?\d+, seq \d+: time\. It was taken back/,
      );
      assert.equal(await countOf(server, url), 0);
      await (await openStore(data)).close();
    });

    it('refuses a database with data, and one that is not there', async (t) => {
      const url = await server.database();
      const data = await villageOf(t, 1);
      const other = await engine.open(url);
      await other.run(logQueries.ensureRoom, 'Lobby');
      await other.close();
      const ended = await run(['promote', '--from', data, '--to', url]);
      assert.match(ended.stderr, /There is data in that database already/);
      const nowhere = new URL(url);
      nowhere.pathname = '/nowhere';
      assert.equal((await run(['promote', '--from', data, '--to', nowhere.href])).code, 6);
      await (await openStore(data)).close();
    });
  });
}

it('posthorn promote says what is wrong with its options, without a password', async (t) => {
  const from = ['promote', '--from', await villageOf(t, 1)];
  const ended = await run([...from, '--to', 'redis://u:secret@x/y']);
  assert.equal(ended.code, 2);
  assert.match(ended.stderr, /^--to must be/);
  assert.doesNotMatch(ended.stderr, /secret/);
  assert.match((await run([...from, '--to', 'sqlite'])).stderr, /^--to must be a URL/);
  assert.match(
    (await run(from)).stderr,
    /needs --to URL, or POSTHORN_STORE \(or POSTHORN_STORE_FILE\) in the environment/,
  );
  const env = { POSTHORN_STORE: 'postgres://u:secret@127.0.0.1:1/y' };
  const fromEnvironment = await run(from, undefined, false, env);
  assert.match(fromEnvironment.stderr, /cannot be reached at postgres:\/\/u@127\.0\.0\.1:1\/y/);
  const empty = await folderOf(t);
  const fromNothing = await run(['promote', '--from', empty], undefined, false, env);
  assert.match(fromNothing.stderr, /There is no database in/);
  assert.deepEqual(await readdir(empty), [], 'nothing is made there');
});

function newUser(name: string): Parameters<typeof userQueries.createUser>[0] {
  return {
    name,
    nameKey: name,
    displayName: `${name} 🎺`,
    passwordHash: `hash of ${name}`,
    admin: 'if-first',
    createdAt: TIME,
  };
}

/** A directory with three accounts, a group, and so many messages. */
async function villageOf(t: TestContext, messages: number): Promise<string> {
  const data = await folderOf(t);
  const store = await openStore(data);
  const { log } = store;
  const origin = { event: 'register', time: TIME, actor: 0, session: 0, address: '192.0.2.7' };
  for (const name of ['ann', 'bob', 'cleo']) await store.run(userQueries.createUser, newUser(name), origin);
  const room = await store.run(logQueries.ensureRoom, 'Lobby');
  const direct = await store.run(logQueries.openDirect, 1, 2);
  const content = new TextEncoder().encode('created');
  await store.run(groupQueries.createGroup, {
    title: 'Verona',
    owner: 1,
    members: [2],
    clientId: 'g',
    time: TIME,
    content,
  });
  await store.run(blockQueries.setBlock, 3, 1, true);
  await store.run(mineQueries.setMine, {
    user: 2,
    entries: [{ key: `mute/${direct.id}`, value: '{}', version: 0 }],
    clientId: 'mute',
    ifUnchanged: false,
    mutes: [[direct.id, TIME * 2]],
    time: TIME,
  });
  await store.run(sessionQueries.createSession, {
    user: 1,
    deviceId: 'phone',
    deviceClass: 'mobile',
    label: 'Ann’s phone',
    createdAt: TIME,
    expiresAt: TIME * 2,
    tokenHash: new Uint8Array(32).fill(9),
  });
  for (let count = 0; count < 3; count++) await store.run(sessionQueries.nextFence, '1/mobile');
  await log.forbid([NEVER]);
  for (let at = 0; at < messages; at += 500) {
    await log.append(
      Array.from({ length: Math.min(500, messages - at) }, (_, index) => ({
        conversation: index % 3 === 0 ? direct.id : room.id,
        version: index % 3 === 0 ? direct.version : room.version,
        sender: 1,
        clientId: `c${at + index}`,
        time: TIME,
        content: new TextEncoder().encode(`text ${at + index}`),
      })),
    );
  }
  // Half of what was said in the lobby has expired, and one of the three is gone.
  await store.run(expire, room.id, TIME + 1, messages / 3);
  const privacy = {
    user: 2,
    add: 'nobody',
    find: 'everyone',
    online: 'contacts',
    write: 'contacts',
  } as const;
  await store.run(privacyQueries.setPrivacy, privacy);
  await store.run(erasureQueries.beginErasure, ERASURE);
  await store.close();
  return data;
}

async function look<T>(data: string, see: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(data);
  try {
    return await see(store);
  } finally {
    await store.close();
  }
}

/** What somebody who uses the store can see of it, as text: some stores give a Buffer for bytes. */
async function describeAll(store: Store): Promise<string> {
  const seen = {
    epoch: store.epoch,
    stats: await store.run(adminQueries.totals),
    credentials: await store.run(userQueries.credentials, 'ann'),
    views: await store.run(viewQueries.views, 1, 0, 100),
    members: await store.run(members, 3, 0, 100),
    blocked: await store.run(blockQueries.blockedAmong, 1, [3]),
    session: await store.run(sessionQueries.sessionByToken, new Uint8Array(32).fill(9)),
    privacy: await store.run(privacyQueries.privacyOf, [1, 2, 3]),
    erasures: await store.run(erasureQueries.unfinishedErasures, 10),
    users: await store.run(userQueries.usersByIds, [1, 2, 3]),
    audit: await store.run(auditQueries.auditRecords, auditQueries.ANY, 10),
  };
  const texts = seen.views.map(
    ({ lastMessage }) => lastMessage && new TextDecoder().decode(lastMessage.content),
  );
  return JSON.stringify(
    { ...seen, views: seen.views.map(({ lastMessage: _, ...view }) => view), texts },
    null,
    1,
  );
}

async function countOf(server: TestServer, url: string): Promise<number> {
  try {
    const [row = {}] = await server.execute(url, 'SELECT count(*) AS count FROM messages');
    return Number(Object.values(row)[0]);
  } catch {
    // The tables are not there yet.
    return 0;
  }
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await beat();
}

function isLocked(words: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof StoreError && error.code === 'locked', String(error));
    assert.match(error.message, words);
    return true;
  };
}

/** A backup under load, and its restore: what was acked before it is in it, and clients notice (promises 1 and 12). */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, watch } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { it } from 'node:test';
import type { TestContext } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { connect, memoryStorage } from '@posthorn/client/node';
import type { Client, Incoming } from '@posthorn/client/node';
import { operate } from '@posthorn/testing/command';
import { ServerProcess } from '@posthorn/testing/server-process';
import { Condition } from '@posthorn/testing/condition';

it('a backup under load, while the server is killed, has all that was acked before it; clients notice its restore', async (t) => {
  const server = await ServerProcess.start(['--drain-window', '0s']);
  t.after(() => server.remove());
  const folder = await folderOf(t);
  const progress = new Condition();
  const restored = new Set<number>();
  const romeo = await open(t, server, 'romeo');
  const juliet = await open(t, server, 'juliet');
  const heard: string[] = [];
  juliet.on('message', ({ content, conversation }) => {
    if (conversation !== 1) heard.push(content.text);
    progress.changed();
  });
  juliet.on('restored', (conversations) => {
    for (const id of conversations) restored.add(id);
    progress.changed();
  });
  const ballast = 60_000;
  const acked = new Map<number, string>();
  let conversation = 0;
  let isTalking = true;
  const talking = (async () => {
    for (let count = 0; isTalking; count++) {
      const ack = await romeo.send({ to: 'juliet' }, `${count}`).done;
      conversation = ack.conversation;
      acked.set(ack.seq, `${count}`);
      progress.changed();
    }
  })();

  await fill(server.directory, ballast);
  await progress.until(() => acked.size > 100);
  const before = new Map(acked);
  const file = join(folder, 'verona.db');
  const begun = appearing(folder, 'verona.db.partial');
  const backup = operate(['backup', '--data', server.directory, '--to', file]);
  await begun;
  await server.kill();
  await server.start();
  const made = await backup;
  const after = acked.size + 100;
  await progress.until(() => acked.size > after);
  isTalking = false;
  await talking;
  await progress.until(() => heard.length === acked.size);
  assert.ok(before.size > 100);
  const copied = Number(made['messages']) - ballast;
  assert.ok(copied >= before.size && copied < acked.size, `${copied} of ${acked.size}`);

  const { epoch } = server.ready;
  await server.stop();
  const answer = await operate(['restore', '--from', file, '--data', server.directory, '--force']);
  assert.equal(answer['content'] ?? answer['sha256'], made['content']);
  await server.start();
  assert.notEqual(server.ready.epoch, epoch);

  await romeo.send({ to: 'juliet' }, 'after the restore').done;
  await progress.until(() => restored.has(conversation) && heard.includes('after the restore'));
  const log = await readLog(juliet, conversation);
  assert.deepEqual(
    log.map(({ seq }) => seq),
    log.map((_, index) => index + 1),
    'promise 3: dense',
  );
  for (const [seq, text] of before) {
    assert.equal(log[seq - 1]?.content.text, text, 'promise 1: acked before the backup');
  }
  const again = heard.slice(heard.lastIndexOf('0'));
  assert.deepEqual(
    again,
    log.map(({ content }) => content.text),
    'read again from its beginning, without a hole',
  );
  assert.ok(existsSync(join(String(answer['aside']), 'posthorn.db')), 'the old one is aside');
});

async function open(t: TestContext, server: ServerProcess, user: string): Promise<Client> {
  const client = await connect(
    { server: server.tcpUrl, user, password: 'secret', register: true },
    { storage: memoryStorage(), start: 'start', device: { class: 'bot' } },
  );
  t.after(() => client.close());
  if (client.state.name !== 'online') {
    await new Promise<void>((resolve) => client.on('state', ({ name }) => name === 'online' && resolve()));
  }
  return client;
}

/** Rows of no conversation, so that copying takes a while. */
async function fill(directory: string, count: number): Promise<void> {
  const database = new DatabaseSync(join(directory, 'posthorn.db'), { timeout: 10_000 });
  const insert = database.prepare('INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?)');
  const content = new Uint8Array(200);
  for (let done = 0; done < count; done += 1000) {
    database.exec('BEGIN IMMEDIATE');
    for (let index = done; index < done + 1000; index++) {
      insert.run(999_999, index, 999_999, `${index}`, 0, content);
    }
    database.exec('COMMIT');
    // The server has its turn.
    await turn();
  }
  database.close();
}

/** Resolves when a file of that name is in the folder. */
async function appearing(folder: string, name: string): Promise<void> {
  const watcher = watch(folder);
  for await (const { filename } of watcher) if (filename === name) return;
}

async function folderOf(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-backup-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function readLog(client: Client, conversation: number): Promise<Incoming[]> {
  const log: Incoming[] = [];
  for (;;) {
    const page = await client.history(conversation, { after: log.at(-1)?.seq ?? 0, limit: 200 });
    if (page.length === 0) return log;
    log.push(...page);
  }
}

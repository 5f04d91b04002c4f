/** The server's data is put back to an earlier day; clients notice and skip nothing (promise 12). */
import assert from 'node:assert/strict';
import { copyFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { it } from 'node:test';
import { connect, memoryStorage } from '@posthorn/client/node';
import type { Client } from '@posthorn/client/node';
import { EventStream } from './support/event-stream.ts';
import { ServerProcess } from '@posthorn/testing/server-process';
import { Condition } from '@posthorn/testing/condition';

it('a restored backup is noticed, by the SDK and by event streams', async (t) => {
  const server = await ServerProcess.start();
  t.after(() => server.remove());
  const clients: Client[] = [];
  t.after(async () => {
    for (const client of clients) await client.close();
  });
  const heard: string[] = [];
  const restored: number[] = [];
  const progress = new Condition();
  const open = async (user: string): Promise<Client> => {
    const client = await connect(
      { server: server.tcpUrl, user, password: 'secret', register: true },
      { storage: memoryStorage(), start: 'start', device: { class: 'bot' } },
    );
    clients.push(client);
    await new Promise<void>((resolve) => {
      client.on('state', ({ name }) => name === 'online' && resolve());
    });
    return client;
  };
  const romeo = await open('romeo');
  const juliet = await open('juliet');
  juliet.on('message', ({ content, conversation: place }) => {
    // The lobby only makes time pass.
    if (place !== 1) heard.push(content.text);
    progress.changed();
  });
  juliet.on('restored', (conversations) => {
    restored.push(...conversations);
    progress.changed();
  });
  for (const text of ['one', 'two']) await romeo.send({ to: 'juliet' }, text).done;
  const database = new DatabaseSync(join(server.directory, 'posthorn.db'), { readOnly: true });
  const copy = join(server.directory, 'backup');
  await backup(database, copy);
  database.close();
  // What a backup lacks is noticed when it is two seconds old.
  const generation = (): Promise<string> => readFile(join(server.directory, 'generation'), 'utf8');
  const old = await generation();
  for (let count = 0; (await generation()) === old; count++)
    await romeo.send({ conversation: 1 }, `${count}`).done;
  const { conversation } = await romeo.send({ to: 'juliet' }, 'lost three').done;
  await progress.until(() => heard.length === 3);
  const login = await fetch(`${server.httpUrl}/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'juliet', password: 'secret', device: { id: 'stream', class: 'bot' } }),
  });
  const { token } = (await login.json()) as { readonly token: string };
  const stream = await EventStream.open(
    `${server.httpUrl}/v1/events?from=start&conversation=${conversation}`,
    token,
  );
  const ids = [await stream.next('message'), await stream.next('message'), await stream.next('message')];
  stream.close();

  await server.kill();
  for (const name of ['posthorn.db', 'posthorn.db-wal', 'posthorn.db-shm']) {
    await rm(join(server.directory, name), { force: true });
  }
  await copyFile(copy, join(server.directory, 'posthorn.db'));
  const before = server.ready.epoch;
  await server.start();
  assert.notEqual(server.ready.epoch, before);

  await romeo.send({ to: 'juliet' }, 'new three').done;
  await progress.until(() => heard.includes('new three') && restored.length > 0);
  assert.ok(restored.includes(conversation));
  assert.deepEqual(
    heard.slice(3),
    ['one', 'two', 'new three'],
    'read again from its beginning, without a hole',
  );

  const again = await fetch(`${server.httpUrl}/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'juliet', password: 'secret', device: { id: 'stream', class: 'bot' } }),
  });
  const { token: newToken } = (await again.json()) as { readonly token: string };
  const resumed = await EventStream.open(
    `${server.httpUrl}/v1/events?conversation=${conversation}`,
    newToken,
    ids.at(-1)?.id,
  );
  assert.deepEqual((await resumed.next('restored')).data, { conversations: [conversation] });
  const texts: unknown[] = [];
  for (let count = 0; count < 3; count++) {
    texts.push(((await resumed.next('message')).data['content'] as { readonly text: string }).text);
  }
  assert.deepEqual(texts, ['one', 'two', 'new three']);
  resumed.close();
});

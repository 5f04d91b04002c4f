/**
 * The server is killed with SIGKILL at random moments, many times, under load. Afterwards the ledger of what
 * was sent, acked and received must say that promises 1 to 8 held.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TestContext } from 'node:test';
import type { Client, Incoming, Target } from '@posthorn/client';
import { connect, fileStorage } from '@posthorn/client/node';
import { Ledger } from './ledger.ts';
import { ServerProcess } from '@posthorn/testing/server-process';
import { Condition } from '@posthorn/testing/condition';

const NAMES = ['romeo', 'juliet', 'mercutio', 'nurse'] as const;

/** Seconds between kills, in ms: sometimes while clients are still coming back. */
const LONGEST_LIFE_MS = 900;
const LONGEST_OUTAGE_MS = 300;

export async function killAgainAndAgain(t: TestContext, kills: number): Promise<void> {
  const server = await ServerProcess.start();
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-devices-'));
  const clients = new Map<string, Client>();
  t.after(async () => {
    for (const client of clients.values()) await client.close();
    await server.remove();
    await rm(folder, { recursive: true, force: true });
  });
  const ledger = new Ledger();
  const progress = new Condition();

  const open = async (name: string): Promise<Client> => {
    // Half of them over TCP, half over WebSocket; all keep what they have on disk.
    const url = NAMES.indexOf(name as never) % 2 === 0 ? server.tcpUrl : server.httpUrl;
    const client = await connect(
      { server: url, user: name, password: 'wherefore', register: true },
      { storage: await fileStorage(join(folder, name)), start: 'start', device: { class: 'desktop' } },
    );
    client.on('message', (message) => {
      ledger.received(name, message);
      progress.changed();
    });
    clients.set(name, client);
    return client;
  };
  for (const name of NAMES) await open(name);
  const romeo = clientOf(clients, 'romeo');
  const others = await Promise.all(NAMES.slice(1).map((name) => idOf(romeo, name, clients)));
  const group = await romeo.call('createGroup', { title: 'Verona', members: others });
  const lobby = lobbyOf(romeo);

  let isStorm = true;
  const talking = NAMES.map(async (name, index) => {
    const peer = NAMES[(index + 1) % NAMES.length] ?? 'romeo';
    const targets: Target[] = [{ to: peer }, { conversation: group.id }, { conversation: lobby }];
    for (let count = 0; isStorm; count++) {
      const target = targets[count % targets.length] ?? { to: peer };
      const text = `${name} ${count}`;
      ledger.sent(name, text);
      const { done } = clientOf(clients, name).send(target, text);
      done.then(
        (ack) => {
          ledger.acked(text, ack);
          progress.changed();
        },
        (error: unknown) => assert.fail(`promise 8: ${String(error)}`),
      );
      await pause(Math.random() * 12);
    }
  });
  for (let kill = 0; kill < kills; kill++) {
    await pause(Math.random() * LONGEST_LIFE_MS);
    await server.kill();
    await pause(Math.random() * LONGEST_OUTAGE_MS);
    await server.start();
  }
  isStorm = false;
  await Promise.all(talking);
  await progress.until(() => ledger.unacked.length === 0);

  const directs = await Promise.all(
    NAMES.map(async (name, index) => {
      const peer = NAMES[(index + 1) % NAMES.length] ?? 'romeo';
      const client = clientOf(clients, name);
      const { id } = await client.call('openDirect', { user: await idOf(client, peer, clients) });
      return { conversation: id, readers: [name, peer] };
    }),
  );
  const places = [
    ...directs,
    { conversation: group.id, readers: [...NAMES] },
    { conversation: lobby, readers: [...NAMES] },
  ];
  for (const { conversation, readers } of places) {
    const log = await readLog(clientOf(clients, readers[0] ?? 'romeo'), conversation);
    await progress.until(() => readers.every((reader) => ledger.countOf(reader, conversation) >= log.length));
    ledger.check(conversation, log, readers);
  }
  assert.ok(ledger.sentCount > kills * NAMES.length, `${ledger.sentCount} messages`);
  t.diagnostic(`${ledger.sentCount} messages, ${kills} kills, all acked, all received once and in order`);
}

async function readLog(client: Client, conversation: number): Promise<Incoming[]> {
  const log: Incoming[] = [];
  for (;;) {
    const page = await client.history(conversation, { after: log.at(-1)?.seq ?? 0, limit: 200 });
    if (page.length === 0) return log;
    log.push(...page);
  }
}

function clientOf(clients: ReadonlyMap<string, Client>, name: string): Client {
  const client = clients.get(name);
  assert.ok(client !== undefined);
  return client;
}

/** Their id, once they are registered. */
async function idOf(client: Client, name: string, clients: ReadonlyMap<string, Client>): Promise<number> {
  await online(clientOf(clients, name));
  const user = await client.user(name);
  assert.ok(user !== undefined);
  return user.id;
}

/** Resolves when it is. */
export function online(client: Client): Promise<void> {
  if (client.state.name === 'online') return Promise.resolve();
  return new Promise((resolve) => {
    const off = client.on('state', ({ name }) => {
      if (name !== 'online') return;
      off();
      resolve();
    });
  });
}

function lobbyOf(client: Client): number {
  assert.equal(client.state.name, 'online');
  return client.state.session.lobby;
}

/** What the outbox keeps: bytes, and over a restart whatever this or an earlier version wrote. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { completeContent, decodeContent } from '@posthorn/protocol';
import type { ContentInit } from '@posthorn/protocol';
import type { Client, Storage } from '../src/api.ts';
import { startClient } from '../src/client.ts';
import { fileStorage } from '../src/node/file-storage.ts';
import { memoryStorage } from '../src/storage.ts';
import { FakeServer } from './support/fake-server.ts';

const CALM = { pushes: [], cuts: [], sends: [], random: [] };
const DATA = Uint8Array.from({ length: 256 }, (_, index) => index);
const BINARY: ContentInit = {
  text: '📯',
  kind: { case: 'custom', value: { type: 'com.example.bytes', data: DATA } },
};
/** A file as version 0.1.0 wrote it, with one message in the outbox. */
const OLD_FILE = `["device","01M9"]
["o/old",{"order":4,"target":{"conversation":10},"content":"CgTwn5OvShoKEWNvbS5leGFtcGxlLmJ5dGVzEgUAAYD+/w=="}]
`;

/** A client that never gets online, and so keeps what it is given. */
function startOffline(storage: Storage): Promise<Client> {
  const server = new FakeServer(CALM);
  server.isBlackHole = true;
  return start(server, storage);
}

function start(server: FakeServer, storage: Storage): Promise<Client> {
  return startClient(
    { server: 'tcp://fake:1', user: 'self', password: 'pw' },
    { storage, start: 'start' },
    server.platform,
  );
}

/** Starts a client on a storage and returns what its outbox sent to conversation 10. */
async function flush(
  storage: Storage,
): Promise<readonly { readonly clientId: string; readonly content: object }[]> {
  const server = new FakeServer(CALM);
  const client = await start(server, storage);
  await server.platform.until(() => client.pending().length === 0);
  let isClosed = false;
  const closing = client.close().then(() => (isClosed = true));
  await server.platform.until(() => isClosed);
  await closing;
  return (server.log.get(10) ?? []).map(({ clientId = '', content }) => ({
    clientId,
    content: decodeContent(content ?? new Uint8Array(0)),
  }));
}

/** What a directory keeps, in memory: virtual time does not wait for a disk. */
async function copyOf(path: string): Promise<Storage> {
  const files = await fileStorage(path);
  const copy = memoryStorage();
  await copy.put([...(await files.load())]);
  await files.close();
  return copy;
}

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'posthorn-outbox-'));
  t.after(() => rm(path, { recursive: true, force: true }));
  return path;
}

describe('what the outbox keeps', () => {
  it('is bytes in a buffer of their own, so that IndexedDB stores no more than the message', async () => {
    const storage = memoryStorage();
    const client = await startOffline(storage);
    client.send({ conversation: 10 }, 'short', { clientId: 'x' }).done.catch(() => {});
    await new Promise((resolve) => setImmediate(resolve));
    const { content } = (await storage.load()).get('o/x') as { readonly content: Uint8Array };
    assert.ok(content instanceof Uint8Array);
    assert.equal(content.buffer.byteLength, content.byteLength);
    assert.equal(decodeContent(content).text, 'short');
  });

  it('survives a restart on files, whatever its bytes', async (t) => {
    const path = await folder(t);
    const first = await fileStorage(path);
    const client = await startOffline(first);
    client.send({ conversation: 10 }, BINARY, { clientId: 'x' }).done.catch(() => {});
    // Its write is the first of the queue.
    await first.put([['written', true]]);
    await first.close();
    const [sent, ...others] = await flush(await copyOf(path));
    assert.equal(sent?.clientId, 'x');
    assert.deepEqual(sent.content, completeContent({ text: '📯', kind: BINARY.kind }));
    assert.deepEqual(others, []);
  });

  it('is sent when version 0.1.0 wrote it to a file', async (t) => {
    const path = await folder(t);
    await writeFile(join(path, 'device.jsonl'), OLD_FILE);
    const [sent, ...others] = await flush(await copyOf(path));
    assert.equal(sent?.clientId, 'old');
    const data = Uint8Array.of(0, 1, 128, 254, 255);
    const kind = { case: 'custom', value: { type: 'com.example.bytes', data } } as const;
    assert.deepEqual(sent.content, completeContent({ text: '📯', kind }));
    assert.deepEqual(others, []);
  });
});

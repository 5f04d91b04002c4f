/** What a device sends: over restarts, refusals, and with files. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { KeptSends } from '../../src/engine/kept-sends.ts';
import { openEngine } from '../../src/engine/host-entry.ts';
import type { Engine } from '../../src/engine/index.ts';
import { files } from '../../src/files/index.ts';
import { connect, memoryStorage } from '../../src/index.ts';
import type { Client } from '../../src/index.ts';
import { newDevice, unexpected, when } from './support.ts';

const NOWHERE = 'http://127.0.0.1:1';

let place: InProcess;
let romeo: Client;
let directory = '';
const engines: Engine[] = [];

before(async () => {
  newDevice();
  directory = await mkdtemp(join(tmpdir(), 'posthorn-engine-'));
  place = await startInProcess({ loginPolicy: 'multi', files: { kind: 'directory', directory } });
  romeo = await connect({ server: place.httpUrl, user: 'romeo', password: 'pw', register: true });
  await new Promise<void>((resolve) => romeo.on('synced', resolve));
});

after(async () => {
  await Promise.all([romeo.close(), ...engines.map((engine) => engine.close())]);
  await place.server.close();
  await rm(directory, { recursive: true });
});

async function engineOf(user: string, server = place.httpUrl): Promise<Engine> {
  const credentials = { server, user, password: 'pw', register: true };
  const engine = await openEngine({ credentials, account: user, onError: unexpected });
  engines.push(engine);
  return engine;
}

function states(engine: Engine): readonly string[] {
  return engine.outgoing.get().map(({ state }) => state);
}

it('what is sent without a connection waits, over a restart too, and arrives once and in order', async () => {
  const offline = await engineOf('juliet', NOWHERE);
  const first = await offline.send({ to: 'romeo' }, 'one');
  await offline.send({ to: 'romeo' }, 'two');
  assert.deepEqual(states(offline), ['waiting', 'waiting']);
  assert.equal(offline.status.get().waiting, 2);
  await offline.close();
  const engine = await engineOf('juliet');
  assert.deepEqual(
    engine.outgoing.get().map(({ content }) => content.text),
    ['one', 'two'],
  );
  const { conversation } = await engine.acked(first.clientId);
  await when(engine.outgoing, (all) => all.length === 0);
  const texts = (await romeo.history(conversation, { after: 0, limit: 10 })).map(
    ({ content }) => content.text,
  );
  assert.deepEqual(texts, ['one', 'two']);
  await engine.close();
});

it('what the server refuses stays, over a restart too, until the user has decided', async () => {
  const engine = await engineOf('mercutio');
  const { clientId } = await engine.send({ to: 999_999 }, 'lost');
  await assert.rejects(engine.acked(clientId), { code: 'NOT_FOUND' });
  assert.deepEqual(states(engine), ['failed']);
  assert.equal(engine.status.get().failed, 1);
  await engine.close();
  const again = await engineOf('mercutio');
  assert.partialDeepStrictEqual(again.outgoing.get(), [
    { clientId, content: { text: 'lost' }, state: 'failed', error: { code: 'NOT_FOUND' } },
  ]);
  await again.retry(clientId);
  await when(again.outgoing, ([only]) => only?.state === 'failed' && only.clientId !== clientId);
  assert.equal(await again.discard(again.outgoing.get()[0]?.clientId ?? ''), true);
  assert.deepEqual(again.outgoing.get(), []);
  await again.close();
  assert.deepEqual((await engineOf('mercutio', NOWHERE)).outgoing.get(), []);
});

it('what waits can be taken back; what is in the log cannot', async () => {
  const engine = await engineOf('paris', NOWHERE);
  const { clientId } = await engine.send({ to: 'romeo' }, 'never mind');
  const acked = assert.rejects(engine.acked(clientId), { code: 'NOT_FOUND' });
  assert.equal(await engine.discard(clientId), true);
  await acked;
  assert.equal(await engine.discard(clientId), false);
  assert.deepEqual(engine.outgoing.get(), []);
  await engine.close();
});

it('files are kept on the device until they are sent', async () => {
  const bytes = new Uint8Array(300_000).map((_, i) => (i * 7919) % 251);
  const offline = await engineOf('benvolio', NOWHERE);
  await offline.send({ to: 'romeo' }, 'look', {
    files: [
      { file: new Blob([bytes], { type: 'application/octet-stream' }), name: 'map.bin', alt: 'Verona' },
    ],
  });
  assert.deepEqual(states(offline), ['uploading']);
  await offline.close();
  const engine = await engineOf('benvolio');
  const [{ clientId, uploads } = assert.fail()] = engine.outgoing.get();
  assert.partialDeepStrictEqual(uploads, [{ name: 'map.bin', bytes: bytes.length }]);
  const { conversation, seq } = await engine.acked(clientId);
  const [message] = await romeo.history(conversation, { after: seq - 1, limit: 1 });
  const [{ id, name, alt } = assert.fail()] = message?.content.attachments ?? [];
  assert.deepEqual([message?.content.text, name, alt], ['look', 'map.bin', 'Verona']);
  assert.deepEqual(await (await files(romeo).download(id)).array(), bytes);
  await when(engine.outgoing, (all) => all.length === 0);
  await engine.close();
  assert.deepEqual((await engineOf('benvolio', NOWHERE)).outgoing.get(), []);
});

it('a file that the server refuses fails its message, which can be tried again', async () => {
  const engine = await engineOf('tybalt');
  const { clientId } = await engine.send({ to: 999_999 }, '', {
    files: [{ file: new Blob(['x']), name: 'x.txt' }],
  });
  await assert.rejects(engine.acked(clientId), { code: 'NOT_FOUND' });
  await when(engine.outgoing, ([only]) => only?.state === 'failed');
  await engine.retry(clientId);
  await when(engine.outgoing, ([only]) => only?.state === 'failed' && only.clientId !== clientId);
  assert.equal(engine.outgoing.get().length, 1);
  await engine.close();
});

it('what was seen is stored before a position moves past it', async () => {
  const order: string[] = [];
  const storage = memoryStorage();
  const kept = new KeptSends(
    {
      ...storage,
      async put(entries) {
        order.push(entries.map(([key]) => key).join());
        await storage.put(entries);
      },
    },
    async () => {
      await Promise.resolve();
      order.push('seen');
    },
  );
  await kept.load();
  await Promise.all([kept.put([['p/1', [4, 0]]]), kept.put([['device', 'x']])]);
  assert.deepEqual(order, ['device', 'seen', 'p/1']);
});

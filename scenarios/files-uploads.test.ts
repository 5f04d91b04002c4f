/** What becomes of uploads that somebody does not finish: their user, or a router that dies. */
import assert from 'node:assert/strict';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { begin, FilesPlace, send, stateOf, TUS } from '@posthorn/testing/files-place';
import type { Person } from '@posthorn/testing/files-place';
import { completeUpload, knownUploads } from '../packages/server/src/features/files/upload-queries.ts';
import { SteppedClock } from './support/stepped-clock.ts';

const LIFETIME_MS = 120_000;
const KIB = 1024;

const clock = new SteppedClock();
let place: FilesPlace;
let ann: Person;

before(async () => {
  place = await FilesPlace.open({ uploadLifetime: LIFETIME_MS, fileQuota: 100 * KIB }, { clock });
  ann = await place.join('ann');
});

after(() => place[Symbol.asyncDispose]());

function idOf(path: string): string {
  return path.split('/').at(-1) ?? '';
}

async function isInStorage(id: string): Promise<boolean> {
  const { items } = await place.blobs.listUploads({ limit: 100, unchangedSince: clock.now() + LIFETIME_MS });
  return items.some(({ upload }) => upload === id);
}

/** All of its bytes are there, though nobody has said so. */
async function arrived(bytes: string): Promise<string> {
  const path = await begin(ann, bytes.length);
  await place.blobs.append(idOf(path), 0, [Buffer.from(bytes)] as unknown as AsyncIterable<Uint8Array>);
  return path;
}

async function contentOf(path: string): Promise<string> {
  return (await ann.ask('GET', path.replace('uploads', 'files'))).text;
}

describe('an upload that its user does not finish', () => {
  it('is dropped after its time, with its bytes, and counts no more', async () => {
    const path = await begin(ann, 90 * KIB);
    await send(ann, path, 0, 'abc');
    assert.equal((await ann.ask('POST', '/v1/files', { body: 'x'.repeat(20 * KIB) })).status, 422);
    await clock.pass(LIFETIME_MS / 2);
    await send(ann, path, 3, 'def');
    await clock.pass(LIFETIME_MS / 2 + 1000);
    assert.equal((await ann.ask('HEAD', path, { headers: TUS })).status, 200, 'what came last counts');
    await clock.pass(LIFETIME_MS / 2);
    while ((await place.store.run(knownUploads, [idOf(path)])).length > 0) {
      await clock.pass(1000);
      await turn();
    }
    assert.equal((await ann.ask('HEAD', path, { headers: TUS })).status, 404);
    assert.ok(!(await isInStorage(idOf(path))));
    assert.equal((await ann.ask('POST', '/v1/files', { body: 'x'.repeat(20 * KIB) })).status, 201);
  });

  it('is gone from its end on, also before somebody drops it', async (t) => {
    const late = await FilesPlace.open({ uploadLifetime: LIFETIME_MS }, { clock: new SteppedClock() });
    t.after(() => late[Symbol.asyncDispose]());
    const eve = await late.join('eve');
    const path = await begin(eve, 10);
    const other = new SteppedClock();
    await other.pass(LIFETIME_MS + 1000);
    const ahead = await late.another({ clock: other });
    t.after(() => ahead.server.close());
    const headers = { ...TUS, authorization: `Bearer ${eve.token}` };
    const { status } = await fetch(`${ahead.httpUrl}${path}`, { method: 'HEAD', headers });
    assert.ok([410, 404].includes(status), String(status));
  });
});

describe('an upload whose router has died', () => {
  it('after the last byte, before it could say so: whoever asks makes the file', async () => {
    const asked = await arrived('asked by GET');
    assert.equal((await stateOf(ann, asked))['state'], 'ready');
    assert.equal(await contentOf(asked), 'asked by GET');
    const looked = await arrived('looked at by HEAD');
    const { headers } = await ann.ask('HEAD', looked, { headers: TUS });
    assert.equal(headers.get('upload-offset'), '17');
    assert.equal((await stateOf(ann, looked))['state'], 'ready');
  });

  it('while it made the file: another one does, though nobody asks', async () => {
    const path = await arrived('left in the middle');
    await place.store.run(completeUpload, idOf(path), 18, clock.now() + 60_000);
    const busy = await ann.ask('GET', path);
    assert.equal(busy.json['state'], 'processing');
    while ((await ann.ask('GET', `/v1/files/${idOf(path)}`)).status !== 200) await clock.pass(5000);
    assert.equal(await contentOf(path), 'left in the middle');
  });

  it('after it made the file, before it said so: the file is made once', async () => {
    const path = await arrived('made twice');
    assert.equal((await stateOf(ann, path))['state'], 'ready');
    assert.ok(!(await isInStorage(idOf(path))));
    const states = await Promise.all([stateOf(ann, path), stateOf(ann, path)]);
    assert.deepEqual(states[0], states[1]);
  });

  it('between the storage and the database: what it left is found, after a day', async () => {
    const stray = await place.blobs.begin();
    const young = await place.blobs.begin();
    const old = Date.now() / 1000 - 90_000;
    await utimes(join(place.folder, 'uploads', stray), old, old);
    await place.restart();
    while (await isInStorage(stray)) {
      await clock.pass(1000);
      await turn();
    }
    assert.ok(await isInStorage(young));
  });
});

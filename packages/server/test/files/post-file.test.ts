/** A file in one request. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { ask, begin, FilesPlace, joinAt, send, stateOf } from '@posthorn/testing/files-place';
import type { Person } from '@posthorn/testing/files-place';
import { startInProcess } from '@posthorn/testing/in-process';
import { createUpload, knownUploads } from '../../src/features/files/upload-queries.ts';

const MIB = 1_048_576;

let place: FilesPlace;
let ann: Person;
let bob: Person;

before(async () => {
  place = await FilesPlace.open({ maxFile: 4 * MIB, fileQuota: 6 * MIB });
  ann = await place.join('ann');
  bob = await place.join('bob');
});

after(() => place[Symbol.asyncDispose]());

function errorOf(json: Readonly<Record<string, unknown>>): unknown {
  return (json['error'] as Record<string, unknown> | undefined)?.['code'];
}

async function uploadsInStorage(): Promise<readonly string[]> {
  const { items } = await place.blobs.listUploads({ limit: 100, unchangedSince: Date.now() + 60_000 });
  return items.map(({ upload }) => upload);
}

/** A connection of a client that says what it likes. */
function raw(head: readonly string[]): Socket {
  const socket = connect(Number(new URL(place.httpUrl).port), '127.0.0.1');
  socket.write(['POST /v1/files?name=raw HTTP/1.1', 'host: x', ...head, '', ''].join('\r\n'));
  return socket;
}

describe('POST /v1/files', () => {
  it('takes any type, also JSON, as it is, and answers with the attachment', async () => {
    const body = '{"not": parsed';
    const headers = { 'content-type': 'application/json' };
    const path = '/v1/files?name=x.json&alt=some%20words&voice=true';
    const { status, json, text } = await ann.ask('POST', path, { headers, body });
    assert.equal(status, 201, text);
    const { name, bytes, alt, voice } = json;
    assert.deepEqual(
      { name, bytes, alt, voice },
      { name: 'x.json', bytes: 14, alt: 'some words', voice: false },
    );
    const file = `/v1/files/${String(json['id'])}`;
    assert.equal((await ann.ask('GET', file)).text, body);
    assert.deepEqual((await ann.ask('GET', `${file}/info`)).json, json);
    assert.equal((await ann.ask('GET', `/v1/uploads/${String(json['id'])}`)).json['state'], 'ready');
  });

  it('takes a body of unknown length, and an empty one', async () => {
    const bytes = randomBytes(3 * MIB);
    const { status, json, text } = await bob.ask('POST', '/v1/files', { body: new Blob([bytes]).stream() });
    assert.equal(status, 201, text);
    assert.equal(json['bytes'], bytes.length);
    assert.equal(json['name'], 'file');
    assert.equal((await bob.ask('POST', '/v1/files')).json['bytes'], 0);
  });

  it('refuses what is too large, before it is sent, or as soon as it is known', async () => {
    const socket = raw([`authorization: Bearer ${ann.token}`, `content-length: ${100 * MIB}`]);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    assert.match(answer.toString(), /^HTTP\/1\.1 413 /);
    assert.match(answer.toString(), /connection: close/i);
    socket.destroy();
    const body = new Blob([randomBytes(4 * MIB), randomBytes(MIB)]).stream();
    const { status, json } = await ann.ask('POST', '/v1/files', { body });
    assert.equal(status, 413);
    assert.equal(errorOf(json), 'TOO_LARGE');
  });

  it('refuses strangers before a byte is read', async () => {
    const socket = raw(['content-length: 1000000']);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    assert.match(answer.toString(), /^HTTP\/1\.1 401 /);
    socket.destroy();
    assert.equal((await ask(place.httpUrl, 'POST', '/v1/files', { body: 'x' })).status, 401);
  });

  it('leaves nothing when the connection breaks', async () => {
    const before = await uploadsInStorage();
    const socket = raw([`authorization: Bearer ${ann.token}`, 'content-length: 1000000']);
    socket.write(randomBytes(500_000));
    let begun: readonly string[] = [];
    while (begun.length === 0) {
      begun = (await uploadsInStorage()).filter((each) => !before.includes(each));
      await turn();
    }
    socket.destroy();
    while ((await uploadsInStorage()).length > before.length) await turn();
    while ((await place.store.run(knownUploads, begun)).length > 0) await turn();
  });

  it('counts what a user has, uploads under way included, and gives it back', async () => {
    const eve = await place.join('eve');
    const whole = await begin(eve, 4 * MIB);
    const refused = await eve.ask('POST', '/v1/files', { body: randomBytes(3 * MIB) });
    assert.deepEqual([refused.status, errorOf(refused.json)], [422, 'LIMIT_EXCEEDED']);
    const stream = new Blob([randomBytes(3 * MIB)]).stream();
    assert.equal((await eve.ask('POST', '/v1/files', { body: stream })).status, 422);
    assert.equal((await eve.ask('POST', '/v1/files', { body: randomBytes(MIB) })).status, 201);
    await eve.ask('DELETE', whole, { headers: { 'tus-resumable': '1.0.0' } });
    assert.equal((await eve.ask('POST', '/v1/files', { body: randomBytes(4 * MIB) })).status, 201);
    assert.equal((await eve.ask('POST', '/v1/files', { body: randomBytes(2 * MIB) })).status, 422);
  });

  it('keeps the same bytes once', async () => {
    const bytes = randomBytes(1000);
    const etags = [];
    for (const who of [ann, bob]) {
      const { json } = await who.ask('POST', '/v1/files', { body: bytes });
      etags.push((await who.ask('HEAD', `/v1/files/${String(json['id'])}`)).headers.get('etag'));
    }
    assert.equal(etags[0], etags[1]);
  });

  it('bounds the uploads that a user has begun', async () => {
    const eager = await place.join('eager');
    const path = await begin(eager, 1);
    for (let count = 1; count < 100; count++) {
      const id = String(count).padStart(32, '0');
      const wish = { name: 'x', type: '', alt: '', voice: false };
      const made = {
        id,
        owner: eager.id,
        ...wish,
        length: 1,
        isLengthKnown: true,
        expires: Date.now() + MIB,
      };
      assert.equal(await place.store.run(createUpload, made, 100, { perUser: 0, all: 0 }), 'made');
    }
    const headers = { 'tus-resumable': '1.0.0', 'upload-length': '1' };
    const { status, json } = await eager.ask('POST', '/v1/uploads', { headers });
    assert.deepEqual([status, errorOf(json)], [422, 'LIMIT_EXCEEDED']);
    await send(eager, path, 0, 'x');
    await stateOf(eager, path);
    assert.equal((await eager.ask('POST', '/v1/uploads', { headers })).status, 201);
  });
});

it('a server without storage says so', async (t) => {
  const { server, httpUrl } = await startInProcess({ files: { kind: 'off' } });
  t.after(() => server.close());
  const eve = await joinAt(() => httpUrl, 'eve');
  const { status, json } = await eve.ask('POST', '/v1/files', { body: 'x' });
  assert.deepEqual([status, errorOf(json)], [403, 'FORBIDDEN']);
  const headers = { 'tus-resumable': '1.0.0', 'upload-length': '1' };
  assert.equal((await eve.ask('POST', '/v1/uploads', { headers })).status, 403);
});

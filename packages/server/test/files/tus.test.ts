/** Resumable uploads, asked as a program would: tus 1.0, clause by clause. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ask, begin, CHUNK, FilesPlace, HeldBody, send, stateOf, TUS } from '@posthorn/testing/files-place';
import type { Person } from '@posthorn/testing/files-place';
import { beat } from '@posthorn/testing/beat';

const MAX_BYTES = 1_048_576;

let place: FilesPlace;
let ann: Person;
let bob: Person;

before(async () => {
  place = await FilesPlace.open({ maxFile: MAX_BYTES, fileTypesForbidden: ['image/svg+xml'] });
  ann = await place.join('ann');
  bob = await place.join('bob');
});

after(() => place[Symbol.asyncDispose]());

async function offsetOf(person: Person, path: string): Promise<number> {
  const { status, headers } = await person.ask('HEAD', path, { headers: TUS });
  assert.equal(status, 200);
  return Number(headers.get('upload-offset'));
}

describe('tus: the core', () => {
  it('takes a file in pieces, and makes it ready', async () => {
    const path = await begin(ann, 11, { filename: 'hello.txt', filetype: 'text/plain', alt: 'a greeting' });
    const first = await send(ann, path, 0, 'hello ');
    assert.equal(first.status, 204, first.text);
    assert.equal(first.headers.get('upload-offset'), '6');
    assert.equal(first.headers.get('tus-resumable'), '1.0.0');
    const head = await ann.ask('HEAD', path, { headers: TUS });
    assert.equal(head.headers.get('upload-offset'), '6');
    assert.equal(head.headers.get('upload-length'), '11');
    assert.equal(head.headers.get('cache-control'), 'no-store');
    const second = await send(ann, path, 6, 'world');
    assert.equal(second.headers.get('upload-offset'), '11');
    const state = await stateOf(ann, path);
    assert.equal(state['state'], 'ready');
    const { id, name, type, bytes, alt } = state['attachment'] as Record<string, unknown>;
    assert.deepEqual(
      { path: `/v1/uploads/${String(id)}`, name, type, bytes, alt },
      { path, name: 'hello.txt', type: 'text/plain', bytes: 11, alt: 'a greeting' },
    );
    assert.equal((await ann.ask('GET', `/v1/files/${String(id)}`)).text, 'hello world');
  });

  it('refuses bytes at another offset, and says where it goes on', async () => {
    const path = await begin(ann, 10);
    await send(ann, path, 0, 'abc');
    const { status, json } = await send(ann, path, 2, 'abc');
    assert.equal(status, 409);
    assert.match(JSON.stringify(json), /byte 3/);
    assert.equal(await offsetOf(ann, path), 3);
  });

  it('refuses other content types with 415', async () => {
    const path = await begin(ann, 3);
    const headers = { ...CHUNK, 'upload-offset': '0', 'content-type': 'application/octet-stream' };
    assert.equal((await ann.ask('PATCH', path, { headers, body: 'abc' })).status, 415);
    assert.equal(await offsetOf(ann, path), 0);
  });

  it('refuses other versions with 412, and does nothing', async () => {
    const path = await begin(ann, 3);
    const { 'tus-resumable': _, ...none } = CHUNK;
    for (const version of [{}, { 'tus-resumable': '0.2.2' }]) {
      for (const [method, where] of [
        ['PATCH', path],
        ['HEAD', path],
        ['DELETE', path],
        ['POST', '/v1/uploads'],
      ] as const) {
        const headers = { ...none, ...version, 'upload-offset': '0', 'upload-length': '3' };
        const body = method === 'PATCH' ? { body: 'abc' } : {};
        const answer = await ann.ask(method, where, { headers, ...body });
        assert.equal(answer.status, 412, method);
        assert.equal(answer.headers.get('tus-version'), '1.0.0');
      }
    }
    assert.equal(await offsetOf(ann, path), 0);
  });

  it('says what it can, to whoever asks', async () => {
    for (const path of ['/v1/uploads', '/v1/uploads/0123456789abcdef0123456789abcdef']) {
      const { status, headers } = await ask(place.httpUrl, 'OPTIONS', path);
      assert.equal(status, 204);
      assert.equal(headers.get('tus-version'), '1.0.0');
      assert.equal(headers.get('tus-max-size'), String(MAX_BYTES));
      assert.equal(
        headers.get('tus-extension'),
        'creation,creation-with-upload,termination,expiration,checksum',
      );
      assert.equal(headers.get('tus-checksum-algorithm'), 'sha256,sha1');
    }
  });

  it('takes X-HTTP-Method-Override for the method', async () => {
    const path = await begin(ann, 3);
    const override = (method: string): Record<string, string> => ({
      ...CHUNK,
      'x-http-method-override': method,
    });
    const headers = { ...override('PATCH'), 'upload-offset': '0' };
    assert.equal((await ann.ask('POST', path, { headers, body: 'abc' })).status, 204);
    await stateOf(ann, path);
    const ended = await ann.ask('POST', path, { headers: override('delete') });
    assert.equal(ended.status, 204, ended.text);
    assert.equal((await ann.ask('HEAD', path, { headers: TUS })).status, 404);
    assert.equal((await ann.ask('POST', path, { headers: override('PUT') })).status, 400);
    assert.equal((await ann.ask('POST', await begin(ann, 1), { headers: TUS })).status, 405);
  });

  it('refuses offsets and lengths that are none', async () => {
    const path = await begin(ann, 3);
    for (const offset of ['-1', '1.5', 'x', '', '99999999999999999999']) {
      const headers = { ...CHUNK, 'upload-offset': offset };
      assert.equal((await ann.ask('PATCH', path, { headers, body: 'abc' })).status, 400, offset);
    }
    for (const length of ['-1', '1e3', '', 'ten']) {
      const headers = { ...TUS, 'upload-length': length };
      assert.equal((await ann.ask('POST', '/v1/uploads', { headers })).status, 400, length);
    }
    assert.equal((await ann.ask('POST', '/v1/uploads', { headers: TUS })).status, 400);
    const deferred = { ...TUS, 'upload-defer-length': '1' };
    assert.equal((await ann.ask('POST', '/v1/uploads', { headers: deferred })).status, 400);
  });

  it('refuses more bytes than the upload was to have, declared or not', async () => {
    const path = await begin(ann, 5);
    assert.equal((await send(ann, path, 0, 'abcdef')).status, 413);
    const stream = new Blob(['abcd', 'efgh']).stream();
    const headers = { ...CHUNK, 'upload-offset': '0' };
    assert.equal((await ann.ask('PATCH', path, { headers, body: stream })).status, 413);
    assert.ok((await offsetOf(ann, path)) <= 5);
  });

  it('takes a body of unknown length', async () => {
    const path = await begin(ann, 8);
    const stream = new Blob(['abcd', 'efgh']).stream();
    const headers = { ...CHUNK, 'upload-offset': '0' };
    const answer = await ann.ask('PATCH', path, { headers, body: stream });
    assert.equal(answer.headers.get('upload-offset'), '8', answer.text);
    assert.equal((await stateOf(ann, path))['state'], 'ready');
  });

  it('answers a repeat of the last request, and none of earlier ones, when all has arrived', async () => {
    const path = await begin(ann, 3);
    await send(ann, path, 0, 'abc');
    await stateOf(ann, path);
    assert.equal(await offsetOf(ann, path), 3);
    assert.equal((await send(ann, path, 3, '')).status, 204);
    assert.equal((await send(ann, path, 0, 'abc')).status, 409);
  });
});

describe('tus: one request at a time', () => {
  it('locks an upload while bytes of it arrive', async () => {
    const path = await begin(ann, 6);
    const held = new HeldBody('abc');
    const headers = { ...CHUNK, 'upload-offset': '0' };
    const first = ann.ask('PATCH', path, { headers, body: held.stream });
    await held.taken;
    await until(async () => (await offsetOf(ann, path)) === 3);
    assert.equal((await send(ann, path, 3, 'def')).status, 423);
    assert.equal((await ann.ask('DELETE', path, { headers: TUS })).status, 423);
    held.end('def');
    assert.equal((await first).headers.get('upload-offset'), '6');
  });

  it('keeps what came before the connection broke', async () => {
    const path = await begin(ann, 6);
    const held = new HeldBody('abc');
    const broken = new AbortController();
    const headers = { ...CHUNK, 'upload-offset': '0' };
    const first = ann.ask('PATCH', path, { headers, body: held.stream, signal: broken.signal });
    await until(async () => (await offsetOf(ann, path)) === 3);
    broken.abort();
    await assert.rejects(first);
    await until(async () => (await send(ann, path, 3, 'def')).status === 204);
    assert.equal((await stateOf(ann, path))['state'], 'ready');
  });
});

describe('tus: extensions', () => {
  it('creation: refuses what is too large before it begins', async () => {
    const headers = { ...TUS, 'upload-length': String(MAX_BYTES + 1) };
    const { status, json } = await ann.ask('POST', '/v1/uploads', { headers });
    assert.equal(status, 413);
    assert.equal((json['error'] as Record<string, unknown>)['code'], 'TOO_LARGE');
  });

  it('creation: an empty file is complete at once', async () => {
    const path = await begin(ann, 0, { filename: 'empty' });
    assert.equal((await stateOf(ann, path))['state'], 'ready');
    const { status, text } = await ann.ask('GET', path.replace('uploads', 'files'));
    assert.deepEqual({ status, text }, { status: 200, text: '' });
  });

  it('creation: refuses metadata that is none', async () => {
    for (const metadata of ['filename !', 'a YQ==,a YQ==', 'a YQ== YQ==', 'a,b,,c', 'näme YQ==']) {
      const headers = { ...TUS, 'upload-length': '1', 'upload-metadata': metadata };
      const bytes = { ...headers, 'upload-metadata': Buffer.from(metadata).toString('latin1') };
      assert.equal((await ann.ask('POST', '/v1/uploads', { headers: bytes })).status, 400, metadata);
    }
    const long = Buffer.from('x'.repeat(1001)).toString('base64');
    const headers = { ...TUS, 'upload-length': '1', 'upload-metadata': `alt ${long}` };
    assert.equal((await ann.ask('POST', '/v1/uploads', { headers })).status, 400);
    const empty = { ...TUS, 'upload-length': '1', 'upload-metadata': 'filename,other eA==' };
    assert.equal((await ann.ask('POST', '/v1/uploads', { headers: empty })).status, 201);
  });

  it('creation-with-upload: takes bytes at once, some or all', async () => {
    for (const [length, state] of [
      [3, 'ready'],
      [5, 'receiving'],
    ] as const) {
      const headers = { ...CHUNK, 'upload-length': String(length) };
      const answer = await ann.ask('POST', '/v1/uploads', { headers, body: 'abc' });
      assert.equal(answer.status, 201, answer.text);
      assert.equal(answer.headers.get('upload-offset'), '3');
      const path = `/v1/${answer.headers.get('location') ?? ''}`;
      assert.equal((await ann.ask('GET', `${path}?wait=${state === 'ready' ? 10 : 0}`)).json['state'], state);
    }
    const headers = { ...CHUNK, 'upload-length': '2' };
    assert.equal((await ann.ask('POST', '/v1/uploads', { headers, body: 'abc' })).status, 413);
  });

  it('termination: an ended upload is gone', async () => {
    const path = await begin(ann, 5);
    await send(ann, path, 0, 'abc');
    const { status, headers } = await ann.ask('DELETE', path, { headers: TUS });
    assert.equal(status, 204);
    assert.equal(headers.get('tus-resumable'), '1.0.0');
    assert.equal((await ann.ask('HEAD', path, { headers: TUS })).status, 404);
    assert.equal((await send(ann, path, 3, 'de')).status, 404);
    assert.equal((await ann.ask('GET', path)).status, 404);
  });

  it('checksum: keeps nothing of bytes that were changed on the way', async () => {
    const path = await begin(ann, 6);
    const checked = async (algorithm: string, of: string, offset: number, body: string): Promise<number> => {
      const digest = createHash(algorithm).update(of).digest('base64');
      const headers = {
        ...CHUNK,
        'upload-offset': String(offset),
        'upload-checksum': `${algorithm} ${digest}`,
      };
      return (await ann.ask('PATCH', path, { headers, body })).status;
    };
    assert.equal(await checked('sha256', 'abd', 0, 'abc'), 460);
    assert.equal(await offsetOf(ann, path), 0);
    assert.equal(await checked('sha256', 'abc', 0, 'abc'), 204);
    assert.equal(await checked('sha1', 'dex', 3, 'def'), 460);
    assert.equal(await checked('md5', 'def', 3, 'def'), 400);
    assert.equal(await offsetOf(ann, path), 3);
    assert.equal(await checked('sha1', 'def', 3, 'def'), 204);
    assert.equal((await ann.ask('GET', `${path}?wait=10`)).json['state'], 'ready');
  });

  it('expiration: says until when', async () => {
    const path = await begin(ann, 5);
    const { headers } = await send(ann, path, 0, 'abc');
    const left = Date.parse(headers.get('upload-expires') ?? '') - Date.now();
    assert.ok(Math.abs(left - 7 * 86_400_000) < 60_000);
  });
});

describe('an upload', () => {
  it('is known to its owner alone', async () => {
    const path = await begin(ann, 5);
    assert.equal((await bob.ask('HEAD', path, { headers: TUS })).status, 404);
    assert.equal((await bob.ask('GET', path)).status, 404);
    assert.equal((await bob.ask('DELETE', path, { headers: TUS })).status, 404);
    assert.equal((await send(bob, path, 0, 'abcde')).status, 404);
    assert.equal((await ask(place.httpUrl, 'HEAD', path, { headers: TUS })).status, 401);
    assert.equal((await ask(place.httpUrl, 'GET', path)).status, 401);
    assert.equal(await offsetOf(ann, path), 0);
  });

  it('is refused for its type, with the reason, and counts no more', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    const path = await begin(ann, svg.length, { filename: 'x.svg' });
    await send(ann, path, 0, svg);
    const state = await stateOf(ann, path);
    assert.equal(state['state'], 'refused');
    assert.match(JSON.stringify(state['error']), /image\/svg\+xml/);
    assert.equal((await ann.ask('GET', path.replace('uploads', 'files'))).status, 404);
    const posted = await ann.ask('POST', '/v1/files?name=x.svg', { body: svg });
    assert.equal(posted.status, 415, posted.text);
  });

  it('goes on at another router, and after a restart of all', async (t) => {
    const path = await begin(ann, 9);
    await send(ann, path, 0, 'abc');
    const other = await place.another();
    t.after(() => other.server.close());
    const headers = { ...CHUNK, authorization: `Bearer ${ann.token}`, 'upload-offset': '3' };
    const { status } = await ask(other.httpUrl, 'PATCH', path, { headers, body: 'def' });
    assert.equal(status, 204);
    await place.restart();
    assert.equal(await offsetOf(ann, path), 6);
    assert.equal((await send(ann, path, 6, 'ghi')).status, 204);
    await stateOf(ann, path);
    assert.equal((await ann.ask('GET', path.replace('uploads', 'files'))).text, 'abcdefghi');
  });
});

/** Asks again until it is so. */
async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await beat();
}

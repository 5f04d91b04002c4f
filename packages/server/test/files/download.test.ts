/** Downloads: what a browser gets, whatever somebody has put into a file or its name. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { open, readdir, readlink, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { FilesPlace } from '@posthorn/testing/files-place';
import type { Answer, Person } from '@posthorn/testing/files-place';

let place: FilesPlace;
let ann: Person;

before(async () => {
  place = await FilesPlace.open({ origins: ['https://chat.example'] });
  ann = await place.join('ann');
});

after(() => place[Symbol.asyncDispose]());

/** Uploads a file; returns its path. */
async function post(bytes: Uint8Array | string, name = 'a', type = ''): Promise<string> {
  const query = `?name=${encodeURIComponent(name)}`;
  const headers = { 'content-type': type === '' ? 'application/octet-stream' : type };
  const { status, json, text } = await ann.ask('POST', `/v1/files${query}`, { headers, body: bytes });
  assert.equal(status, 201, text);
  return `/v1/files/${String(json['id'])}`;
}

function get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return ann.ask('GET', path, { headers });
}

describe('a download', () => {
  it('is the file, with what a client has to know', async () => {
    const path = await post('hello world', 'hello.txt', 'text/plain');
    const { status, text, headers } = await get(path);
    assert.deepEqual({ status, text }, { status: 200, text: 'hello world' });
    assert.equal(headers.get('content-length'), '11');
    assert.equal(headers.get('content-type'), 'text/plain; charset=utf-8');
    assert.equal(headers.get('content-disposition'), 'inline; filename="hello.txt"');
    assert.equal(headers.get('accept-ranges'), 'bytes');
    assert.equal(headers.get('cache-control'), 'private, no-cache');
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('cross-origin-resource-policy'), 'same-site');
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'.*sandbox/);
    assert.match(headers.get('etag') ?? '', /^"[0-9a-f]{64}"$/);
    const head = await ann.ask('HEAD', path);
    assert.equal(head.text, '');
    for (const name of ['content-length', 'etag', 'content-disposition'])
      assert.equal(head.headers.get(name), headers.get(name));
    const saved = await get(`${path}?download`);
    assert.equal(saved.headers.get('content-disposition'), 'attachment; filename="hello.txt"');
  });

  it('has ranges', async () => {
    const path = await post('0123456789');
    const part = await get(path, { range: 'bytes=2-4' });
    assert.equal(part.status, 206);
    assert.equal(part.text, '234');
    assert.equal(part.headers.get('content-range'), 'bytes 2-4/10');
    assert.equal(part.headers.get('content-length'), '3');
    assert.equal((await get(path, { range: 'bytes=-2' })).text, '89');
    const beyond = await get(path, { range: 'bytes=10-' });
    assert.equal(beyond.status, 416);
    assert.equal(beyond.headers.get('content-range'), 'bytes */10');
    const etag = part.headers.get('etag') ?? '';
    assert.equal((await get(path, { range: 'bytes=2-4', 'if-range': etag })).status, 206);
    assert.equal((await get(path, { range: 'bytes=2-4', 'if-range': '"other"' })).text, '0123456789');
    const head = await ann.ask('HEAD', path, { headers: { range: 'bytes=2-4' } });
    assert.deepEqual([head.status, head.headers.get('content-length')], [200, '10']);
  });

  it('is not sent again to whoever has it', async () => {
    const path = await post('again and again');
    const etag = (await get(path)).headers.get('etag') ?? '';
    const again = await get(path, { 'if-none-match': etag });
    assert.deepEqual([again.status, again.text, again.headers.get('etag')], [304, '', etag]);
    assert.equal((await get(path, { 'if-none-match': '"other"' })).status, 200);
  });

  for (const [type, bytes] of [
    ['text/html', '<!doctype html><script>alert(document.domain)</script>'],
    ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['application/xhtml+xml', '<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>'],
    ['text/javascript', 'alert(1)'],
    ['text/css', 'body { background: url(//evil.example) }'],
    ['application/pdf', '%PDF-1.7\n'],
    ['application/x-shockwave-flash', 'FWS\u0009'],
  ] as const) {
    it(`of ${type} is saved, never shown, and no script or style sheet of a page`, async () => {
      for (const claimed of [type, 'image/png']) {
        const { headers } = await get(await post(bytes, 'x.html', claimed));
        const shown = headers.get('content-type') ?? '';
        assert.match(shown, /^(application\/octet-stream|text\/plain; charset=utf-8)$/);
        if (shown.startsWith('application/'))
          assert.match(headers.get('content-disposition') ?? '', /^attachment;/);
        assert.equal(headers.get('x-content-type-options'), 'nosniff');
        assert.match(headers.get('content-security-policy') ?? '', /sandbox$/);
      }
    });
  }

  for (const name of [
    '../../../etc/cron.d/x',
    'evil\u202Egnp.exe',
    `${'x'.repeat(4000)}.txt`,
    'a\r\nset-cookie: x=1',
    'a"; filename="b.exe',
    'null\u0000byte\u0007.txt',
    '日本語 👩‍👩‍👧.png',
  ]) {
    it(`has a harmless name, called ${JSON.stringify(name.slice(0, 30))}`, async () => {
      const { headers, status } = await get(await post(Buffer.of(0, 1, 2, 3, 4, 5, 6, 7), name));
      assert.equal(status, 200);
      assert.equal(headers.get('set-cookie'), null);
      const disposition = headers.get('content-disposition') ?? '';
      assert.match(
        disposition,
        /^attachment; filename="[^"\\/]{1,255}"(; filename\*=UTF-8''[\w.~!#$&+^`|%-]+)?$/,
      );
      assert.doesNotMatch(decodeURIComponent(disposition), /[\u202A-\u202E\r\n]/);
    });
  }

  it('may be read by a page of a listed origin, with its headers', async () => {
    const path = await post('for a page');
    const { headers } = await get(path, { origin: 'https://chat.example' });
    assert.equal(headers.get('access-control-allow-origin'), 'https://chat.example');
    assert.match(headers.get('access-control-expose-headers') ?? '', /content-range/);
    const from = { origin: 'https://chat.example' };
    const range = { ...from, 'access-control-request-method': 'GET' };
    const ranges = await ann.ask('OPTIONS', path, { headers: range });
    assert.match(ranges.headers.get('access-control-allow-headers') ?? '', /range, if-range/);
    const preflight = await ann.ask('OPTIONS', '/v1/uploads', {
      headers: { ...from, 'access-control-request-method': 'PATCH' },
    });
    assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /authorization.*upload-offset/);
    assert.match(preflight.headers.get('access-control-allow-methods') ?? '', /HEAD.*PATCH/);
  });

  it('that nobody reads on holds no more than a few buffers, and ends with its reader', async () => {
    const path = await post(Buffer.alloc(32 * 1_048_576));
    const socket = connect(Number(new URL(place.httpUrl).port), '127.0.0.1');
    socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${ann.token}\r\n\r\n`);
    await once(socket, 'data');
    socket.pause();
    assert.ok((await openFiles()).length > 0);
    socket.destroy();
    while ((await openFiles()).length > 0) await turn();
  });

  it('of bytes that are damaged or missing is a clear failure', async () => {
    const [path, large] = [await post('these bytes will change'), await post(Buffer.alloc(1_048_576, 7))];
    const blob = blobOf((await ann.ask('HEAD', path)).headers.get('etag') ?? '');
    for (const each of [blob, blobOf((await ann.ask('HEAD', large)).headers.get('etag') ?? '')]) {
      await using file = await open(each, 'r+');
      await file.write('X', 0);
    }
    const damaged = await get(path);
    assert.equal(damaged.status, 500);
    assert.match(damaged.text, /damaged/);
    await assert.rejects(get(large));
    await rm(blob);
    const { status, json } = await get(path);
    assert.equal(status, 500);
    assert.match(JSON.stringify(json), /missing/);
  });

  it('of what is no file is 404, also with a size that there is not', async () => {
    for (const id of ['0123456789abcdef0123456789abcdef', 'x', '..%2f..%2fetc'])
      assert.equal((await get(`/v1/files/${id}`)).status, 404);
    const path = await post('no picture');
    for (const size of ['320', '1', '__proto__', ''])
      assert.equal((await get(`${path}?size=${size}`)).status, 404, size);
  });
});

/** Files of the blob store that this process has open. */
async function openFiles(): Promise<readonly string[]> {
  const links = await Promise.all(
    (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
  );
  return links.filter((link) => link.startsWith(join(place.folder, 'blobs')));
}

function blobOf(etag: string): string {
  const hash = etag.slice(1, -1);
  return join(place.folder, 'blobs', hash.slice(0, 2), hash.slice(2, 4), hash);
}

/** The page of the web client, as browsers get it. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { beat } from '@posthorn/testing/beat';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { browse, codeIn } from './support/browser-requests.ts';

const SCRIPT = `console.log(${JSON.stringify('x'.repeat(500))});`;
const NAVIGATES = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'sec-fetch-dest': 'document' };

let folder = '';
let place: InProcess;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthorn-page-'));
  const dist = join(folder, 'dist');
  await mkdir(join(dist, 'assets'), { recursive: true });
  await mkdir(join(dist, '.vite'));
  await writeFile(join(folder, 'secret.json'), '{}');
  await writeFile(join(dist, '.vite/manifest.json'), '{}');
  await writeFile(join(dist, 'index.html'), '<!doctype html><base href="/" /><title>Page</title>');
  await writeFile(join(dist, 'sw.js'), '// worker');
  await writeFile(join(dist, 'manifest.webmanifest'), '{"name":"Posthorn","id":"./"}');
  await writeFile(join(dist, 'assets/main-Ab12.js'), SCRIPT);
  await writeFile(join(dist, 'assets/main-Ab12.js.br'), brotliCompressSync(SCRIPT));
  await writeFile(join(dist, 'assets/main-Ab12.js.gz'), gzipSync(SCRIPT));
  await writeFile(join(dist, 'assets/ping-9.mp3'), Buffer.alloc(1000, 7));
  place = await startInProcess({ web: dist, data: join(folder, 'data') });
});

after(async () => {
  await place.server.close();
  await rm(folder, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  browse(place.httpUrl, path, { headers, method });

describe('the page', () => {
  it('is at the root and at each of its screens, with a base that leads back to the root', async () => {
    const cases = [
      ['/', './'],
      ['/login', './'],
      ['/?from=mail', './'],
      ['/c/12', '../'],
      ['/c/12/345', '../../'],
      ['/join/AbC.def', '../'],
      ['/u/ann.smith', '../'],
      ['/settings/notifications', '../'],
      ['/admin/', '../'],
    ] as const;
    for (const [path, base] of cases) {
      const { status, text, headers } = await get(path, NAVIGATES);
      assert.deepEqual([path, status, text.includes(`<base href="${base}"`)], [path, 200, true]);
      assert.equal(headers['content-type'], 'text/html; charset=utf-8');
    }
  });

  it('has headers that allow nothing but its own parts, and no frame around it', async () => {
    const { headers } = await get('/', { host: 'chat.example.com', ...NAVIGATES });
    const policy = String(headers['content-security-policy']).split('; ');
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "frame-ancestors 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "connect-src 'self' ws://chat.example.com wss://chat.example.com",
    ])
      assert.ok(policy.includes(part), `${part} in ${policy.join('; ')}`);
    assert.doesNotMatch(policy.join(), /unsafe|\*/);
    assert.equal(headers['x-frame-options'], 'DENY');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
    assert.equal(headers['cache-control'], 'no-cache');
    assert.match(String(headers['permissions-policy']), /camera=\(\)/);
  });

  it('puts no host into its policy that is none', async () => {
    for (const host of ["a'; script-src *", 'a b', 'x;y', '*']) {
      const { headers, status } = await get('/', { host, ...NAVIGATES });
      const policy = String(headers['content-security-policy']);
      assert.ok(status === 400 || policy.endsWith("connect-src 'self'"), `${host}: ${policy}`);
    }
  });

  it('is asked for again, and sent only if it has changed', async () => {
    const first = await get('/', NAVIGATES);
    const etag = String(first.headers.etag);
    const again = await get('/', { ...NAVIGATES, 'if-none-match': etag });
    assert.deepEqual([again.status, again.text], [304, '']);
    assert.ok(again.headers['content-security-policy'] !== undefined, 'a policy that may have changed');
    const head = await get('/', NAVIGATES, 'HEAD');
    assert.deepEqual([head.status, head.text, head.headers.etag], [200, '', etag]);
    assert.equal(head.headers['content-length'], String(first.bytes.length));
    const deeper = await get('/c/1', { ...NAVIGATES, 'if-none-match': etag });
    assert.equal(deeper.status, 200, 'its base is another one');
  });

  it('is never there instead of what is missing', async () => {
    const missing = [
      ['/assets/main-Old1.js', '*/*'],
      ['/assets/main-Old1.js', NAVIGATES.accept],
      ['/assets/', NAVIGATES.accept],
      ['/v1/nothing', NAVIGATES.accept],
      ['/v1', NAVIGATES.accept],
      ['/docs/nothing', NAVIGATES.accept],
      ['/favicon.png', NAVIGATES.accept],
      ['/c/main.js', NAVIGATES.accept],
      ['/wp-login.php', NAVIGATES.accept],
      ['/c/12', 'application/json'],
      ['/c/12', '*/*'],
      ['/metrics/x', NAVIGATES.accept],
    ] as const;
    for (const [path, accept] of missing) {
      const answer = await get(path, { accept });
      assert.deepEqual([path, answer.status, codeIn(answer)], [path, 404, 'NOT_FOUND']);
    }
  });

  it('takes no other method', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) {
      assert.equal((await get('/', {}, method)).status, 405);
      assert.equal((await get('/c/1', NAVIGATES, method)).status, 404);
    }
    assert.equal((await get('/v1/login', NAVIGATES)).status, 405);
  });
});

describe('its files', () => {
  it('are kept for ever if their name changes with them, and come compressed', async () => {
    const plain = await get('/assets/main-Ab12.js');
    assert.deepEqual([plain.status, plain.text], [200, SCRIPT]);
    assert.equal(plain.headers['content-type'], 'text/javascript; charset=utf-8');
    assert.equal(plain.headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.match(String(plain.headers.vary), /accept-encoding/);
    for (const [accepted, encoding, bytes] of [
      ['gzip, deflate, br', 'br', brotliCompressSync(SCRIPT)],
      ['gzip;q=1.0, br;q=0', 'gzip', gzipSync(SCRIPT)],
      ['zstd', undefined, Buffer.from(SCRIPT)],
    ] as const) {
      const { headers, bytes: got } = await get('/assets/main-Ab12.js', { 'accept-encoding': accepted });
      assert.equal(headers['content-encoding'], encoding);
      assert.deepEqual(got, bytes);
      assert.notEqual(headers.etag === plain.headers.etag, encoding !== undefined);
    }
    const known = await get('/assets/main-Ab12.js', { 'if-none-match': String(plain.headers.etag) });
    assert.equal(known.status, 304);
  });

  it('call the installed page as the server is called', async () => {
    const { status, text, headers } = await get('/manifest.webmanifest');
    assert.equal(status, 200);
    assert.equal(headers['content-type'], 'application/manifest+json; charset=utf-8');
    const { name } = JSON.parse((await get('/v1/server')).text) as { readonly name: string };
    assert.deepEqual(JSON.parse(text), { name, short_name: name, id: './' });
  });

  it('are asked for again if they keep their name, and so are scripts of workers, which have a policy', async () => {
    for (const path of ['/sw.js', '/manifest.webmanifest'])
      assert.equal((await get(path)).headers['cache-control'], 'no-cache');
    const worker = await get('/assets/main-Ab12.js', { 'sec-fetch-dest': 'sharedworker' });
    assert.equal(worker.headers['cache-control'], 'no-cache');
    assert.match(String(worker.headers['content-security-policy']), /connect-src 'self' ws/);
    assert.equal(worker.status, 200);
  });

  it('come in parts', async () => {
    const part = await get('/assets/ping-9.mp3', { range: 'bytes=10-19' });
    assert.deepEqual([part.status, part.bytes.length], [206, 10]);
    assert.equal(part.headers['content-range'], 'bytes 10-19/1000');
    const last = await get('/sw.js', { range: 'bytes=-6', 'accept-encoding': 'br' });
    assert.deepEqual([last.status, last.text], [206, 'worker']);
    const beyond = await get('/assets/ping-9.mp3', { range: 'bytes=1000-' });
    assert.deepEqual([beyond.status, beyond.headers['content-range']], [416, 'bytes */1000']);
    const head = await get('/assets/ping-9.mp3', {}, 'HEAD');
    assert.deepEqual([head.status, head.bytes.length, head.headers['content-length']], [200, 0, '1000']);
  });

  it('are those of the page alone, however one writes the path', async () => {
    for (const path of [
      '/../secret.json',
      '/assets/../../secret.json',
      '/%2e%2e/secret.json',
      '/..%2fsecret.json',
      '/assets/..%2f..%2fsecret.json',
      '/assets/..\\..\\secret.json',
      '/assets/%5c..%5csecret.json',
      '//secret.json',
      '/./secret.json',
      '/.vite/manifest.json',
      '/%2evite/manifest.json',
      '/assets/main-Ab12.js/',
      '/assets/main-Ab12.js%00.html',
      '/assets/main-Ab12.js.br',
      '/assets',
      `/${'a/'.repeat(50)}x.js`,
      `/assets/${'a'.repeat(5000)}.js`,
      '/%ff.json',
    ]) {
      const answer = await get(path, NAVIGATES);
      assert.ok(answer.status === 404 || answer.status === 400, `${path}: ${answer.status}`);
      assert.doesNotMatch(answer.text, /^\{\}|console/);
    }
  });
});

it('at a host name that only points to this machine, the page loads and learns why it may do nothing', async () => {
  const host = `chat.lan:${new URL(place.httpUrl).port}`;
  const headers = { host, origin: `http://${host}`, 'x-posthorn-web': '1' };
  assert.equal((await get('/', { host, ...NAVIGATES })).status, 200);
  // A module script is asked for with the origin of its page.
  assert.equal((await get('/assets/main-Ab12.js', headers)).status, 200);
  const login = { name: 'ann', password: 'pw', register: true };
  const refused = await browse(place.httpUrl, '/v1/web/session', { method: 'POST', headers, json: login });
  assert.deepEqual([refused.status, codeIn(refused)], [403, 'FORBIDDEN']);
  assert.match(refused.text, /--origins http:\/\/chat\.lan/);
  assert.equal((await browse(place.httpUrl, '/v1/server', { headers })).status, 403);
});

it('without a page the root leads to the docs', async () => {
  const { server, httpUrl } = await startInProcess({ web: 'off' });
  try {
    const root = await browse(httpUrl, '/', { headers: NAVIGATES });
    assert.deepEqual([root.status, root.headers.location], [302, 'docs']);
    assert.equal((await browse(httpUrl, '/c/1', { headers: NAVIGATES })).status, 404);
  } finally {
    await server.close();
  }
});

describe('a page that is replaced by another build', () => {
  const build = (name: string): string =>
    `<!doctype html><html><base href="/" /><title>${name}</title><script src="./assets/${name}.js"></script></html>`;

  it('answers at each of its screens all the while, whole, and gives what open pages load later', async (t) => {
    const home = await mkdtemp(join(tmpdir(), 'posthorn-replaced-'));
    const dist = join(home, 'dist');
    const make = async (name: string, at: string): Promise<void> => {
      await mkdir(join(at, 'assets'), { recursive: true });
      await writeFile(join(at, `assets/${name}.js`), name);
      await writeFile(join(at, `assets/${name}-lazy.js`), name);
      await writeFile(join(at, 'index.html'), build(name));
    };
    await make('build-0', dist);
    await mkdir(join(home, 'data'));
    const { server, httpUrl } = await startInProcess({ web: dist, data: join(home, 'data') });
    t.after(async () => {
      await server.close();
      await rm(home, { recursive: true });
    });
    const stopped = new AbortController();
    const seen = new Set<string>();
    const read = async (path: string): Promise<void> => {
      while (!stopped.signal.aborted) {
        const { status, text } = await browse(httpUrl, path, { headers: NAVIGATES });
        const name = /<title>(.*)<\/title>/.exec(text)?.[1] ?? '';
        assert.deepEqual([path, status], [path, 200]);
        assert.equal(text.replace(/<base href="[^"]*"/, '<base href="/"'), build(name));
        const script = await browse(httpUrl, `/assets/${name}.js`, {});
        assert.deepEqual([name, script.status, script.text], [name, 200, name]);
        seen.add(name);
      }
    };
    const reading = Promise.all(['/', '/c/1', '/join/a.b', '/settings/look'].map((path) => read(path)));
    for (let round = 1; round <= 5; round++) {
      const name = `build-${round}`;
      await make(name, join(home, name));
      // As `npm run build` does it, and as files that are copied one by one.
      if (round % 2 === 0) {
        await rename(dist, join(home, `old-${round}`));
        await rename(join(home, name), dist);
      } else {
        await writeFile(join(dist, 'index.html'), build(name).slice(0, 70));
        await writeFile(join(dist, 'index.html'), build(name));
        for (const file of [`assets/${name}-lazy.js`, `assets/${name}.js`])
          await rename(join(home, name, file), join(dist, file));
      }
      const isKept = (): boolean => existsSync(join(home, `data/page-assets/${name}.js`));
      while (!(seen.has(name) && isKept())) await Promise.race([reading, beat()]);
    }
    stopped.abort();
    await reading;
    const lazy = await browse(httpUrl, '/assets/build-1-lazy.js', {});
    assert.deepEqual([lazy.status, lazy.text], [200, 'build-1']);
  });
});

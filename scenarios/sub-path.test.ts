/** A server behind a proxy that serves it under a path of a host name that has other things too. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { PublicUrl } from '@posthorn/server';
import type { Config } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import { RawClient } from '@posthorn/testing/raw-client';
import { EventStream } from './support/event-stream.ts';

const PREFIX = '/chat';

/** Passes on requests and WebSockets under the prefix, as nginx does with `proxy_pass http://posthorn/;` or without `/`. */
class PathProxy {
  readonly #server: Server = createServer();
  readonly #isStripping: boolean;
  /** The HTTP port of the server behind it. */
  port = 0;

  constructor(isStripping: boolean) {
    this.#isStripping = isStripping;
    this.#server.on('request', (asked: IncomingMessage, answer) => {
      if (!isUnderPrefix(asked)) return void answer.writeHead(418).end();
      const passedOn = this.#passOn(asked, { connection: 'close' });
      passedOn.on('response', (found) => {
        answer.writeHead(found.statusCode ?? 0, found.headers);
        found.pipe(answer);
      });
      asked.pipe(passedOn);
    });
    this.#server.on('upgrade', (asked: IncomingMessage, socket) => {
      const passedOn = this.#passOn(asked, {});
      passedOn.on('upgrade', (found, behind) => {
        const head = Object.entries(found.headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
        socket.write(`HTTP/1.1 101 Switching Protocols\r\n${head.join('')}\r\n`);
        socket.pipe(behind).pipe(socket);
        socket.on('error', () => behind.destroy());
        behind.on('error', () => socket.destroy());
      });
      passedOn.end();
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #passOn(
    { method, url = '', headers }: IncomingMessage,
    more: OutgoingHttpHeaders,
  ): ReturnType<typeof request> {
    const path = this.#isStripping ? url.slice(PREFIX.length) : url;
    const told = { ...headers, 'x-forwarded-for': '203.0.113.7', ...more };
    return request({ host: '127.0.0.1', port: this.port, method, path, headers: told });
  }
}

function isUnderPrefix({ url = '' }: IncomingMessage): boolean {
  return url === PREFIX || url.startsWith(`${PREFIX}/`);
}

/** Returns the URL of the server behind such a proxy. */
async function start(t: TestContext, isStripping: boolean, changes: Partial<Config> = {}): Promise<string> {
  const proxy = new PathProxy(isStripping);
  const origin = await proxy.listen();
  const publicUrl = new PublicUrl(`${origin}${PREFIX}/`);
  const place = await startInProcess({ publicUrl, ...changes });
  proxy.port = place.server.httpPort;
  t.after(async () => {
    proxy.close();
    await place.server.close();
  });
  return publicUrl.href;
}

/** The addresses that a page names, as a browser resolves them. */
function linksOf(page: string, url: string): readonly string[] {
  return [...page.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, link = '']) => new URL(link, url).href);
}

for (const isStripping of [true, false]) {
  describe(`behind a proxy that ${isStripping ? 'cuts off the path' : 'leaves the path there'}`, () => {
    it('the root leads to the docs, whose page, description and calls are found', async (t) => {
      const url = await start(t, isStripping);
      const page = await fetch(`${url}/`);
      assert.equal(page.url, `${url}/docs`);
      const links = linksOf(await page.text(), page.url);
      assert.deepEqual(links.toSorted(), [
        `${url}/docs/docs.css`,
        `${url}/docs/docs.js`,
        `${url}/docs/swagger-ui-bundle.js`,
        `${url}/docs/swagger-ui.css`,
        `${url}/v1/openapi.json`,
      ]);
      for (const link of links) assert.equal((await fetch(link)).status, 200, link);
      const document = (await (await fetch(`${url}/v1/openapi.json`)).json()) as { servers: unknown };
      assert.deepEqual(document.servers, [{ url }]);
    });

    it('the page and its screens find their files, and a login holds', async (t) => {
      const web = await mkdtemp(join(tmpdir(), 'posthorn-page-'));
      t.after(() => rm(web, { recursive: true }));
      await mkdir(join(web, 'assets'));
      await writeFile(join(web, 'assets/main-1.js'), 'page()');
      await writeFile(join(web, 'index.html'), '<base href="/" /><script src="./assets/main-1.js"></script>');
      const url = await start(t, isStripping, { web, data: join(web, 'data') });
      for (const path of ['/', '/c/12/345', '/login']) {
        const page = await fetch(`${url}${path}`, { headers: { accept: 'text/html' } });
        const [base = '', script = ''] = linksOf(await page.text(), page.url);
        assert.deepEqual(
          [base, new URL('./assets/main-1.js', base).href],
          [`${url}/`, `${url}/assets/main-1.js`],
        );
        assert.ok(script !== '');
      }
      assert.equal(await (await fetch(`${url}/assets/main-1.js`)).text(), 'page()');
      const { origin } = new URL(url);
      const loggedIn = await fetch(`${url}/v1/web/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-posthorn-web': '1', origin },
        body: JSON.stringify({ name: 'romeo', password: 'pw', register: true }),
      });
      const [cookie = ''] = loggedIn.headers.getSetCookie()[0]?.split(';') ?? [];
      assert.match(cookie, /^posthorn-\d+-chat=ph_/);
      const me = await fetch(`${url}/v1/web/session`, { headers: { cookie } });
      assert.equal(me.status, 200);
    });

    it('a login names the WebSocket there, REST and events work, and pages of that origin are the server’s own', async (t) => {
      const url = await start(t, isStripping);
      const expected = [{ url: `${url.replace('http', 'ws')}/ws` }];
      const registered = await fetch(`${url}/v1/register`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: new URL(url).origin },
        body: JSON.stringify({ name: 'romeo', password: 'pw' }),
      });
      const { token, endpoints } = (await registered.json()) as { token: string; endpoints: unknown };
      assert.deepEqual(endpoints, expected);
      assert.deepEqual(await (await fetch(`${url}/v1/gateways`)).json(), { endpoints: expected });
      const stream = await EventStream.open(`${url}/v1/events`, token);
      await stream.next('ready');
      stream.close();
      const page = await RawClient.overWebSocket(url, { origin: new URL(url).origin });
      assert.equal((await page.hello()).case, 'welcome');
      page.close();
    });
  });
}

it('a path that only begins like ours is not ours', () => {
  const url = new PublicUrl('https://example.com/chat/');
  assert.equal(url.href, 'https://example.com/chat');
  const paths = ['/chat', '/chat?x', '/chat/', '/chat/ws', '/chatter', '/v1/me', '/'];
  assert.deepEqual(
    paths.map((path) => url.withoutPath(path)),
    ['/', '/?x', '/', '/ws', '/chatter', '/v1/me', '/'],
  );
});

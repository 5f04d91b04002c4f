/**
 * Who asks from this machine, and which web pages may use the server. The address does not tell: a proxy on this machine
 * and a page whose name points here (DNS rebinding) come from it too.
 */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { connect as connectTcp } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { connect } from '@posthorn/client';
import type { PosthornError } from '@posthorn/protocol';
import { silentLogger } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { RawClient } from '@posthorn/testing/raw-client';
import { WebSocket } from 'ws';

const LISTED = ['https://chat.example.com', 'capacitor://localhost', 'app://.', 'null'];
const warnings: string[] = [];
let place: InProcess;

before(async () => {
  const logger = { ...silentLogger, warn: (_: unknown, line: string) => void warnings.push(line) };
  place = await startInProcess({ origins: LISTED, cim: true, cimPort: 0 }, { logger });
});

after(() => place.server.close());

interface Given {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Unlike fetch, this sends any `Host`. */
function ask(
  port: number,
  path: string,
  { method = 'GET', headers = {}, body }: Given = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const all = { ...json, ...headers };
    const asked = request({ host: '127.0.0.1', port, path, method, headers: all }, (response) => {
      const { statusCode: status = 0, headers: answered } = response;
      text(response).then((found) => resolve({ status, headers: answered, body: found }), reject);
    });
    asked.on('error', reject).end(body);
  });
}

/** The status line and headers of a request in HTTP/1.0, as nginx sends it unless told otherwise. */
async function askByHttp10(port: number): Promise<string> {
  const socket = connectTcp(port, '127.0.0.1');
  socket.write(`GET /metrics HTTP/1.0\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
  return text(socket);
}

const EVIL: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['a page whose name points here', { host: 'evil.example:7010' }],
  ['a proxy that passes on the host name and nothing else', { host: 'chat.example.com' }],
  ['a page that asks across origins', { origin: 'https://chat.example.com' }],
  ['a proxy that says so', { 'x-forwarded-proto': 'https' }],
  ['a malformed name', { host: '[' }],
];

describe('what is for programs on this machine alone', () => {
  it('is given to them, by whatever of its names', async () => {
    const { httpPort } = place.server;
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '127.0.0.2:99', 'LOCALHOST:7010']) {
      assert.equal((await ask(httpPort, '/metrics', { headers: { host } })).status, 200, host);
    }
  });

  for (const [name, headers] of EVIL) {
    it(`is not given to ${name}`, async () => {
      const { httpPort } = place.server;
      assert.equal((await ask(httpPort, '/metrics', { headers })).status, 401);
      const note = { method: 'POST', headers, body: '{"userId":1,"msg":"note"}' };
      assert.match((await ask(httpPort, '/sendMsg', note)).body, /"9100".*for the local host/);
    });
  }

  it('is not given to a proxy that asks in HTTP/1.0', async () => {
    assert.match(await askByHttp10(place.server.httpPort), /^HTTP\/1\.1 401 /);
  });
});

describe('--metrics-listen', () => {
  it('has health and metrics alone, and the HTTP port has no metrics', async (t) => {
    const apart = await startInProcess({ metricsListen: { host: '127.0.0.1', port: 0 } });
    t.after(() => apart.server.close());
    const { httpPort, metricsPort = 0 } = apart.server;
    const status = async (port: number, path: string): Promise<number> => (await ask(port, path)).status;
    assert.deepEqual(
      await Promise.all(['/metrics', '/healthz', '/docs'].map((path) => status(metricsPort, path))),
      [200, 200, 404],
    );
    assert.deepEqual(
      await Promise.all(['/metrics', '/healthz', '/docs'].map((path) => status(httpPort, path))),
      [404, 200, 200],
    );
    assert.match((await ask(metricsPort, '/metrics')).body, /posthorn_connections/);
    assert.equal((await ask(metricsPort, '/metrics', { headers: { host: 'evil.example' } })).status, 401);
  });
});

/** What a page hears over a WebSocket: `welcome`, or the code of the goodbye. */
async function hears(headers: Readonly<Record<string, string>>): Promise<string> {
  const client = await RawClient.overWebSocket(place.httpUrl, headers);
  const hello = client.hello().then(
    ({ case: name }) => name,
    () => undefined,
  );
  await client.until(() => client.isClosed || client.answers.size > 0);
  const goodbye = client.pushes.find(({ case: name }) => name === 'goodbye');
  client.close();
  return goodbye?.case === 'goodbye' ? goodbye.value.message : ((await hello) ?? 'nothing');
}

describe('a WebSocket of a page', () => {
  it('is for its own host name and for listed origins, whatever their scheme', async () => {
    for (const origin of LISTED) assert.equal(await hears({ origin }), 'welcome', origin);
    assert.equal(await hears({ origin: place.httpUrl }), 'welcome');
    const behindProxy = { host: 'h.example', origin: 'https://h.example', 'x-forwarded-for': '203.0.113.7' };
    assert.equal(await hears(behindProxy), 'welcome');
  });

  it('is refused to others with a goodbye, which browsers show to the page', async () => {
    const others = [
      { origin: 'https://evil.example' },
      { origin: 'capacitor://elsewhere' },
      { origin: 'http://evil.example', host: 'evil.example' },
    ];
    for (const headers of others) {
      assert.match(await hears(headers), /^pages of \S+ may not use this server; .* --origins \S+$/);
    }
  });

  it('says so to the application that uses the SDK', async (t) => {
    const { WebSocket: original } = globalThis;
    t.after(() => (globalThis.WebSocket = original));
    // The part of a browser that matters here.
    globalThis.WebSocket = class extends WebSocket {
      constructor(url: string) {
        super(url, { origin: 'https://evil.example' });
      }
    } as unknown as typeof globalThis.WebSocket;
    const client = await connect({ server: place.httpUrl, user: 'page', password: 'pw', register: true });
    t.after(() => client.close());
    const error = await new Promise<PosthornError | undefined>((resolve) => {
      client.on('state', (state) => {
        if (state.name === 'connecting' && state.error !== undefined) resolve(state.error);
      });
    });
    assert.equal(error?.code, 'FORBIDDEN');
    assert.match(error.message, /^pages of https:\/\/evil\.example may not use this server/);
  });
});

describe('the API', () => {
  it('is not for pages whose name only points to this machine', async () => {
    const headers = { host: 'evil.example', origin: 'http://evil.example' };
    const newAccount = { method: 'POST', headers, body: '{"name":"first","password":"pw"}' };
    const { status, body } = await ask(place.server.httpPort, '/v1/register', newAccount);
    assert.deepEqual([status, /FORBIDDEN/.test(body)], [403, true]);
  });

  it('lets listed origins read answers, whatever their scheme', async () => {
    for (const origin of LISTED) {
      const { headers } = await ask(place.server.httpPort, '/healthz', { headers: { origin } });
      assert.equal(headers['access-control-allow-origin'], origin);
    }
  });

  it('logs refused origins, but not each', () => {
    const told = warnings.filter((line) => line.includes('--origins lets them in'));
    assert.equal(told.length, 1);
  });
});

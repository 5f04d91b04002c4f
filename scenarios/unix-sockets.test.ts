/** Servers that listen on Unix sockets, for a proxy on the same machine. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, lstat, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { WebSocket } from 'ws';
import type { Config } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import { RawClient } from '@posthorn/testing/raw-client';

async function folder(t: TestContext): Promise<`/${string}`> {
  const path = await mkdtemp(join(tmpdir(), 'posthorn-unix-'));
  t.after(() => rm(path, { recursive: true }));
  return `/${relative('/', path)}`;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

function ask(
  socketPath: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body?: object,
): Promise<Answer> {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  const method = body === undefined ? 'GET' : 'POST';
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path, method, headers: { ...json, ...headers } }, (response) => {
      text(response).then((found) => resolve({ status: response.statusCode ?? 0, body: found }), reject);
    });
    asked.on('error', reject).end(body && JSON.stringify(body));
  });
}

/** Starts a server on the sockets `http` and `tcp` of a folder. */
async function start(
  t: TestContext,
  config: Partial<Config> = {},
): Promise<{ http: `/${string}`; tcp: string }> {
  const at = await folder(t);
  const [http, tcp] = [`${at}/http`, `${at}/tcp`] as const;
  const { server } = await startInProcess({ http, tcp, registration: 'open', ...config });
  t.after(() => server.close());
  assert.deepEqual([server.httpPort, server.tcpPort], [0, undefined]);
  return { http, tcp };
}

describe('a server on Unix sockets', () => {
  it('speaks HTTP, WebSocket and the native protocol there, for those whom the mode lets in', async (t) => {
    const { http, tcp } = await start(t, { socketMode: 0o600 });
    for (const path of [http, tcp]) assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.equal((await ask(http, '/readyz')).status, 200);
    const webSocket = new WebSocket(`ws+unix://${http}:/ws`);
    await new Promise((resolve, reject) => webSocket.once('open', resolve).once('error', reject));
    webSocket.terminate();
    const client = RawClient.over(connect(tcp));
    assert.equal((await client.hello()).case, 'welcome');
    client.close();
  });

  it('tells clients apart by what a trusted proxy says, and nobody there is local', async (t) => {
    const { http, tcp } = await start(t, {
      trustedProxies: ['unix'],
      proxyProtocol: true,
      registrationsPerHour: 1,
    });
    const register = async (name: string, address: string): Promise<number> =>
      (await ask(http, '/v1/register', { 'x-forwarded-for': address }, { name, password: 'pw' })).status;
    assert.equal(await register('romeo', '203.0.113.1'), 200);
    assert.equal(await register('juliet', '203.0.113.2'), 200);
    assert.equal(await register('mercutio', '203.0.113.1'), 429);
    const socket: Socket = connect(tcp);
    socket.write('PROXY TCP4 203.0.113.1 10.0.0.1 50123 7011\r\n');
    const client = RawClient.over(socket);
    await client.hello();
    const account = { name: 'mercutio', password: 'pw' };
    assert.equal(await client.code({ case: 'register', value: account }), 'RATE_LIMITED');
    client.close();
    assert.equal((await ask(http, '/metrics')).status, 401);
  });

  it('names the WebSocket to a login under the host name that the proxy passes on', async (t) => {
    const { http } = await start(t);
    const { body } = await ask(http, '/v1/gateways', { host: 'chat.example.com' });
    assert.deepEqual(JSON.parse(body), { endpoints: [{ url: 'ws://chat.example.com/ws' }] });
  });
});

describe('what is there already', () => {
  it('is replaced when a killed server has left it', async (t) => {
    const http = `${await folder(t)}/http` as const;
    const killed =
      "require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))";
    spawnSync(process.execPath, ['-e', killed, http]);
    assert.ok((await lstat(http)).isSocket());
    const { server } = await startInProcess({ http });
    t.after(() => server.close());
    assert.equal((await ask(http, '/readyz')).status, 200);
    await server.close();
    await assert.rejects(lstat(http), { code: 'ENOENT' });
  });

  it('stays when a server listens there', async (t) => {
    const { http } = await start(t);
    await assert.rejects(startInProcess({ http }), { code: 'EADDRINUSE' });
    assert.equal((await ask(http, '/readyz')).status, 200);
  });

  it('stays when it is another kind of file', async (t) => {
    const http = `${await folder(t)}/http` as const;
    await writeFile(http, 'precious');
    await chmod(http, 0o644);
    await assert.rejects(startInProcess({ http }), /is there already and is no socket/);
    await assert.rejects(startInProcess({ http: `${http}/deeper` }), /cannot be made/);
    assert.ok((await lstat(http)).isFile());
  });
});

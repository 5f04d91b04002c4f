import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { it } from 'node:test';
import type { TestContext } from 'node:test';
import { startInProcess } from '@posthorn/testing/in-process';
import { runCommand } from '../src/run-command.ts';
import { serverAddress } from '../src/server-address.ts';

it('many ways to write an address mean one server', () => {
  const same: Readonly<Record<string, readonly string[]>> = {
    'http://host:7010': [
      'host:7010',
      'HTTP://Host:7010/',
      'http://host:7010//',
      'http://host:7010/ws',
      'http://host:7010/#/room/5',
    ],
    'https://host/chat': [
      'https://host/chat',
      'https://host:443/chat/',
      'https://host/chat/ws',
      'https://host/chat/?room=5#x',
    ],
    'https://host/a/b': ['https://host/a/b//'],
    'tcp://host:7011': ['tcp://host:7011', 'tcp://host:7011/'],
    'tls://[::1]:7011': ['tls://[::1]:7011'],
    'wss://host/chat/ws': ['wss://host/chat/ws'],
  };
  for (const [address, texts] of Object.entries(same)) {
    for (const text of [address, ...texts]) assert.equal(serverAddress(text), address, text);
  }
});

it('what is no address gets a sentence that says what to do', () => {
  for (const text of [
    'tcps://host:7011',
    'ftp://host',
    'tcp://host',
    'tcp://host:7011/chat',
    'http://',
    'a b',
    '',
  ]) {
    assert.throws(
      () => serverAddress(text),
      { name: 'UsageError', message: /use http\(s\):\/\/host:7010/ },
      text,
    );
  }
  assert.throws(
    () => serverAddress('http://ann:secret@host'),
    (error: Error) => {
      assert.match(error.message, /--user NAME/);
      assert.doesNotMatch(error.message, /secret/);
      return true;
    },
  );
});

/** A reverse proxy that passes on what is below /chat, and the address to use. */
async function proxied(t: TestContext): Promise<string> {
  const { server, httpUrl } = await startInProcess();
  const proxy = createServer((asked, answer) => {
    const path = /^\/chat(\/.*)$/.exec(asked.url ?? '')?.[1];
    if (path === undefined) return void answer.writeHead(404).end();
    const passed = request(httpUrl + path, { method: asked.method, headers: asked.headers }, (got) => {
      got.pipe(answer.writeHead(got.statusCode ?? 502, got.headers));
    });
    asked.pipe(passed);
  });
  proxy.on('upgrade', (asked, socket) => {
    const path = /^\/chat(\/.*)$/.exec(asked.url ?? '')?.[1];
    if (path === undefined) return void socket.destroy();
    const passed = request(httpUrl + path, { headers: asked.headers });
    passed.on('upgrade', (got, behind) => {
      const headers = Object.entries(got.headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers.join('')}\r\n`);
      socket.pipe(behind).pipe(socket);
      for (const end of [socket, behind]) end.on('error', () => {});
    });
    passed.end();
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  t.after(async () => {
    proxy.closeAllConnections();
    proxy.close();
    await server.close();
  });
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/chat`;
}

it('commands reach a server below a path, over its WebSocket and its REST', async (t) => {
  const address = await proxied(t);
  const run = async (...args: readonly string[]): Promise<string> => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const account = ['--server', `${address}/`, '--user', 'ann', '--password', 'but-soft'];
    const { signal } = new AbortController();
    const io = { stdin: new PassThrough(), stdout, stderr, env: { HOME: '/nonexistent' }, signal };
    assert.equal(await runCommand([...args, ...account], io), 0, String(stderr.read()));
    return stdout.setEncoding('utf8').read() as string;
  };
  assert.match(await run('register'), /Welcome, ann/);
  assert.match(await run('send', '--group', '1', 'hello'), /sent as 1 in 1/);
  assert.match(await run('history', '--group', '1'), /ann: hello/);
  assert.match(await run('export'), /"type":"profile"/);
});

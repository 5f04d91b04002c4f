/** A server below a path of a reverse proxy that tells the server nothing about it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectTcp, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { it } from 'node:test';
import { startInProcess } from '@posthorn/testing/in-process';
import type { ClientState } from '../src/api.ts';
import { connect, register, restUrl } from '../src/node/index.ts';

it('is logged in to, connected to, called and found again under its path', async (t) => {
  const place = await startInProcess();
  const sockets = new Set<Socket>();
  const proxy = createServer((socket) => {
    sockets.add(socket);
    const behind = connectTcp(place.server.httpPort, '127.0.0.1');
    socket.on('data', (chunk) => {
      const text = chunk.toString('latin1');
      // Whatever is not below the path belongs to somebody else.
      if (/^[A-Z]+ \/(?!chat\/)/.test(text)) socket.destroy();
      else behind.write(text.replace(/^([A-Z]+) \/chat\//, '$1 /'), 'latin1');
    });
    behind.pipe(socket);
    for (const each of [socket, behind]) each.on('error', () => {});
    socket.on('close', () => behind.destroy());
    behind.on('close', () => socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  t.after(async () => {
    proxy.close();
    for (const socket of sockets) socket.destroy();
    await place.server.close();
  });
  const server = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/chat`;

  const { token } = await register(server, { name: 'romeo', password: 'but-soft' });
  const me = await fetch(restUrl(server, '/v1/me'), { headers: { authorization: `Bearer ${token}` } });
  assert.equal(((await me.json()) as { name: string }).name, 'romeo');

  const client = await connect({ server, token });
  t.after(() => client.close());
  const online = (): Promise<string> =>
    new Promise((resolve) => {
      const stop = client.on('state', (state: ClientState) => {
        if (state.name !== 'online') return;
        stop();
        resolve(state.endpoint);
      });
    });
  assert.equal(await online(), `${server.replace('http', 'ws')}/ws`);
  const { seq } = await client.send({ conversation: 1 }, 'hello').done;
  assert.equal(seq, 1);
  const again = online();
  for (const socket of sockets) socket.destroy();
  // What the server names lies above the path; the given address is the last resort.
  assert.equal(await again, `${server.replace('http', 'ws')}/ws`);
});

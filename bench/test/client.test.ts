import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { it } from 'node:test';
import { packServerFrame } from '@posthorn/protocol';
import { ask, dialTcp, onFrames } from '../src/load/client.ts';

it('whoever reads next goes on within a frame of which a part has come', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const connected = once(server, 'connection') as Promise<[Socket]>;
  const pipe = await dialTcp((server.address() as AddressInfo).port);
  t.after(() => pipe.close());
  const [socket] = await connected;
  const answer = packServerFrame({ re: 1, body: { case: 'done', value: {} } });
  const pushed = packServerFrame({
    re: 0,
    body: { case: 'error', value: { code: 1, message: 'x'.repeat(100) } },
  });
  socket.once('data', () => socket.write(Buffer.concat([answer, pushed.subarray(0, 50)])));
  await ask(pipe, 1, { case: 'ping', value: {} });
  const next = new Promise((resolve) => onFrames(pipe, ({ re, body }) => resolve([re, body?.case])));
  socket.write(pushed.subarray(50));
  assert.deepEqual(await next, [0, 'error']);
});

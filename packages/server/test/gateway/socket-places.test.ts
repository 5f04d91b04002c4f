/** One address has so many sockets, whatever comes over them, or nothing at all. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import { ClientAddresses } from '../../src/http/client-addresses.ts';
import { SocketPlaces } from '../../src/gateway/socket-places.ts';

interface Rig {
  readonly port: number;
  /** The other ends of sockets that were let in. */
  readonly accepted: Socket[];
}

/** A server with two sockets for an address. Its clients come from whatever `address` says. */
async function rig(t: TestContext, server: Server, address: () => string): Promise<Rig> {
  const accepted: Socket[] = [];
  server.on('connection', (socket: Socket) => accepted.push(socket));
  new SocketPlaces({ maxPerAddress: 1, proxies: new ClientAddresses(['192.0.2.1']) }).guard(server);
  server.prependListener('connection', (socket: Socket) => {
    Object.defineProperty(socket, 'remoteAddress', { value: address() });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => server.close());
  return { port: (server.address() as AddressInfo).port, accepted };
}

async function dial(t: TestContext, { port, accepted }: Rig): Promise<'in' | 'out'> {
  const before = accepted.length;
  const socket = connect(port, '127.0.0.1');
  t.after(() => socket.destroy());
  const closed = once(socket.resume(), 'close');
  await once(socket, 'connect');
  while (accepted.length === before && !socket.closed) await new Promise(setImmediate);
  if (accepted.length > before) return 'in';
  await closed;
  return 'out';
}

const SERVERS: Readonly<Record<string, () => Server>> = {
  TCP: () => createServer(),
  HTTP: () => createHttpServer(),
  'TLS before its handshake': () => createTlsServer(),
};

describe('sockets of one address', () => {
  for (const [name, create] of Object.entries(SERVERS)) {
    it(`are so many, and others of another address find room: ${name}`, async (t) => {
      let address = '203.0.113.5';
      const place = await rig(t, create(), () => address);
      for (const expected of ['in', 'in', 'out']) assert.equal(await dial(t, place), expected);
      address = '203.0.113.6';
      assert.equal(await dial(t, place), 'in');
      address = '203.0.113.5';
      const [first] = place.accepted;
      assert.ok(first !== undefined);
      const closed = once(first, 'close');
      first.destroy();
      await closed;
      for (const expected of ['in', 'out']) assert.equal(await dial(t, place), expected);
    });
  }

  it('are not counted for this machine, nor for proxies, whose clients are', async (t) => {
    for (const address of ['127.0.0.1', '192.0.2.1']) {
      const place = await rig(t, createServer(), () => address);
      for (let count = 0; count < 4; count++) assert.equal(await dial(t, place), 'in');
    }
  });
});

import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { TestContext } from 'node:test';

/** A server that speaks just enough NATS to greet, answer pings, and say what a test wants. */
export interface FakeNats {
  readonly url: string;
  /** The connection that there is now. */
  readonly socket: Socket;
  /** What it was told since the start. */
  readonly heard: string;
}

export async function fakeNats(t: TestContext, info: object = { headers: true }): Promise<FakeNats> {
  const sockets: Socket[] = [];
  let heard = '';
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.write(`INFO ${JSON.stringify({ version: '2.10.0', max_payload: 1_048_576, ...info })}\r\n`);
    socket.setEncoding('latin1').on('data', (text: string) => {
      heard += text;
      const pings = text.split('PING\r\n').length - 1;
      if (pings > 0) socket.write('PONG\r\n'.repeat(pings));
    });
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    url: `nats://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get socket() {
      const last = sockets.at(-1);
      if (last === undefined) throw new Error('nobody has connected');
      return last;
    },
    get heard() {
      return heard;
    },
  };
}

/**
 * The floor of an idle connection: a plain `net` or `ws` server that holds connections and does nothing. Runs in a
 * process of its own: `idle-server.ts tcp|ws`.
 *
 * stdout: `{"port"}` when it listens. stdin: a line `gc` collects garbage and prints `{"rss","heap"}`.
 *
 * @module
 */
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { WebSocketServer } from 'ws';

const kept = new Set<unknown>();
const server = process.argv[2] === 'ws' ? plainWebSocket() : plainTcp();
server.listen(0, '0.0.0.0', 16_384, () => print({ port: (server.address() as AddressInfo).port }));
createInterface({ input: process.stdin }).on('line', () => {
  // Also returns free pages, so that only memory in use is counted.
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  const { rss, heapUsed } = process.memoryUsage();
  print({ rss, heap: heapUsed, connections: kept.size });
});

function plainTcp(): ReturnType<typeof createServer> {
  return createServer({ noDelay: true }, (socket: Socket) => {
    kept.add(socket);
    socket.on('data', ignore);
    socket.on('error', ignore);
  });
}

function plainWebSocket(): ReturnType<typeof createHttpServer> {
  const http = createHttpServer();
  const webSockets = new WebSocketServer({ server: http, perMessageDeflate: false });
  webSockets.on('connection', (socket) => {
    kept.add(socket);
    socket.on('message', ignore);
    socket.on('error', ignore);
  });
  return http;
}

function ignore(): void {}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

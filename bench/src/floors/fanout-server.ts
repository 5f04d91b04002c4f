/**
 * The floor of every fan-out: a plain TCP server that writes the same prepared bytes to all its sockets, several
 * frames per write, and does nothing else. Runs in a process of its own.
 *
 * stdin: one line of JSON `{"frameBytes","framesPerWrite","sockets","seconds"}`; waits for that many sockets. stdout:
 * `{"port"}` when it listens, `{"frames","seconds"}` at the end.
 *
 * @module
 */
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

interface Order {
  readonly frameBytes: number;
  readonly framesPerWrite: number;
  readonly sockets: number;
  readonly seconds: number;
}

/** A socket with more unsent bytes skips a turn, so that memory stays bounded. */
const OUTBOUND_BYTES = 1 << 20;

/** Thousands connect at once; if the queue overflowed, some would stay half open. */
const BACKLOG = 16_384;

const sockets: Socket[] = [];
let order: Order | undefined;

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  sockets.push(socket);
  if (order !== undefined && sockets.length === order.sockets) run(order);
});
server.listen(0, '127.0.0.1', BACKLOG, () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') print({ port: address.port });
});
createInterface({ input: process.stdin }).on('line', (line) => {
  order = JSON.parse(line) as Order;
  if (sockets.length === order.sockets) run(order);
});

function run({ frameBytes, framesPerWrite, seconds }: Order): void {
  const bytes = Buffer.alloc(frameBytes * framesPerWrite, 0x2e);
  const start = performance.now();
  let frames = 0;
  const turn = (): void => {
    for (const socket of sockets) {
      if (socket.writableLength > OUTBOUND_BYTES) continue;
      socket.write(bytes);
      frames += framesPerWrite;
    }
    const elapsed = (performance.now() - start) / 1000;
    if (elapsed < seconds) {
      setImmediate(turn);
      return;
    }
    print({ frames, seconds: elapsed });
    for (const socket of sockets) socket.destroy();
    server.close(() => process.exit(0));
  };
  turn();
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

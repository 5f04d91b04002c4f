/**
 * The floor of a storm: a plain TCP echo server. Runs in a process of its own.
 *
 * stdout: `{"port"}` when it listens.
 *
 * @module
 */
import { createServer, type AddressInfo } from 'node:net';

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('data', (bytes) => void socket.write(bytes));
  socket.on('error', () => socket.destroy());
});
server.listen(0, '127.0.0.1', 16_384, () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`);
});
process.stdin.on('close', () => process.exit(0)).resume();

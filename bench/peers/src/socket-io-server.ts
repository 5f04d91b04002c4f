/**
 * A chat on Socket.IO as its documentation suggests: a room for each user, one for everybody, an ack for each
 * message. Stores nothing. stdout: `{"port"}` when ready. The end of stdin ends it.
 *
 * @module
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';

const http = createServer();
const io = new Server(http, {
  transports: ['websocket'],
  // Not worth it for small messages, and Posthorn does not compress either.
  perMessageDeflate: false,
  // Posthorn is measured without heartbeats too.
  pingInterval: 600_000,
  serveClient: false,
});

io.on('connection', (socket) => {
  const { name } = socket.handshake.auth as { readonly name: string };
  void socket.join([name, 'room']);
  socket.on('direct', (to: string, text: string, ack: () => void) => {
    io.to(to).emit('m', text);
    ack();
  });
  socket.on('group', (text: string, ack: () => void) => {
    io.to('room').emit('m', text);
    ack();
  });
});

http.listen(0, '127.0.0.1', () => {
  const { port } = http.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ port })}\n`);
});
process.stdin.resume().on('end', () => process.exit(0));

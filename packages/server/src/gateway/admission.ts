/**
 * Filters the sockets of a server, before anything is read from them.
 *
 * @module
 */
import type { Server, Socket } from 'node:net';

/** `mayEnter` is asked for each socket, and closes those that it keeps out. Call it before the server listens. */
export function admitOnly(server: Server, mayEnter: (socket: Socket) => boolean): void {
  const listeners = server.listeners('connection');
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    if (!mayEnter(socket)) return;
    for (const listener of listeners) Reflect.apply(listener, server, [socket]);
  });
}

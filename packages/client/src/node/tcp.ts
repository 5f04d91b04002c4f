/**
 * Connections over TCP and TLS, in Node.
 *
 * @module
 */
import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Transport, TransportHandlers } from '../platform.ts';

/** Opens a socket to tcp://host:port, or tls://host:port with the system's certificates. */
export function dialTcp(url: string, { onOpen, onBytes, onClose }: TransportHandlers): Transport {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const isSecure = protocol === 'tls:';
  const options = { host, port: Number(port) };
  const socket: Socket = isSecure ? connectTls({ ...options, servername: host }) : connectTcp(options);
  let reason = 'the server closed the connection';
  socket.setNoDelay(true);
  socket.on(isSecure ? 'secureConnect' : 'connect', onOpen);
  socket.on('data', onBytes);
  socket.on('error', (error) => (reason = `${url}: ${error.message}`));
  socket.on('close', () => onClose(reason));
  return {
    send(bytes) {
      if (socket.writable) socket.write(bytes);
    },
    close: () => socket.destroy(),
  };
}

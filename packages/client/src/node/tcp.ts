/**
 * Connections over TCP and TLS, in Node.
 *
 * @module
 */
import { connect as connectTcp, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Transport, TransportHandlers } from '../platform.ts';

/** Opens a socket to tcp://host:port, or tls://host:port with the system's certificates. Throws if the host is none. */
export function dialTcp(url: string, { onOpen, onBytes, onClose }: TransportHandlers): Transport {
  const { protocol, port } = new URL(url);
  const host = hostOf(url);
  const isSecure = protocol === 'tls:';
  const options = { host, port: Number(port) };
  // An IP address is no server name (RFC 6066 §3).
  const socket: Socket = isSecure
    ? connectTls(isIP(host) === 0 ? { ...options, servername: host } : options)
    : connectTcp(options);
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

/** The host of a URL as DNS knows it, in Punycode. `URL` gives that for http alone; others it would percent-encode. */
function hostOf(url: string): string {
  const { host } = new URL(url);
  return new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '');
}

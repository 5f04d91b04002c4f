/**
 * A connection that carries frames of the native protocol, over TCP or WebSocket.
 *
 * @module
 */
import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';

export interface WireHandlers {
  readonly onBytes: (bytes: Uint8Array) => void;
  /** Called once. */
  readonly onClose: () => void;
}

export interface Wire {
  send(bytes: Uint8Array): void;
  /** Stops and continues reading; TCP only. */
  pause(): void;
  resume(): void;
  close(): void;
}

/** Resolves when the connection is open. Rejects if it cannot be opened within `timeoutMs`. */
export function openWire(url: string, handlers: WireHandlers, timeoutMs: number): Promise<Wire> {
  return /^(tcp|tls):/.test(url)
    ? openTcp(url, handlers, timeoutMs)
    : openWebSocket(url, handlers, timeoutMs);
}

function openTcp(url: string, { onBytes, onClose }: WireHandlers, timeoutMs: number): Promise<Wire> {
  const { protocol, hostname, port } = new URL(url);
  const options = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) };
  const isSecure = protocol === 'tls:';
  // An IP address is no server name (RFC 6066 §3).
  const name = isIP(options.host) === 0 && { servername: options.host };
  return new Promise((resolve, reject) => {
    const socket = isSecure ? connectTls({ ...options, ...name }) : connectTcp(options);
    const timer = setTimeout(() => socket.destroy(new Error('no connection in time')), timeoutMs);
    socket.setNoDelay(true);
    socket.on('error', reject);
    socket.on('close', () => {
      clearTimeout(timer);
      reject(new Error('closed'));
      onClose();
    });
    socket.on('data', onBytes);
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      resolve({
        send: (bytes) => void (socket.writable && socket.write(bytes)),
        pause: () => void socket.pause(),
        resume: () => void socket.resume(),
        close: () => void socket.destroy(),
      });
    });
  });
}

function openWebSocket(server: string, { onBytes, onClose }: WireHandlers, timeoutMs: number): Promise<Wire> {
  const url = new URL(server);
  url.protocol = url.protocol.replace('http', 'ws');
  url.pathname = url.pathname.replace(/(\/ws)?\/?$/, '/ws');
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    const timer = setTimeout(() => socket.close(), timeoutMs);
    socket.addEventListener('error', () => reject(new Error('no connection')));
    socket.addEventListener('close', () => {
      clearTimeout(timer);
      reject(new Error('closed'));
      onClose();
    });
    socket.addEventListener('message', ({ data }) => onBytes(new Uint8Array(data as ArrayBuffer)));
    socket.addEventListener('open', () => {
      clearTimeout(timer);
      resolve({
        send: (bytes) => {
          // The cast says that the buffer is not a SharedArrayBuffer.
          if (socket.readyState === WebSocket.OPEN) socket.send(bytes as Uint8Array<ArrayBuffer>);
        },
        pause: () => {},
        resume: () => {},
        close: () => socket.close(),
      });
    });
  });
}

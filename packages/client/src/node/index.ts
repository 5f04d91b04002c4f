/**
 * The SDK in Node: TCP and TLS besides WebSocket, and storage in files.
 *
 * @module
 */
import type { Client, ClientOptions, Credentials } from '../api.ts';
import { startClient } from '../client.ts';
import { runtime } from '../platform.ts';
import { dialWebSocket } from '../websocket.ts';
import { dialTcp } from './tcp.ts';

export * from '../index.ts';
export { fileStorage } from './file-storage.ts';

/** As `connect` of the main entry, and for tcp:// and tls:// addresses too. */
export function connect(credentials: Credentials, options: ClientOptions = {}): Promise<Client> {
  return startClient(credentials, options, {
    ...runtime,
    canDial: (url) => /^(wss?|tcp|tls):/.test(url),
    dial: (url, handlers) => (/^wss?:/.test(url) ? dialWebSocket(url, handlers) : dialTcp(url, handlers)),
  });
}

/**
 * Posthorn's client SDK. This entry runs in browsers and in Node, over WebSocket. '@posthorn/client/node' adds TCP and
 * storage in files.
 *
 * @module
 */
import type { Client, ClientOptions, Credentials } from './api.ts';
import { startClient } from './client.ts';
import { runtime } from './platform.ts';
import { dialWebSocket } from './websocket.ts';

export type * from '@posthorn/protocol';
export type * from './api.ts';
// Named, so that they win: an application means what its listeners get, not what the protocol carries.
export type { Incoming as Message } from './api.ts';
export type { Message as WireMessage } from '@posthorn/protocol';
export { PosthornError } from '@posthorn/protocol';
export { restUrl } from './address.ts';
export { entryTarget } from './entries.ts';
export { indexedDbStorage } from './indexeddb.ts';
export { Picture } from './picture.ts';
export { memoryStorage } from './storage.ts';

/** Logs in and stays connected until close(). Resolves before the client is connected: see the event `state`. */
export function connect(credentials: Credentials, options: ClientOptions = {}): Promise<Client> {
  return startClient(credentials, options, {
    ...runtime,
    canDial: (url) => /^wss?:/.test(url),
    dial: dialWebSocket,
  });
}

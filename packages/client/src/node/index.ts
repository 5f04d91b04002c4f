/**
 * The SDK in Node: TCP and TLS besides WebSocket, and storage in files.
 *
 * @module
 */
import type { Calls, FactorOffer, LoggedIn } from '@posthorn/protocol';
import type { Client, ClientOptions, Credentials } from '../api.ts';
import { startClient } from '../client.ts';
import { runtime } from '../platform.ts';
import type { Platform } from '../platform.ts';
import { requestOnce } from '../request-once.ts';
import { dialWebSocket } from '../websocket.ts';
import { dialTcp } from './tcp.ts';

export * from '../index.ts';
export { fileStorage } from './file-storage.ts';

const platform: Platform = {
  ...runtime,
  canDial: (url) => /^(wss?|tcp|tls):/.test(url),
  dial: (url, handlers) => (/^wss?:/.test(url) ? dialWebSocket(url, handlers) : dialTcp(url, handlers)),
};

/** Like `connect` of the main entry; also takes tcp:// and tls:// addresses. */
export function connect(credentials: Credentials, options: ClientOptions = {}): Promise<Client> {
  return startClient(credentials, options, platform);
}

/** Creates an account and logs in, without staying connected. Rejects with the server's refusal, or UNAVAILABLE. */
export function register(
  server: string,
  request: Calls['register']['init'],
  software = 'posthorn-client',
): Promise<LoggedIn> {
  return requestOnce(platform, server, { name: 'register', request, software });
}

/** Logs in to get a token, without staying connected. Rejects with the server's refusal, or UNAVAILABLE. */
export function login(
  server: string,
  request: Calls['login']['init'],
  software = 'posthorn-client',
): Promise<LoggedIn> {
  return requestOnce(platform, server, { name: 'login', request, software });
}

/** Offers the second factor that a login needs to be allowed (`factor-missing`). The login with its first code adds it. */
export function beginFactor(
  server: string,
  request: Calls['beginFactorAtLogin']['init'],
  software = 'posthorn-client',
): Promise<FactorOffer> {
  return requestOnce(platform, server, { name: 'beginFactorAtLogin', request, software });
}

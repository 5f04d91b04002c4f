/**
 * Parses `--bus nats://…`: the servers and the login.
 *
 * @module
 */

import { bareHost } from '../../hosts.ts';
import { isLoopback } from '../../networks.ts';
import { decodedPart, ENCODING_HINT } from '../../url-login.ts';

export interface NatsAddress {
  /** "host:port" of each server. Contains no secrets, so it may be logged. */
  readonly servers: readonly string[];
  /** Set by `tls://`: requires TLS. `nats://` uses TLS if the server asks for it. */
  readonly isTlsRequired: boolean;
  /** Whether all servers are on this machine. */
  readonly isLoopback: boolean;
  readonly login: NatsLogin;
}

export type NatsLogin =
  | { readonly kind: 'none' }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'password'; readonly user: string; readonly password: string };

const DEFAULT_PORT = '4222';

/**
 * `nats://user:password@host:port`, `nats://token@host`, `tls://…`; several are separated by commas. The login in the
 * first one serves all. Throws an Error whose message completes "option bus …" and holds no secret.
 */
export function parseNatsAddress(text: string): NatsAddress {
  const urls = text.split(',').map((part) => parseUrl(part.trim()));
  const logins = urls.filter(({ username }) => username !== '').map(loginOf);
  if (logins.some((login) => JSON.stringify(login) !== JSON.stringify(logins[0]))) {
    throw new Error('must have one login for all of its servers');
  }
  const schemes = new Set(urls.map(({ protocol }) => protocol));
  if (schemes.size > 1) throw new Error('must not mix nats:// and tls://');
  return {
    servers: urls.map(({ hostname, port }) => `${hostname}:${port === '' ? DEFAULT_PORT : port}`),
    isTlsRequired: schemes.has('tls:'),
    isLoopback: urls.every(({ hostname }) => isLoopback(bareHost(hostname))),
    login: logins[0] ?? { kind: 'none' },
  };
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isNats = url?.protocol === 'nats:' || url?.protocol === 'tls:';
  if (url === undefined || !isNats || url.hostname === '') {
    throw new Error(
      `must be memory, or URLs such as nats://host:4222, separated by commas; ${ENCODING_HINT}`,
    );
  }
  if ((url.pathname !== '' && url.pathname !== '/') || url.search !== '' || url.hash !== '') {
    throw new Error(`must have nothing after the port: nats://user:password@host:4222; ${ENCODING_HINT}`);
  }
  return url;
}

function loginOf({ username, password }: URL): NatsLogin {
  const user = decodedPart(username);
  return password === ''
    ? { kind: 'token', token: user }
    : { kind: 'password', user, password: decodedPart(password) };
}

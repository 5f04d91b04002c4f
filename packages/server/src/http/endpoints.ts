/**
 * Where a client can connect, as seen from the address under which it reached us.
 *
 * @module
 */
import type { Endpoint } from '@posthorn/protocol';

/** Listeners that are open. */
export interface Listeners {
  readonly httpPort: number;
  /** `undefined`: no TCP listener. */
  readonly tcpPort: number | undefined;
  readonly isSecure: boolean;
  /** False: clients connect elsewhere. */
  readonly takesClients: boolean;
}

/**
 * TCP first, because it costs both sides least; then WebSocket under the very host and port of the request,
 * which is known to be reachable. `host` is the request's Host header; a malformed one gives none.
 */
export function endpointsFor(host: string | undefined, listeners: Listeners): readonly Endpoint[] {
  const { isSecure, tcpPort, takesClients } = listeners;
  if (!takesClients) return [];
  const base = `${isSecure ? 'https' : 'http'}://${host ?? ''}`;
  if (host === undefined || !/^[\w.:[\]-]{1,255}$/.test(host) || !URL.canParse(base)) return [];
  const { host: authority, hostname } = new URL(base);
  const overHttp = { url: `${isSecure ? 'wss' : 'ws'}://${authority}/ws` };
  if (tcpPort === undefined) return [overHttp];
  return [{ url: `${isSecure ? 'tls' : 'tcp'}://${hostname}:${tcpPort}` }, overHttp];
}

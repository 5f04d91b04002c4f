/**
 * Where clients of the native protocol connect: a TCP port, and WebSockets on the HTTP server.
 *
 * @module
 */
import { optionsOf } from '../../config/option.ts';
import type { Protocol } from '../protocol.ts';
import type { GatewayPlace, WireAddresses } from '../wire-protocol.ts';
import { NATIVE_OPTIONS } from './options.ts';

const WEB_SOCKET_PATH = '/ws';
const TCP_PORT = 'tcp';

export async function listenNative(place: GatewayPlace, protocol: Protocol): Promise<void> {
  const { tcp } = optionsOf(place.config, NATIVE_OPTIONS);
  place.acceptWebSockets(WEB_SOCKET_PATH, protocol);
  if (tcp !== 'off') await place.listenTcp(TCP_PORT, tcp, protocol);
}

/** TCP first, because it costs both sides least. */
export const NATIVE_ADDRESSES: WireAddresses = {
  schemes: ['tcp', 'tls', 'ws', 'wss'],
  areLoginEndpoints: true,
  at({ hostname, authority, path, ports, isSecure }) {
    const overHttp = `${isSecure ? 'wss' : 'ws'}://${authority}${path}${WEB_SOCKET_PATH}`;
    const port = ports[TCP_PORT];
    return port === undefined ? [overHttp] : [`${isSecure ? 'tls' : 'tcp'}://${hostname}:${port}`, overHttp];
  },
};

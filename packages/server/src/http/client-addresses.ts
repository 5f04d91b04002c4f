/**
 * From which address a client comes, also when it comes through proxies. Only proxies that the operator names are
 * believed: anybody else could give any address.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { Socket } from 'node:net';
import proxyaddr from '@fastify/proxy-addr';

/** Closed sockets have no address any more; they count together. */
const UNKNOWN = 'unknown';

export class ClientAddresses {
  readonly #trusts: (address: string) => boolean;

  /** `proxies`: addresses and networks (`10.0.0.0/8`) that were checked before. */
  constructor(proxies: readonly string[]) {
    const trusts = proxies.length === 0 ? undefined : proxyaddr.compile([...proxies]);
    this.#trusts = (address) => trusts?.(address, 0) ?? false;
  }

  /** Whether this end of a connection may speak for others. */
  isProxy(socket: Socket): boolean {
    return isIP(socket.remoteAddress ?? '') !== 0 && this.#trusts(ofSocket(socket));
  }

  /** The last one in `X-Forwarded-For` that no named proxy has; IPv4 as such, also when it came in over IPv6. */
  ofRequest(request: IncomingMessage): string {
    if (!this.isProxy(request.socket)) return ofSocket(request.socket);
    const found = proxyaddr(request, (address) => isIP(address) !== 0 && this.#trusts(address));
    // What a proxy has written there that is no address is nobody's.
    return isIP(found) === 0 ? ofSocket(request.socket) : plain(found);
  }
}

/** The other end of a connection, whoever it is. */
export function ofSocket(socket: Socket): string {
  return plain(socket.remoteAddress ?? UNKNOWN);
}

function plain(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}

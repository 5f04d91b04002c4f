/**
 * Finds the address of a client, also behind proxies. Trusts only the proxies that the operator configured, since
 * others could claim any address.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { Socket } from 'node:net';
import proxyaddr from '@fastify/proxy-addr';

/** Closed sockets have no address. All of them count as this one. */
const UNKNOWN = 'unknown';

export class ClientAddresses {
  readonly #trusts: (address: string) => boolean;

  /** `proxies`: valid addresses and networks, e.g. `10.0.0.0/8`. */
  constructor(proxies: readonly string[]) {
    const trusts = proxies.length === 0 ? undefined : proxyaddr.compile([...proxies]);
    this.#trusts = (address) => trusts?.(address, 0) ?? false;
  }

  /** Whether the other end is a trusted proxy. */
  isProxy(socket: Socket): boolean {
    return isIP(socket.remoteAddress ?? '') !== 0 && this.#trusts(ofSocket(socket));
  }

  /** The last address in `X-Forwarded-For` that is not a trusted proxy. IPv4-mapped addresses become IPv4. */
  ofRequest(request: IncomingMessage): string {
    if (!this.isProxy(request.socket)) return ofSocket(request.socket);
    const found = proxyaddr(request, (address) => isIP(address) !== 0 && this.#trusts(address));
    // Ignores an entry that is not an address.
    return isIP(found) === 0 ? ofSocket(request.socket) : plain(found);
  }
}

/** The address of the other end, whether client or proxy. */
export function ofSocket(socket: Socket): string {
  return plain(socket.remoteAddress ?? UNKNOWN);
}

function plain(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}

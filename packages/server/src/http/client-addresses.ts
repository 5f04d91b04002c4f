/**
 * Finds the address of a client, also behind proxies. Trusts only the proxies that the operator configured, since
 * others could claim any address.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { Server, Socket } from 'node:net';
import proxyaddr from '@fastify/proxy-addr';
import { OVER_SOCKET } from '../config/kinds.ts';

/** Closed sockets, and those over Unix sockets, have no address. All of them count as this one. */
const UNKNOWN = 'unknown';

export class ClientAddresses {
  readonly #trusts: (address: string) => boolean;
  readonly #trustsSockets: boolean;
  readonly #overSocket = new WeakSet<Socket>();

  /** `proxies`: valid addresses and networks, e.g. `10.0.0.0/8`, and `unix`. */
  constructor(proxies: readonly string[]) {
    const networks = proxies.filter((each) => each !== OVER_SOCKET);
    const trusts = networks.length === 0 ? undefined : proxyaddr.compile(networks);
    this.#trustsSockets = networks.length < proxies.length;
    this.#trusts = (address) => trusts?.(address, 0) ?? false;
  }

  /** To be called before the server listens on a Unix socket. */
  comeOverSocket(server: Server): void {
    const note = (socket: Socket): void => void this.#overSocket.add(socket);
    server.prependListener('connection', note).prependListener('secureConnection', note);
  }

  /** Whether the other end is a trusted proxy. */
  isProxy(socket: Socket): boolean {
    if (this.#overSocket.has(socket)) return this.#trustsSockets;
    return isIP(socket.remoteAddress ?? '') !== 0 && this.#trusts(ofSocket(socket));
  }

  /** The last address in `X-Forwarded-For` that is not a trusted proxy. IPv4-mapped addresses become IPv4. */
  ofRequest(request: IncomingMessage): string {
    if (!this.isProxy(request.socket)) return ofSocket(request.socket);
    // The first one is the other end of the connection.
    const isTrusted = (address: string, index: number): boolean =>
      index === 0 || (isIP(address) !== 0 && this.#trusts(address));
    const found: string | undefined = proxyaddr(request, isTrusted);
    // Ignores an entry that is not an address.
    return found === undefined || isIP(found) === 0 ? ofSocket(request.socket) : plain(found);
  }
}

/** The address of the other end, whether client or proxy. */
export function ofSocket(socket: Socket): string {
  return plain(socket.remoteAddress ?? UNKNOWN);
}

function plain(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}

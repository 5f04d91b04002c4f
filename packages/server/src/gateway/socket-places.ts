/**
 * Sees that one address does not take the sockets of all: also those that have not said yet what they are, and those of
 * HTTP, which never become a connection of the gateway.
 *
 * @module
 */
import type { Server, Socket } from 'node:net';
import { ofSocket } from '../http/client-addresses.ts';
import type { ClientAddresses } from '../http/client-addresses.ts';
import { admitOnly } from './admission.ts';
import { Places } from './places.ts';

/** The address under which a socket was counted, which it does not know any more when it is closed. */
const COUNTED = Symbol('counted');

interface Counted {
  [COUNTED]?: string;
}

export interface SocketPlacesOptions {
  readonly maxPerAddress: number;
  /** Proxies are not counted: their clients are, by the gateway. */
  readonly proxies: Pick<ClientAddresses, 'isProxy'>;
}

/** As many again for HTTP, and for connections of clients that the gateway refuses with a reason. */
const FACTOR = 2;

export class SocketPlaces {
  readonly #places = new Places();
  readonly #max: number;
  readonly #proxies: SocketPlacesOptions['proxies'];
  readonly #onClose: (this: Socket & Counted) => void;

  constructor({ maxPerAddress, proxies }: SocketPlacesOptions) {
    this.#max = maxPerAddress * FACTOR;
    this.#proxies = proxies;
    const places = this.#places;
    // One function for all sockets.
    this.#onClose = function onClose() {
      places.give(this[COUNTED] ?? '');
    };
  }

  /** Closes sockets of the server that are too many of one address. Call it before the server listens. */
  guard(server: Server): void {
    admitOnly(server, (socket) => this.#mayEnter(socket));
  }

  #mayEnter(socket: Socket & Counted): boolean {
    if (this.#proxies.isProxy(socket)) return true;
    const address = ofSocket(socket);
    if (this.#places.take(address) > this.#max) {
      this.#places.give(address);
      socket.destroy();
      return false;
    }
    socket[COUNTED] = address;
    socket.on('close', this.#onClose);
    return true;
  }
}

/**
 * Requests whose body may take as long as it needs. All others must arrive within the time limits of the HTTP server.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

export class SlowBodies {
  readonly #sockets = new WeakSet<Socket>();

  /** Until the request has ended. Whoever calls it ends requests that have died. */
  allow(request: IncomingMessage): void {
    const { socket } = request;
    this.#sockets.add(socket);
    request.once('close', () => this.#sockets.delete(socket));
  }

  /** Whether this is what the HTTP server says about a request that takes long, and it may. */
  excuses(error: NodeJS.ErrnoException, socket: Socket): boolean {
    return error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && this.#sockets.has(socket);
  }
}

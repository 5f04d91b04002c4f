/**
 * Sees that connections do not take the last file descriptors of the process. The kernel would refuse what comes then,
 * without a word to us, and database and bus would fail as well.
 *
 * @module
 */
import type { Server, Socket } from 'node:net';
import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import { rarely } from '../rarely.ts';
import type { Rarely } from '../rarely.ts';
import { admitOnly } from './admission.ts';

export interface OpenFilesOptions {
  /** Most files and sockets that the process may have open; undefined for no bound. */
  readonly limit: number | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly registry: Registry;
}

/** Kept for everything but connections: database, bus, libraries. With a small limit a quarter of it. */
const OWN_FILES = 64;
const LOG_INTERVAL_MS = 5000;

export class OpenFiles {
  readonly #limit: number;
  readonly #own: number;
  readonly #logger: Logger;
  readonly #refused: Counter;
  readonly #log: Rarely;

  constructor({ limit = Infinity, clock, logger, registry }: OpenFilesOptions) {
    this.#limit = limit;
    this.#own = Math.min(OWN_FILES, Math.ceil(limit / 4));
    this.#logger = logger;
    this.#log = rarely(clock, LOG_INTERVAL_MS);
    this.#refused = new Counter({
      name: 'posthorn_refused_connections_total',
      help: 'Connections closed at once, since the process has no file descriptors left for them.',
      registers: [registry],
    });
  }

  /** How many of the wanted connections of clients there is room for, besides requests over HTTP. Warns if not for all. */
  roomFor(wanted: number): number {
    const room = this.#limit - 2 * this.#own;
    if (wanted <= room) return wanted;
    this.#logger.warn(
      { limit: this.#limit, maxConnections: wanted },
      `This process may have ${this.#limit} files open, so it holds ${room} connections instead of ${wanted}: ` +
        `raise LimitNOFILE or ulimit -n to ${wanted + 2 * OWN_FILES}, or lower --max-connections.`,
    );
    return room;
  }

  /** Closes connections of the server that would take what is kept. Call it before the server listens. */
  guard(server: Server): void {
    admitOnly(server, (socket) => {
      if (descriptorOf(socket) < this.#limit - this.#own) return true;
      this.#refuse(socket);
      return false;
    });
  }

  #refuse(socket: Socket): void {
    socket.destroy();
    this.#refused.inc();
    this.#log((unsaid) => {
      this.#logger.error(
        { limit: this.#limit, unsaid },
        'A connection was refused: this process has no file descriptors left for it. Raise LimitNOFILE or ulimit -n.',
      );
    });
  }
}

/**
 * The number of the socket's descriptor. The kernel gives the lowest free one, so it tells how many are open. Node has it
 * on an internal object only; a test holds that it is there.
 */
function descriptorOf(socket: Socket): number {
  return (socket as unknown as { readonly _handle?: { readonly fd?: number } })._handle?.fd ?? -1;
}

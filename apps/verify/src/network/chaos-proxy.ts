/**
 * A TCP proxy between clients and a server (and so for WebSocket and HTTP too) that treats connections as networks
 * do: it delays, slices, holds and cuts them, and hides the end of one side from the other.
 *
 * @module
 */
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import type { Dice } from '../dice.ts';
import { FAIR, Pipe } from './pipe.ts';
import type { FilterFactory, Weather } from './pipe.ts';

export interface ChaosProxyOptions {
  /** The server's current address. */
  readonly target: () => { readonly host: string; readonly port: number };
  readonly dice: Dice;
  /** The proxy's own address. Default: the loopback. */
  readonly host?: string | undefined;
  /** A filter for each direction of each connection. */
  readonly filter?: FilterFactory | undefined;
}

export class ChaosProxy {
  readonly #options: ChaosProxyOptions;
  readonly #server: Server;
  readonly #connections = new Set<ProxiedConnection>();
  weather: Weather = FAIR;
  /** New connections are accepted and held: nothing ever comes back. */
  isBlackHole = false;
  /** New connections are closed at once. */
  isShut = false;

  private constructor(options: ChaosProxyOptions) {
    this.#options = options;
    this.#server = createServer({ allowHalfOpen: true }, (client) => this.#accept(client));
  }

  static async listen(options: ChaosProxyOptions): Promise<ChaosProxy> {
    const proxy = new ChaosProxy(options);
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('error', reject).listen(0, options.host ?? '127.0.0.1', resolve);
    });
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy is closed');
    return address.port;
  }

  /** The open connections. */
  get connections(): readonly ProxiedConnection[] {
    return [...this.#connections];
  }

  async close(): Promise<void> {
    for (const connection of this.#connections) connection.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(client: Socket): void {
    const { target, dice, filter } = this.#options;
    if (this.isShut) {
      client.resetAndDestroy();
      return;
    }
    const server = connect({ ...target(), allowHalfOpen: true });
    const connection: ProxiedConnection = new ProxiedConnection({
      client,
      server,
      dice,
      filter,
      weather: () => this.weather,
      onEnd: () => this.#connections.delete(connection),
    });
    this.#connections.add(connection);
    if (this.isBlackHole) connection.hold();
  }
}

interface LinkParts {
  readonly client: Socket;
  readonly server: Socket;
  readonly dice: Dice;
  readonly filter: FilterFactory | undefined;
  readonly weather: () => Weather;
  readonly onEnd: () => void;
}

/** One connection through the proxy. */
export class ProxiedConnection {
  readonly #parts: LinkParts;
  readonly #up: Pipe;
  readonly #down: Pipe;
  #open = 2;
  #isHeld = false;
  #isTorn = false;

  constructor(parts: LinkParts) {
    const { client, server, ...common } = parts;
    this.#parts = parts;
    this.#up = new Pipe({ from: client, to: server, ...common });
    this.#down = new Pipe({ from: server, to: client, ...common });
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', (hadError) => this.#closed(other, hadError));
    }
  }

  /** Ends the connection for both sides at once. */
  cut(): void {
    this.#up.stop();
    this.#down.stop();
    for (const socket of [this.#parts.client, this.#parts.server]) {
      if (!socket.destroyed) socket.resetAndDestroy();
    }
  }

  /** Lets nothing pass in either direction, without an error. */
  hold(): void {
    this.#isHeld = true;
    this.#up.hold();
    this.#down.hold();
  }

  /** Passes on what was held, like packets retransmitted after an outage. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#up.release();
    this.#down.release();
  }

  /** Stops reading from the server: a stalled reader. */
  stall(): void {
    this.#isHeld = true;
    this.#down.hold();
  }

  /** One side vanishes. The other side is not told and can only notice the silence. */
  tear(goesAway: 'client' | 'server'): void {
    this.#isTorn = true;
    this.#up.discard();
    this.#down.discard();
    this.#parts[goesAway].destroy();
  }

  #closed(other: Socket, hadError: boolean): void {
    this.#open -= 1;
    if (this.#open === 0) {
      this.#up.stop();
      this.#down.stop();
      this.#parts.onEnd();
    }
    // Not passed on while held or torn. An orderly end passes through the pipes.
    if (hadError && !this.#isHeld && !this.#isTorn) other.destroy();
  }
}

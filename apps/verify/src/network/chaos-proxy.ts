/**
 * A TCP proxy between clients and a server, and so for WebSocket and HTTP too, that does to connections what
 * networks do: delays, slices, holds, cuts, and leaves one side in the belief that all is well.
 *
 * @module
 */
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import type { Dice } from '../dice.ts';
import { FAIR, Pipe } from './pipe.ts';
import type { FilterFactory, Weather } from './pipe.ts';

export interface ChaosProxyOptions {
  /** Where the server listens now. */
  readonly target: () => { readonly host: string; readonly port: number };
  readonly dice: Dice;
  /** Where it listens itself; the loopback unless told otherwise. */
  readonly host?: string | undefined;
  /** Looks into what passes, in each direction of each connection. */
  readonly filter?: FilterFactory | undefined;
}

export class ChaosProxy {
  readonly #options: ChaosProxyOptions;
  readonly #server: Server;
  readonly #links = new Set<Link>();
  weather: Weather = FAIR;
  /** New connections begin held: they are accepted, and nothing ever comes back. */
  isBlackHole = false;
  /** New connections are ended at once. */
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

  /** Connections that are open now. */
  get links(): readonly Link[] {
    return [...this.#links];
  }

  async close(): Promise<void> {
    for (const link of this.#links) link.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(client: Socket): void {
    const { target, dice, filter } = this.#options;
    if (this.isShut) {
      client.resetAndDestroy();
      return;
    }
    const server = connect({ ...target(), allowHalfOpen: true });
    const link: Link = new Link({
      client,
      server,
      dice,
      filter,
      weather: () => this.weather,
      onEnd: () => this.#links.delete(link),
    });
    this.#links.add(link);
    if (this.isBlackHole) link.hold();
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
export class Link {
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

  /** Both sides learn at once that it is over. */
  cut(): void {
    this.#up.stop();
    this.#down.stop();
    for (const socket of [this.#parts.client, this.#parts.server]) {
      if (!socket.destroyed) socket.resetAndDestroy();
    }
  }

  /** Nothing passes in either direction, and nobody is told. */
  hold(): void {
    this.#isHeld = true;
    this.#up.hold();
    this.#down.hold();
  }

  /** What was held passes now, as packets do that are sent again after a black-out. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#up.release();
    this.#down.release();
  }

  /** From the server to the client nothing is read any more: a reader that has stalled. */
  stall(): void {
    this.#isHeld = true;
    this.#down.hold();
  }

  /** One side's end vanishes; the other one is not told and can find out only by silence. */
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
    // While held or torn nobody hears of it; an orderly end passes through the pipes.
    if (hadError && !this.#isHeld && !this.#isTorn) other.destroy();
  }
}

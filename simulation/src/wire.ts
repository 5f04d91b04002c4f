/**
 * A connection between a device and a node. It can end gracefully, for both sides at different moments, or for one
 * side only.
 *
 * @module
 */
import type { Transport as ClientTransport, TransportHandlers } from '../../packages/client/src/platform.ts';
import type { Transport as ServerTransport } from '../../packages/server/src/gateway/transport.ts';
import type { Chance } from './chance.ts';
import { Pipe } from './pipe.ts';
import type { Scheduler } from './scheduler.ts';
import type { NetworkSetting } from './setting.ts';

/** How a node accepts a connection; undefined: it accepts none. */
export type Accept = (transport: ServerTransport) => ServerSide | undefined;

export interface ServerSide {
  receive(bytes: Uint8Array): void;
  closed(): void;
}

export interface WireOptions {
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly faults: () => NetworkSetting;
  readonly address: string;
  /** The index of its node. */
  readonly node: number;
  readonly handlers: TransportHandlers;
  readonly accept: Accept;
  readonly onOver: (wire: Wire) => void;
}

export class Wire implements ClientTransport {
  readonly #options: WireOptions;
  readonly #up: Pipe;
  readonly #down: Pipe;
  /** Undefined: not connected yet, notified of the end, or gone. */
  #client: TransportHandlers | undefined;
  #server: ServerSide | undefined;
  /** Virtual ms; undefined: it works. */
  #cutAt: number | undefined;

  constructor(options: WireOptions) {
    this.#options = options;
    this.#client = options.handlers;
    const { scheduler, chance, faults } = options;
    const shared = { scheduler, chance, faults };
    this.#up = new Pipe({
      ...shared,
      onBytes: (bytes) => this.#server?.receive(bytes),
      onEnd: () => this.#tellServer(),
    });
    this.#down = new Pipe({
      ...shared,
      onBytes: (bytes) => this.#client?.onBytes(bytes),
      onEnd: () => {
        this.#up.die();
        this.#tellClient('the server ended it');
        this.#tellServer();
      },
    });
    this.#after(() => this.#arrive());
  }

  get node(): number {
    return this.#options.node;
  }

  /** Whether it has ended but at least one side does not know. */
  get isHalfOpen(): boolean {
    return this.#cutAt !== undefined && (this.#client !== undefined || this.#server !== undefined);
  }

  /** Since when it has been dead without the client knowing (virtual ms); undefined: it is not. */
  get deadSince(): number | undefined {
    return this.#client === undefined ? undefined : this.#cutAt;
  }

  send(bytes: Uint8Array): void {
    this.#up.write(bytes);
    if (this.#options.chance.is(this.#options.faults().cutting)) this.cut();
  }

  close(): void {
    this.#up.end();
    this.#down.die();
    this.#after(() => this.#tellClient('closed here'));
  }

  /** Breaks the connection. Only `whom` is notified. */
  cut(whom: 'both' | 'client' | 'server' = 'both'): void {
    this.#noteCut();
    this.#up.die();
    this.#down.die();
    if (whom !== 'server') this.#after(() => this.#tellClient('cut'));
    if (whom !== 'client') this.#after(() => this.#tellServer());
  }

  freeze(side: 'up' | 'down' | 'both', isFrozen: boolean): void {
    if (side !== 'down') this.#up.freeze(isFrozen);
    if (side !== 'up') this.#down.freeze(isFrozen);
  }

  /** The device vanishes without notice. */
  clientGone(): void {
    this.#client = undefined;
    this.cut(this.#options.chance.is(0.7) ? 'server' : 'client');
  }

  /** The node dies. If its machine died too, the client is not notified. */
  serverGone(): void {
    this.#server = undefined;
    if (this.#options.chance.is(0.8)) this.cut('client');
    else this.#noteCut();
    this.#up.die();
    this.#down.die();
  }

  #noteCut(): void {
    this.#cutAt ??= this.#options.scheduler.now;
  }

  #after(run: () => void): void {
    const { scheduler, chance, faults } = this.#options;
    scheduler.after(chance.int(0, faults().maxDelayMs), run);
  }

  #arrive(): void {
    if (this.#cutAt !== undefined || this.#client === undefined) return;
    const server = this.#options.accept(this.#serverTransport());
    if (server === undefined) {
      this.#after(() => this.#tellClient('refused'));
      return;
    }
    this.#server = server;
    this.#after(() => {
      if (this.#cutAt === undefined) this.#client?.onOpen();
    });
  }

  #serverTransport(): ServerTransport {
    const down = this.#down;
    return {
      remoteAddress: this.#options.address,
      get bufferedBytes() {
        return down.bytes;
      },
      write: (bytes) => down.write(bytes),
      pause: () => this.#up.pause(true),
      resume: () => this.#up.pause(false),
      end: () => down.end(),
      destroy: () => {
        if (this.#client !== undefined) this.cut();
      },
    };
  }

  #tellClient(reason: string): void {
    const client = this.#client;
    this.#client = undefined;
    client?.onClose(reason);
    this.#overIfBothKnow();
  }

  #tellServer(): void {
    const server = this.#server;
    this.#server = undefined;
    server?.closed();
    this.#overIfBothKnow();
  }

  #overIfBothKnow(): void {
    if (this.#client === undefined && this.#server === undefined) this.#options.onOver(this);
  }
}

/**
 * Checks all connections once a second, with one timer: silent ones, missing logins, stalled readers.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Clock, Timer } from '../clock.ts';
import type { Connection } from './connection.ts';
import type { GatewayLimits } from './limits.ts';

/** Clients silent for this many heartbeat intervals are disconnected. */
const SILENT_INTERVALS = 2.5;
const TICK_MS = 1000;

export interface WatchmanOptions {
  readonly clock: Clock;
  readonly limits: GatewayLimits;
  readonly connections: ReadonlySet<Connection>;
  readonly resync: (connection: Connection) => void;
}

export class Watchman {
  readonly #options: WatchmanOptions;
  /** Connections that are paused, lagging or awaited, with their outbound bytes at the last tick. */
  readonly #watched = new Map<Connection, { outboundBytes: number }>();
  #timer: Timer;
  tick = 1;

  constructor(options: WatchmanOptions) {
    this.#options = options;
    this.#timer = this.#schedule();
  }

  /** Checks this connection at every tick until it is neither paused nor lagging nor awaited. */
  watch(connection: Connection): void {
    if (!this.#watched.has(connection))
      this.#watched.set(connection, { outboundBytes: connection.outboundBytes });
  }

  forget(connection: Connection): void {
    this.#watched.delete(connection);
  }

  /** Connections for which pushes are being dropped. */
  get laggingCount(): number {
    let count = 0;
    for (const connection of this.#watched.keys()) if (connection.isLagging) count++;
    return count;
  }

  close(): void {
    this.#timer.cancel();
  }

  #schedule(): Timer {
    return this.#options.clock.after(TICK_MS, () => {
      this.tick++;
      for (const connection of this.#options.connections) this.#checkSilence(connection);
      for (const [connection, seen] of this.#watched) this.#checkStall(connection, seen);
      this.#timer = this.#schedule();
    });
  }

  #checkSilence(connection: Connection): void {
    const { limits } = this.#options;
    const silentMs = (this.tick - connection.heardTick) * TICK_MS;
    // A paused client may have sent something that we have not read.
    if (connection.isPaused || !connection.protocol.capabilities.heartbeats) connection.heardTick = this.tick;
    else if (silentMs > (connection.silenceMs ?? limits.heartbeatMs * SILENT_INTERVALS)) {
      connection.end(new PosthornError('IDLE_TIMEOUT', 'nothing was heard from you'));
    } else if (
      connection.state === 'stranger' &&
      connection.protocol.takesStrangers !== true &&
      (this.tick - connection.openedTick) * TICK_MS > limits.loginTimeoutMs
    ) {
      connection.end(new PosthornError('IDLE_TIMEOUT', 'no login came'));
    }
  }

  #checkStall(connection: Connection, seen: { outboundBytes: number }): void {
    const { limits, resync } = this.#options;
    connection.adjustReading();
    const { outboundBytes } = connection;
    if (connection.isLagging && outboundBytes < limits.maxOutboundBytes / 2) {
      connection.isLagging = false;
      resync(connection);
    }
    if (!connection.isLagging && !connection.isPaused && !connection.isAwaited) {
      this.#watched.delete(connection);
      connection.stalledTick = 0;
      return;
    }
    if (outboundBytes < seen.outboundBytes || outboundBytes === 0) connection.stalledTick = 0;
    else if (connection.stalledTick === 0) connection.stalledTick = this.tick;
    else if ((this.tick - connection.stalledTick) * TICK_MS > limits.stallTimeoutMs) {
      connection.end(new PosthornError('SLOW_READER', 'you read too slowly'));
    }
    seen.outboundBytes = outboundBytes;
  }
}

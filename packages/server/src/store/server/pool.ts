/**
 * A connection pool, first come first served.
 *
 * @module
 */
import { pause } from '../../clock.ts';
import type { Clock, Timer } from '../../clock.ts';
import { StoreError } from '../store.ts';
import { BOUNDS } from './engine.ts';
import type { DatabaseConnection } from './engine.ts';

export interface PoolOptions {
  readonly size: number;
  readonly connect: () => Promise<DatabaseConnection>;
  readonly clock: Clock;
}

interface Waiting {
  readonly resolve: (connection: DatabaseConnection) => void;
  readonly reject: (error: unknown) => void;
  readonly timer: Timer;
}

/** Delay after a failed attempt in ms. Doubles each time. */
const FIRST_BACKOFF_MS = 50;
const MAX_BACKOFF_MS = 1000;

export class Pool {
  readonly #options: PoolOptions;
  readonly #idle: DatabaseConnection[] = [];
  readonly #waiting: Waiting[] = [];
  /** Connections that are open or being opened. */
  #count = 0;
  #borrowed = 0;
  #backoffMs = 0;
  #isClosed = false;
  #onQuiet: (() => void) | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /**
   * Lends a connection to one caller, who must release it. Rejects with a StoreError: `closed`, or `unavailable` after
   * a timeout.
   */
  acquire(): Promise<DatabaseConnection> {
    if (this.#isClosed) return Promise.reject(new StoreError('closed', 'the store is closed'));
    return new Promise((resolve, reject) => {
      const timer = this.#options.clock.after(BOUNDS.turn, () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(new StoreError('unavailable', 'all connections to the database are busy'));
      });
      const waiting: Waiting = { resolve, reject, timer };
      this.#waiting.push(waiting);
      this.#serve();
    });
  }

  /** Returns a connection. A broken one is discarded. */
  release(connection: DatabaseConnection): void {
    this.#borrowed -= 1;
    if (connection.isBroken) this.#drop(connection);
    else this.#idle.push(connection);
    this.#serve();
    if (this.#borrowed === 0) this.#onQuiet?.();
  }

  /** Waits for borrowed connections, then closes all. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#borrowed > 0 || this.#waiting.length > 0) {
      await new Promise<void>((resolve) => (this.#onQuiet = () => this.#waiting.length === 0 && resolve()));
    }
    for (const connection of this.#idle.splice(0)) connection.destroy();
  }

  #serve(): void {
    while (this.#waiting.length > 0) {
      const connection = this.#idle.pop();
      if (connection === undefined) break;
      if (connection.isBroken) this.#drop(connection);
      else this.#hand(connection);
    }
    if (this.#waiting.length > 0 && this.#count < this.#options.size) {
      this.#count += 1;
      void this.#grow();
    }
  }

  #hand(connection: DatabaseConnection): void {
    const waiting = this.#waiting.shift();
    if (waiting === undefined) {
      if (this.#isClosed) this.#drop(connection);
      else this.#idle.push(connection);
      return;
    }
    waiting.timer.cancel();
    this.#borrowed += 1;
    waiting.resolve(connection);
  }

  #drop(connection: DatabaseConnection): void {
    this.#count -= 1;
    connection.destroy();
  }

  async #grow(): Promise<void> {
    const { clock, connect } = this.#options;
    try {
      if (this.#backoffMs > 0) {
        await pause(clock, this.#backoffMs);
      }
      const connection = await connect();
      this.#backoffMs = 0;
      this.#hand(connection);
      this.#serve();
    } catch (error) {
      this.#count -= 1;
      this.#backoffMs = Math.min(Math.max(this.#backoffMs * 2, FIRST_BACKOFF_MS), MAX_BACKOFF_MS);
      this.#fail(error);
    }
  }

  /** Rejects waiting callers at once, unless other connections still work and will be released. */
  #fail(error: unknown): void {
    if (this.#borrowed > 0) return;
    for (const { reject, timer } of this.#waiting.splice(0)) {
      timer.cancel();
      reject(error);
    }
    this.#onQuiet?.();
  }
}

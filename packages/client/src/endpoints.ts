/**
 * Where to connect: the address that we were given, and the gateways that the server has named, best first.
 *
 * @module
 */
import type { Platform } from './platform.ts';

export class Endpoints {
  readonly #platform: Platform;
  readonly #server: string;
  /** The gateway behind the address that people know; the last resort. */
  readonly #given: string;
  #urls: readonly string[];
  /** Which one is dialled next. */
  #next = 0;
  /** Those that were dialled in vain since one was reached or named. */
  #failed = 0;

  /** `server` as it was given; `given` is the gateway behind it. */
  constructor(platform: Platform, server: string, given: string) {
    this.#platform = platform;
    this.#server = server;
    this.#given = given;
    this.#urls = [given];
  }

  /** The one to dial now. */
  take(): string {
    const url = this.#urls[this.#next % this.#urls.length] ?? this.#given;
    this.#next++;
    return url;
  }

  /** We are attached at `current`, and may come back to `urls`; empty: to where we are. */
  reached(current: string, urls: readonly string[]): void {
    this.#name(urls.length > 0 ? urls : [current]);
    // When it ends, others are the better choice.
    if (this.#urls[0] === current) this.#next = 1;
  }

  /** The server sends us away, to `urls`; empty: to those that we know. */
  sent(urls: readonly string[]): void {
    if (urls.length > 0) this.#name(urls);
  }

  /**
   * The one that was taken could not be reached. When that is true of all, whoever gave us the first address may know
   * others by now. Never rejects.
   */
  async failed(): Promise<void> {
    this.#failed++;
    if (this.#failed < this.#urls.length || !/^https?:/i.test(this.#server)) return;
    this.#failed = 0;
    const urls = (await this.#platform.lookUp?.(this.#server)) ?? [];
    if (urls.length > 0) this.#name(urls);
  }

  #name(urls: readonly string[]): void {
    const usable = urls.filter((url) => this.#platform.canDial(url));
    this.#urls = [...new Set([...usable, this.#given])];
    this.#next = 0;
    this.#failed = 0;
  }
}

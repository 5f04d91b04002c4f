/**
 * Where to connect: the configured address, and the gateways that the server named, best first.
 *
 * @module
 */
import type { Platform } from './platform.ts';

export class Endpoints {
  readonly #platform: Platform;
  readonly #server: string;
  /** The gateway at the configured address; the last resort. */
  readonly #given: string;
  #urls: readonly string[];
  /** Index of the next one to dial. */
  #next = 0;
  /** How many could not be reached since the last attach or the last list. */
  #failed = 0;

  /** `server`: the configured address. `given`: the gateway there. */
  constructor(platform: Platform, server: string, given: string) {
    this.#platform = platform;
    this.#server = server;
    this.#given = given;
    this.#urls = [given];
  }

  /** The URL to dial now. */
  next(): string {
    const url = this.#urls[this.#next % this.#urls.length] ?? this.#given;
    this.#next++;
    return url;
  }

  /** We are attached at `current`. Reconnect to one of `urls`; empty: to `current`. */
  reached(current: string, urls: readonly string[]): void {
    this.#name(urls.length > 0 ? urls : [current]);
    // When this connection ends, another gateway is the better choice.
    if (this.#urls[0] === current) this.#next = 1;
  }

  /** The server sends us to one of `urls`; empty: to a known one. */
  redirected(urls: readonly string[]): void {
    if (urls.length > 0) this.#name(urls);
  }

  /**
   * The dialled URL could not be reached. If none could, asks the configured server for the current gateways. Never
   * rejects.
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

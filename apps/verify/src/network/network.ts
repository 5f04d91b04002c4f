/**
 * The way from every client to the system: one proxy each, so that a fault can hit one, some or all of them.
 *
 * @module
 */
import type { Dice } from '../dice.ts';
import { ChaosProxy } from './chaos-proxy.ts';
import type { Link } from './chaos-proxy.ts';
import { FAIR } from './pipe.ts';

/** Where the system listens, and under which scheme clients reach it. */
export interface Door {
  readonly scheme: 'tcp' | 'http';
  readonly address: () => { readonly host: string; readonly port: number };
  /** Clients go there by this URL and by no proxy. */
  readonly direct?: string;
}

export class Network {
  readonly #dice: Dice;
  readonly #proxies = new Map<string, ChaosProxy>();

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  /** The URL by which `who` reaches the system. */
  async urlFor(who: string, { scheme, address, direct }: Door): Promise<string> {
    if (direct !== undefined) return direct;
    if (this.#proxies.has(who)) throw new Error(`there are two called ${who}`);
    const proxy = await ChaosProxy.listen({ target: address, dice: this.#dice.fork(who) });
    this.#proxies.set(who, proxy);
    return `${scheme}://127.0.0.1:${proxy.port}`;
  }

  /** The ways of some clients, at least one. */
  some(dice: Dice, share: number): readonly ChaosProxy[] {
    const all = dice.shuffle([...this.#proxies.values()]);
    return all.slice(0, Math.max(1, Math.round(all.length * share)));
  }

  wayOf(who: string): ChaosProxy | undefined {
    return this.#proxies.get(who);
  }

  get links(): readonly Link[] {
    return [...this.#proxies.values()].flatMap(({ links }) => links);
  }

  /** Everything passes again. */
  heal(): void {
    for (const proxy of this.#proxies.values()) {
      proxy.weather = FAIR;
      proxy.isBlackHole = false;
      for (const link of proxy.links) link.release();
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#proxies.values()].map((proxy) => proxy.close()));
  }
}

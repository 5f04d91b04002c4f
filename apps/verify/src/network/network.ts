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
  readonly #entrances: readonly ChaosProxy[];

  /** `entrances`: what several clients share when the system has told them of it; whoever made them closes them. */
  constructor(dice: Dice, entrances: readonly ChaosProxy[] = []) {
    this.#dice = dice;
    this.#entrances = entrances;
  }

  /** The URL by which `who` reaches the system. */
  async urlFor(who: string, { scheme, address, direct }: Door): Promise<string> {
    if (direct !== undefined) return direct;
    if (this.#proxies.has(who)) throw new Error(`there are two called ${who}`);
    const proxy = await ChaosProxy.listen({ target: address, dice: this.#dice.fork(who) });
    this.#proxies.set(who, proxy);
    return `${scheme}://127.0.0.1:${proxy.port}`;
  }

  /** Some ways, at least one. */
  some(dice: Dice, share: number): readonly ChaosProxy[] {
    return part(dice, this.#all, share);
  }

  /** The same of those that have connections now; none when there is none. */
  someInUse(dice: Dice, share: number): readonly ChaosProxy[] {
    return part(
      dice,
      this.#all.filter(({ links }) => links.length > 0),
      share,
    );
  }

  get links(): readonly Link[] {
    return this.#all.flatMap(({ links }) => links);
  }

  /** Everything passes again. */
  heal(): void {
    for (const proxy of this.#all) {
      proxy.weather = FAIR;
      proxy.isBlackHole = false;
      for (const link of proxy.links) link.release();
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#proxies.values()].map((proxy) => proxy.close()));
  }

  get #all(): readonly ChaosProxy[] {
    return [...this.#proxies.values(), ...this.#entrances];
  }
}

function part<T>(dice: Dice, all: readonly T[], share: number): readonly T[] {
  return dice.shuffle(all).slice(0, Math.max(1, Math.round(all.length * share)));
}

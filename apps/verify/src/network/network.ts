/**
 * The network between clients and the system: one proxy per client, so that a fault can hit one, some or all of them.
 *
 * @module
 */
import type { Dice } from '../dice.ts';
import { ChaosProxy } from './chaos-proxy.ts';
import type { ProxiedConnection } from './chaos-proxy.ts';
import { FAIR } from './pipe.ts';

/** An address of the system, with the scheme for clients. */
export interface Door {
  readonly scheme: 'tcp' | 'http';
  readonly address: () => { readonly host: string; readonly port: number };
  /** Clients use this URL directly, without a proxy. */
  readonly direct?: string;
}

export class Network {
  readonly #dice: Dice;
  readonly #proxies = new Map<string, ChaosProxy>();
  readonly #entrances: readonly ChaosProxy[];

  /** `entrances`: proxies that several clients share because the system names them. Their creator closes them. */
  constructor(dice: Dice, entrances: readonly ChaosProxy[] = []) {
    this.#dice = dice;
    this.#entrances = entrances;
  }

  /** The URL at which `who` reaches the system. */
  async urlFor(who: string, { scheme, address, direct }: Door): Promise<string> {
    if (direct !== undefined) return direct;
    if (this.#proxies.has(who)) throw new Error(`there are two called ${who}`);
    const proxy = await ChaosProxy.listen({ target: address, dice: this.#dice.fork(who) });
    this.#proxies.set(who, proxy);
    return `${scheme}://127.0.0.1:${proxy.port}`;
  }

  /** Some of the proxies, at least one. */
  some(dice: Dice, share: number): readonly ChaosProxy[] {
    return part(dice, this.#all, share);
  }

  /** Some of the proxies that have connections now; empty if none has. */
  someInUse(dice: Dice, share: number): readonly ChaosProxy[] {
    return part(
      dice,
      this.#all.filter(({ connections }) => connections.length > 0),
      share,
    );
  }

  get connections(): readonly ProxiedConnection[] {
    return this.#all.flatMap(({ connections }) => connections);
  }

  /** Ends all faults. */
  heal(): void {
    for (const proxy of this.#all) {
      proxy.weather = FAIR;
      proxy.isBlackHole = false;
      for (const connection of proxy.connections) connection.release();
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

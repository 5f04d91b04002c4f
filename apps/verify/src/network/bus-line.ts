/**
 * One node's connection to NATS: a proxy that knows NATS's protocol, so that single messages can be lost, repeated
 * and overtaken.
 *
 * @module
 */
import type { Dice } from '../dice.ts';
import { BusNoise, QUIET } from './bus-noise.ts';
import type { Noise, NoiseCounts } from './bus-noise.ts';
import { ChaosProxy } from './chaos-proxy.ts';

export interface BusLineOptions {
  /** The address of nats-server. */
  readonly target: { readonly host: string; readonly port: number };
  /** What its URL has before the host: "user:secret@". */
  readonly credentials?: string;
  readonly dice: Dice;
  /** The address for the node. Default: the loopback. */
  readonly host?: string | undefined;
}

const LOOPBACK = '127.0.0.1';

export class BusLine {
  readonly #proxy: ChaosProxy;
  readonly #credentials: string;
  readonly #host: string;
  readonly counts: NoiseCounts;
  /** The noise from now on, in both directions. */
  noise: Noise = QUIET;
  /** All messages on these subjects are lost from now on, in both directions. */
  muted: RegExp | undefined;

  private constructor(
    proxy: ChaosProxy,
    { credentials = '', host = LOOPBACK }: BusLineOptions,
    counts: NoiseCounts,
  ) {
    this.#proxy = proxy;
    this.#credentials = credentials;
    this.#host = host;
    this.counts = counts;
  }

  static async listen(options: BusLineOptions): Promise<BusLine> {
    const { target, dice, host = LOOPBACK } = options;
    const isMuted = (subject: string): boolean => line.muted?.test(subject) === true;
    const counts = { lost: 0, doubled: 0, swapped: 0 };
    const proxy = await ChaosProxy.listen({
      target: () => target,
      dice,
      host,
      filter: (emit) => new BusNoise({ dice, noise: () => line.noise, isMuted, counts }, emit),
    });
    const line: BusLine = new BusLine(proxy, options, counts);
    return line;
  }

  /** For `--bus`. */
  get url(): string {
    return `nats://${this.#credentials}${this.#host}:${this.#proxy.port}`;
  }

  /** The node loses NATS, and notices it, until {@connection mend}. */
  break(): void {
    this.#proxy.isShut = true;
    for (const connection of this.#proxy.connections) connection.cut();
  }

  mend(): void {
    this.#proxy.isShut = false;
  }

  close(): Promise<void> {
    return this.#proxy.close();
  }
}

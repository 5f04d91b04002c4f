/**
 * A node that alone has lost the bus. Its clients would miss what is said until it is back, and with nothing to tell
 * them, so they go to a node that has the bus (promise 6). Who has it cannot be heard over the bus: the other gateways
 * are asked over HTTP. When nobody has it there is nowhere to go, and everybody stays.
 *
 * @module
 */
import type { Bus, BusStatus, Subscription } from '../bus/bus.ts';
import type { Clock, Timer } from '../clock.ts';
import type { Logger } from '../logger.ts';

export interface CutOffOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where clients reach the other gateways, as far as is known. */
  readonly others: () => readonly string[];
  /** Tells whether it is so now; at first it is not. */
  readonly onChange: (isCutOff: boolean) => void;
}

/** A bus that starts again is back before that. */
const PATIENCE_MS = 5000;
const LOOK_MS = 2000;
const ANSWER_MS = 2000;

export class CutOff {
  readonly #options: CutOffOptions;
  readonly #subscription: Subscription;
  #timer: Timer | undefined;
  #isSo = false;

  constructor(options: CutOffOptions) {
    this.#options = options;
    this.#subscription = options.bus.onStatus((status) => this.#heard(status));
  }

  /** False as soon as the bus is back, whoever hears of that first. */
  get isSo(): boolean {
    return this.#isSo && this.#options.bus.status === 'down';
  }

  close(): void {
    this.#subscription.unsubscribe();
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #heard(status: BusStatus): void {
    this.#timer?.cancel();
    this.#timer = status === 'up' ? undefined : this.#lookAfter(PATIENCE_MS);
    if (status === 'up') this.#become(false);
  }

  #lookAfter(delayMs: number): Timer {
    return this.#options.clock.after(delayMs, () => void this.#look());
  }

  /** Never rejects. */
  async #look(): Promise<void> {
    const { bus, others } = this.#options;
    const timer = this.#timer;
    const answers = await Promise.all(others().flatMap(readinessUrl).map(isWell));
    // The bus came back meanwhile, or this is closed.
    if (bus.status === 'up' || timer !== this.#timer) return;
    if (answers.includes(true)) this.#become(true);
    else this.#timer = this.#lookAfter(LOOK_MS);
  }

  #become(isSo: boolean): void {
    if (this.#isSo === isSo) return;
    this.#isSo = isSo;
    const { logger, onChange } = this.#options;
    if (isSo) logger.warn({}, 'others have the bus and this node has not: clients are sent to them');
    onChange(isSo);
  }
}

/** Of a gateway that clients reach by WebSocket; nothing can be asked over TCP. */
function readinessUrl(address: string): readonly string[] {
  const url = URL.parse(address);
  if (url?.protocol !== 'ws:' && url?.protocol !== 'wss:') return [];
  return [`${url.protocol === 'ws:' ? 'http' : 'https'}://${url.host}/readyz`];
}

async function isWell(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) })).ok;
  } catch {
    return false;
  }
}

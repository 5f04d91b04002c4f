/**
 * Detects that this node alone has lost the bus. Its clients would miss messages without noticing, so they are sent to a
 * node that has the bus (promise 6). The bus cannot tell which nodes have it, so this node asks the other gateways over
 * HTTP. If no node has the bus, clients stay.
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
  /** Addresses of the other known gateways. */
  readonly others: () => readonly string[];
  /** Called on each change; initially false. */
  readonly onChange: (isCutOff: boolean) => void;
}

/** A bus that restarts is back within this time. */
const PATIENCE_MS = 5000;
const LOOK_MS = 2000;
const ANSWER_MS = 2000;

export class CutOff {
  readonly #options: CutOffOptions;
  readonly #subscription: Subscription;
  #timer: Timer | undefined;
  #isCutOff = false;

  constructor(options: CutOffOptions) {
    this.#options = options;
    this.#subscription = options.bus.onStatus((status) => this.#heard(status));
  }

  /** Turns false as soon as the bus is up, even before onChange is called. */
  get isCutOff(): boolean {
    return this.#isCutOff && this.#options.bus.status === 'down';
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
    // Meanwhile the bus came back, or this was closed.
    if (bus.status === 'up' || timer !== this.#timer) return;
    if (answers.includes(true)) this.#become(true);
    else this.#timer = this.#lookAfter(LOOK_MS);
  }

  #become(isCutOff: boolean): void {
    if (this.#isCutOff === isCutOff) return;
    this.#isCutOff = isCutOff;
    const { logger, onChange } = this.#options;
    if (isCutOff) logger.warn({}, 'others have the bus and this node has not: clients are sent to them');
    onChange(isCutOff);
  }
}

/** The readiness URL of a WebSocket address; none for TCP, which cannot be asked. */
function readinessUrl(address: string): readonly string[] {
  const url = URL.parse(address);
  if (url?.protocol !== 'ws:' && url?.protocol !== 'wss:') return [];
  return [`${url.protocol === 'ws:' ? 'http' : 'https'}://${url.host}/readyz`];
}

async function isWell(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(ANSWER_MS) })).ok;
  } catch {
    return false;
  }
}

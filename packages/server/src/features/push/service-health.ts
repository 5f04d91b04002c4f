/**
 * Which push services are in trouble: they are left alone for a while, so that what is for others is not held up.
 *
 * @module
 */

const FAILURES = 3;
const LEAST_MS = 10_000;
const MOST_MS = 300_000;
/** No service is believed to want longer. */
const MOST_ASKED_MS = 3_600_000;
const MAX_SERVICES = 1000;

interface Health {
  failures: number;
  /** Unix ms. */
  pausedUntil: number;
}

export class ServiceHealth {
  readonly #services = new Map<string, Health>();

  /** Until when a service is left alone (Unix ms); 0: it is not. */
  pausedUntil(host: string): number {
    return this.#services.get(host)?.pausedUntil ?? 0;
  }

  answered(host: string): void {
    this.#services.delete(host);
  }

  /** `retryAfterMs`: what it has asked for; undefined: nothing. */
  failed(host: string, now: number, retryAfterMs: number | undefined): void {
    const health = this.#services.get(host) ?? { failures: 0, pausedUntil: 0 };
    health.failures++;
    const over = health.failures - FAILURES;
    const pause = over < 0 ? 0 : Math.min(MOST_MS, LEAST_MS * 2 ** over);
    health.pausedUntil = now + Math.max(pause, Math.min(retryAfterMs ?? 0, MOST_ASKED_MS));
    if (this.#services.size >= MAX_SERVICES) this.#services.clear();
    this.#services.set(host, health);
  }
}

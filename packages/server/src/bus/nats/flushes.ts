/**
 * Waits until the server has handled everything sent so far. A hundred clients that attach in one turn share one ping.
 *
 * @module
 */
import type { Clock } from '../../clock.ts';
import { BusError } from '../bus.ts';

export class Flushes {
  readonly #clock: Clock;
  readonly #ping: () => Promise<void>;
  /** The flush that begins at the end of this turn. */
  #next: Promise<void> | undefined;

  /** `ping` sends everything queued, and resolves when the server has handled it. Rejects if the connection breaks. */
  constructor(clock: Clock, ping: () => Promise<void>) {
    this.#clock = clock;
    this.#ping = ping;
  }

  /** Rejects with a BusError. */
  within(timeoutMs: number): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const timer = this.#clock.after(timeoutMs, () =>
        reject(new BusError('timeout', 'NATS does not answer')),
      );
      const settle = (finish: () => void) => (): void => {
        timer.cancel();
        finish();
      };
      this.#shared().then(
        settle(resolve),
        settle(() => reject(new BusError('down', 'the connection to NATS broke'))),
      );
    });
  }

  #shared(): Promise<void> {
    return (this.#next ??= new Promise((resolve, reject) => {
      this.#clock.afterTurn(() => {
        this.#next = undefined;
        this.#ping().then(resolve, reject);
      });
    }));
  }
}

/**
 * The end of a measurement before its time.
 *
 * @module
 */
import type { Lab } from '../../src/lab.ts';

/** Whatever ends a measurement before its time, a peer that hangs up or a signal, nothing is left running. */
export class Guard {
  #lab: Lab | undefined;
  #fail: (error: Error) => void = () => {};

  constructor() {
    process.on('SIGINT', this.#onSignal).on('SIGTERM', this.#onSignal).on('uncaughtException', this.#onError);
  }

  /** As `run` ends, or rejects with what broke meanwhile. The lab is the caller's to close. One at a time. */
  guarded<T>(lab: Lab, run: Promise<T>): Promise<T> {
    const { promise: failure, reject } = Promise.withResolvers<never>();
    [this.#lab, this.#fail] = [lab, reject];
    return Promise.race([run, failure]);
  }

  /** From here on what breaks is nobody's. */
  lift(): void {
    process
      .off('SIGINT', this.#onSignal)
      .off('SIGTERM', this.#onSignal)
      .off('uncaughtException', this.#onError);
  }

  readonly #onSignal = (): void => {
    const closed = this.#lab?.close() ?? Promise.resolve();
    void closed.finally(() => process.exit(130));
  };

  // What breaks while a failed measurement is being ended follows from that, and is told already.
  readonly #onError = (error: Error): void => this.#fail(error);
}

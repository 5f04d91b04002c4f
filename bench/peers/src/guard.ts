/**
 * Ends a measurement early.
 *
 * @module
 */
import type { Lab } from '../../src/lab.ts';

/** If a measurement ends early, by a signal or because a peer closed a connection, nothing is left running. */
export class Guard {
  #lab: Lab | undefined;
  #fail: (error: Error) => void = () => {};

  constructor() {
    process.on('SIGINT', this.#onSignal).on('SIGTERM', this.#onSignal).on('uncaughtException', this.#onError);
  }

  /** Settles like `run`, or rejects with what broke meanwhile. The caller closes the lab. One at a time. */
  guarded<T>(lab: Lab, run: Promise<T>): Promise<T> {
    const { promise: failure, reject } = Promise.withResolvers<never>();
    [this.#lab, this.#fail] = [lab, reject];
    return Promise.race([run, failure]);
  }

  /** Stops watching. */
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

  // Errors while a failed measurement is being ended are consequences of the first one.
  readonly #onError = (error: Error): void => this.#fail(error);
}

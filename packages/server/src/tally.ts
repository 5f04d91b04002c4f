/**
 * A counter for hot paths: each count is one addition; prom-client only works when the metrics are read.
 *
 * @module
 */
import { Counter, type Registry } from 'prom-client';

export interface TallyOptions {
  readonly name: string;
  readonly help: string;
  /** One or two label names. */
  readonly labelNames: readonly [string, string?];
  readonly registry: Registry;
}

export class Tally {
  /** Counts by the value of the first label, then of the second. */
  readonly #counts = new Map<string, Map<string, number>>();

  constructor({ name, help, labelNames: [first, second], registry }: TallyOptions) {
    const counts = this.#counts;
    new Counter({
      name,
      help,
      labelNames: second === undefined ? [first] : [first, second],
      registers: [registry],
      collect() {
        this.reset();
        for (const [a, row] of counts) {
          for (const [b, count] of row) {
            this.inc(second === undefined ? { [first]: a } : { [first]: a, [second]: b }, count);
          }
        }
      },
    });
  }

  /** Adds one. Takes the values of the labels in order. */
  add(first: string, second = ''): void {
    let row = this.#counts.get(first);
    if (row === undefined) this.#counts.set(first, (row = new Map<string, number>()));
    row.set(second, (row.get(second) ?? 0) + 1);
  }
}

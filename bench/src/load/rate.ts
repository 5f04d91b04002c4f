/**
 * A rate in each slice of a measurement.
 *
 * @module
 */
export class RateOverTime {
  readonly #startMs: number;
  readonly #sliceMs: number;
  readonly #counts: number[] = [];

  constructor(startMs: number, sliceMs: number) {
    this.#startMs = startMs;
    this.#sliceMs = sliceMs;
  }

  count(nowMs: number, much = 1): void {
    const slice = Math.max(0, Math.floor((nowMs - this.#startMs) / this.#sliceMs));
    this.#counts[slice] = (this.#counts[slice] ?? 0) + much;
  }

  /** [s since the start, rate per second] for a chart, for the complete slices within `seconds`. */
  points(seconds: number): readonly (readonly [number, number])[] {
    const slices = Math.floor((seconds * 1000) / this.#sliceMs);
    return Array.from({ length: slices }, (_, index) => [
      ((index + 0.5) * this.#sliceMs) / 1000,
      ((this.#counts[index] ?? 0) * 1000) / this.#sliceMs,
    ]);
  }
}

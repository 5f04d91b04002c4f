/**
 * Latencies without coordinated omission: a sample counts from the moment when it should have been sent.
 *
 * @module
 */
import { build, type Histogram } from 'hdr-histogram-js';

/** The points of a percentile curve, as far as the number of samples supports them. */
const CURVE = [
  0, 10, 25, 50, 75, 80, 85, 90, 92.5, 95, 97, 98, 99, 99.25, 99.5, 99.7, 99.8, 99.9, 99.95, 99.99,
];

export class Latencies {
  readonly #histogram: Histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 120_000_000,
    numberOfSignificantValueDigits: 3,
  });

  /** Records one latency in ms. */
  record(ms: number): void {
    this.#histogram.recordValue(Math.min(120_000_000, Math.max(1, Math.round(ms * 1000))));
  }

  /** Takes over the samples of another one. */
  add(other: Latencies): void {
    this.#histogram.add(other.#histogram);
  }

  get count(): number {
    return this.#histogram.totalCount;
  }

  /** The latency in ms below which `percent` of the samples are. */
  at(percent: number): number {
    return this.#histogram.getValueAtPercentile(percent) / 1000;
  }

  get max(): number {
    return this.#histogram.maxValue / 1000;
  }

  /** p50, p90, p99, p99.9 and the maximum in ms, with names that start with `prefix`. */
  summary(prefix: string): Record<string, number> {
    const entry = (name: string, ms: number): [string, number] => [
      `${prefix}${name}Ms`,
      Number(ms.toPrecision(3)),
    ];
    return Object.fromEntries([
      ...[50, 90, 99, 99.9].map((percent) => entry(`P${String(percent).replace('.', '')}`, this.at(percent))),
      entry('Max', this.max),
    ]);
  }

  /** [percentile, ms] for a chart. */
  curve(): readonly (readonly [number, number])[] {
    if (this.count === 0) return [];
    return CURVE.filter((percent) => (1 - percent / 100) * this.count >= 1).map((percent) => [
      percent,
      this.at(percent),
    ]);
  }
}

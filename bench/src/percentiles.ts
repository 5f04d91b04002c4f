/**
 * Latencies without coordinated omission: a sample counts from when it should have been sent.
 *
 * @module
 */
import { build, type Histogram } from 'hdr-histogram-js';

export class Latencies {
  readonly #histogram: Histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 60_000_000,
    numberOfSignificantValueDigits: 3,
  });

  /** Records one latency in ms. */
  record(ms: number): void {
    this.#histogram.recordValue(Math.max(1, Math.round(ms * 1000)));
  }

  get count(): number {
    return this.#histogram.totalCount;
  }

  /** The latency in ms that `percent` of the samples stay below. */
  at(percent: number): number {
    return this.#histogram.getValueAtPercentile(percent) / 1000;
  }

  /** p50, p99 and p99.9 in ms, under `prefix`. */
  summary(prefix: string): Record<string, number> {
    const entry = (name: string, percent: number): [string, number] => [
      `${prefix}${name}`,
      Number(this.at(percent).toPrecision(3)),
    ];
    return Object.fromEntries([entry('P50Ms', 50), entry('P99Ms', 99), entry('P999Ms', 99.9)]);
  }
}

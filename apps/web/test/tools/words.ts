/**
 * Measured times as figures say them.
 *
 * @module
 */

/** A frame comes every 16.7 ms; one that comes half of that late has missed its turn. */
const MISSED_MS = 25;

/** The value below which this share of them lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function tookWords(tookMs: readonly number[], digits = 0): string {
  const [late, middle] = [quantile(tookMs, 0.95), quantile(tookMs, 0.5)];
  return `${late.toFixed(digits)} ms (median ${middle.toFixed(digits)} ms)`;
}

export function missedWords(gapsMs: readonly number[]): string {
  const missed = gapsMs.filter((gapMs) => gapMs > MISSED_MS).length;
  return `${((100 * missed) / gapsMs.length).toFixed(1)} % of ${gapsMs.length}`;
}

export function slowWords(gapsMs: readonly number[]): string {
  const slow = gapsMs.filter((gapMs) => gapMs > 50);
  return `${slow.length} of ${gapsMs.length}, the longest ${Math.round(Math.max(...gapsMs))} ms`;
}

/** Processor time of the page's main thread: it does not depend on what else the machine does. */
export function workWords(seconds: number, count: number, each: string): string {
  return `${((seconds * 1000) / count).toFixed(1)} ms of work ${each}`;
}

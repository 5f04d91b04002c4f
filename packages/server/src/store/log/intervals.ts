/**
 * What a reader may see of a log, as intervals of seqs. Seqs are dense, so intervals are enough (promise 9).
 *
 * @module
 */

/** Seqs from `from` to `to`, inclusive. Empty if `to` is below `from`. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** The highest visible seq; 0 for none. All functions here expect sorted intervals that do not overlap. */
export function visibleHead(intervals: readonly Interval[]): number {
  return intervals.at(-1)?.to ?? 0;
}

/** The lowest seq that is visible now or later. */
export function visibleFirst(intervals: readonly Interval[]): number {
  return intervals[0]?.from ?? 0;
}

/** What remains of intervals when seqs below `keptFrom` are gone. The last one stays, though it may be empty. */
export function keptIntervals(intervals: readonly Interval[], keptFrom: number): readonly Interval[] {
  return intervals.flatMap(({ from, to }, index) => {
    const isLast = index === intervals.length - 1;
    return to < keptFrom && !isLast ? [] : [{ from: Math.max(from, keptFrom), to }];
  });
}

export function isVisible(intervals: readonly Interval[], seq: number): boolean {
  return intervals.some(({ from, to }) => from <= seq && seq <= to);
}

/** The lowest visible seq above `seq`. */
export function nextVisible(intervals: readonly Interval[], seq: number): number | undefined {
  return spansAbove(intervals, seq, 1)[0]?.from;
}

/** The highest visible seq below `seq`. */
export function previousVisible(intervals: readonly Interval[], seq: number): number | undefined {
  return spansBelow(intervals, seq, 1)[0]?.to;
}

/** The lowest `count` visible seqs above `after`, as intervals by rising seq. */
export function spansAbove(intervals: readonly Interval[], after: number, count: number): Interval[] {
  const spans: Interval[] = [];
  let left = count;
  for (const interval of intervals) {
    const from = Math.max(interval.from, after + 1);
    const to = Math.min(interval.to, from + left - 1);
    if (to < from) continue;
    spans.push({ from, to });
    left -= to - from + 1;
  }
  return spans;
}

/** The highest `count` visible seqs below `before`, as intervals by falling seq. */
export function spansBelow(intervals: readonly Interval[], before: number, count: number): Interval[] {
  const spans: Interval[] = [];
  let left = count;
  for (const interval of intervals.toReversed()) {
    const to = Math.min(interval.to, before - 1);
    const from = Math.max(interval.from, to - left + 1);
    if (to < from) continue;
    spans.push({ from, to });
    left -= to - from + 1;
  }
  return spans;
}

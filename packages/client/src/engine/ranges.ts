/**
 * Which seqs of a conversation are known without a hole.
 *
 * @module
 */

/** From the first to the last seq, both among them. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Disjoint ranges by rising seq; neighbours are merged. Seq 0 stands for the start: a range that has it, has everything older. */
export class Ranges {
  #ranges: readonly Range[];

  constructor(ranges: readonly Range[] = []) {
    this.#ranges = ranges;
  }

  all(): readonly Range[] {
    return this.#ranges;
  }

  /** How many seqs are in them. */
  get size(): number {
    return this.#ranges.reduce((total, { from, to }) => total + to - from + 1, 0);
  }

  /** The range in which a seq is. */
  around(seq: number): Range | undefined {
    return this.#ranges.find(({ from, to }) => from <= seq && seq <= to);
  }

  last(): Range | undefined {
    return this.#ranges.at(-1);
  }

  add({ from, to }: Range): void {
    if (to < from) return;
    const before = this.#ranges.filter((range) => range.to < from - 1);
    const after = this.#ranges.filter((range) => range.from > to + 1);
    const joined = this.#ranges.slice(before.length, this.#ranges.length - after.length);
    const merged = {
      from: Math.min(from, joined[0]?.from ?? from),
      to: Math.max(to, joined.at(-1)?.to ?? to),
    };
    this.#ranges = [...before, merged, ...after];
  }

  remove({ from, to }: Range): void {
    this.#ranges = this.#ranges.flatMap((range) =>
      [
        { from: range.from, to: Math.min(range.to, from - 1) },
        { from: Math.max(range.from, to + 1), to: range.to },
      ].filter((each) => each.from <= each.to),
    );
  }
}

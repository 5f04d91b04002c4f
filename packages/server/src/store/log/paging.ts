/**
 * Turns a range of a pull into a batch, in the same way for every backend: which seqs to read, when to stop, and the
 * values of `through`, `more` and `diverged` (see Batch in posthorn.proto).
 *
 * @module
 */
import type { Interval } from './intervals.ts';
import { isVisible, nextVisible, previousVisible, spansAbove, spansBelow, visibleHead } from './intervals.ts';
import type { LogBatch, LogRange, StoredMessage } from './log.ts';

/** What a reader may see of a conversation. */
export interface Visible {
  readonly intervals: readonly Interval[];
  /** Nothing below it is kept. */
  readonly keptFrom: number;
  /** Nothing above it has a state. */
  readonly folded: number;
  /** Seq of the event by which the reader left. Null: they are in. */
  readonly left: number | null;
}

/** The bytes of a message, with what has become of it. */
export function bytesOf({ content, state }: Pick<StoredMessage, 'content' | 'state'>): number {
  return content.length + (state?.length ?? 0);
}

/** The bytes of messages that one answer may contain. The ranges of a pull share them. */
export class PageBudget {
  #left: number;
  #hasGiven = false;
  #isSpent = false;

  constructor(maxBytes: number) {
    this.#left = maxBytes;
  }

  /** Whether the budget is used up. */
  get isSpent(): boolean {
    return this.#isSpent;
  }

  /** Whether a message of this size still fits. The first one always does. */
  take(bytes: number): boolean {
    if (this.#isSpent) return false;
    if (this.#hasGiven && bytes > this.#left) {
      this.#isSpent = true;
      return false;
    }
    this.#hasGiven = true;
    this.#left -= bytes;
    return true;
  }
}

/** The first of these that have so many bytes together; at least one. */
export function fitting<T>(
  items: readonly T[],
  maxBytes: number,
  bytesOfOne: (item: T) => number,
): readonly T[] {
  const budget = new PageBudget(maxBytes);
  const end = items.findIndex((item) => !budget.take(bytesOfOne(item)));
  return end === -1 ? items : items.slice(0, end);
}

/** The seqs that a range asks for, in the order in which to return them. */
export function wantedSpans(range: LogRange, intervals: readonly Interval[]): Interval[] {
  return range.before > 0
    ? spansBelow(intervals, range.before, range.limit)
    : spansAbove(intervals, range.after, range.limit);
}

/**
 * Whether the reader has seen a different history (promise 12). `timeAfter`: the time of the message at `range.after`
 * in this log; undefined if there is none. It counts only if the reader may see that message. Below `keptFrom` nothing is
 * left to compare, and nothing has to be: a backup has all that was committed before it, so no log that lacks what this
 * reader has seen has already expired it.
 */
export function hasDiverged(
  range: LogRange,
  { intervals, keptFrom }: Visible,
  timeAfter: number | undefined,
): boolean {
  if (range.before > 0) return false;
  if (range.after > visibleHead(intervals)) return true;
  if (range.mark === 0 || range.after < keptFrom) return false;
  return !isVisible(intervals, range.after) || timeAfter !== range.mark;
}

/** `messages`: the first ones of the wanted spans, by rising seq. */
export function toLogBatch(
  range: LogRange,
  { intervals, folded }: Visible,
  messages: readonly StoredMessage[],
): LogBatch {
  const shared = { ...emptyBatch(range.conversation), folded, head: visibleHead(intervals), messages };
  if (range.before > 0) {
    const lowest = messages[0]?.seq ?? range.before;
    const previous = previousVisible(intervals, lowest);
    return { ...shared, through: (previous ?? 0) + 1, more: previous !== undefined };
  }
  const highest = messages.at(-1)?.seq ?? range.after;
  const next = nextVisible(intervals, highest);
  return { ...shared, through: next === undefined ? shared.head : next - 1, more: next !== undefined };
}

/** The batch for a reader whose history differs and who has to start over. */
export function divergedBatch(range: LogRange, intervals: readonly Interval[]): LogBatch {
  return { ...emptyBatch(range.conversation), head: visibleHead(intervals), diverged: true };
}

export function forbiddenBatch(range: LogRange): LogBatch {
  return { ...emptyBatch(range.conversation), forbidden: true };
}

function emptyBatch(conversation: number): LogBatch {
  return {
    conversation,
    folded: 0,
    messages: [],
    through: 0,
    head: 0,
    more: false,
    diverged: false,
    forbidden: false,
  };
}

/** The batch with some of its messages alone: those that were read first, by rising seq. */
export function shortened(range: LogRange, batch: LogBatch, messages: readonly StoredMessage[]): LogBatch {
  const left = batch.messages.length - messages.length;
  if (left === 0) return batch;
  const isBackward = range.before > 0;
  const next = batch.messages.at(isBackward ? left - 1 : messages.length);
  const through = (next?.seq ?? 0) + (isBackward ? 1 : -1);
  return { ...batch, messages, through, more: true };
}

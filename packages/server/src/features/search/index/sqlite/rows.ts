/**
 * The number of a document's row in SQLite. FTS5 walks its lists in this order, so the newest documents come first and a walk
 * ends early; and it tells of most documents that a reader does not see them, without a look at the document.
 *
 *     second × 2¹⁹ + slot of the conversation × 2⁵ + number within both
 *
 * Numbers within are given from 0 on as documents come; the 33rd gets the number of a later second. FTS5 stores differences of
 * numbers, so few bits make a small index.
 *
 * @module
 */

const WITHIN_BITS = 5;
const SLOT_BITS = 14;
const WITHIN = 2 ** WITHIN_BITS;
const SLOTS = 2 ** SLOT_BITS;
const OF_SECOND = WITHIN * SLOTS;

export const MAX_ROW = Number.MAX_SAFE_INTEGER;
const MAX_SECOND = Math.floor(MAX_ROW / OF_SECOND) - 1;

/** SQL: the slot in the row of this name. */
export function slotIn(row: string): string {
  return `((${row} >> ${WITHIN_BITS}) & ${SLOTS - 1})`;
}

/** Conversations share slots, so whoever passes by the slot is looked at. */
export function slotOf(conversation: number): number {
  return conversation % SLOTS;
}

/** The lowest row of a moment, of all conversations. `time`: Unix ms. */
export function firstRowOf(time: number): number {
  return Math.min(Math.max(Math.floor(time / 1000), 0), MAX_SECOND) * OF_SECOND;
}

/** The rows of a conversation and a second: from `first` to `last`. */
export function rowsOf(
  conversation: number,
  time: number,
): { readonly first: number; readonly last: number } {
  const first = firstRowOf(time) + slotOf(conversation) * WITHIN;
  return { first, last: first + WITHIN - 1 };
}

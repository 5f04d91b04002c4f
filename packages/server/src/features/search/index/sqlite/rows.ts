/**
 * The number of a document's row in SQLite: FTS5 walks its lists in this order, so the newest documents come first and a walk
 * ends early; and it tells the conversation without a look at the document.
 *
 *     | seconds: 33 bits | slot of the conversation: 22 bits | 8 bits |
 *
 * Within a conversation and a second documents are numbered as they come, from 0; the 257th gets the number of a later second.
 *
 * @module
 */

const WITHIN_BITS = 8n;
const SLOT_BITS = 22n;
const SLOTS = 2 ** Number(SLOT_BITS);
const MAX_SECOND = 2n ** 33n - 1n;

export const MAX_ROW = 2n ** 63n - 1n;

/** SQL: the slot in the row of this name. */
export function slotIn(row: string): string {
  return `((${row} >> ${WITHIN_BITS}) & ${SLOTS - 1})`;
}

/** Different conversations may have the same one, if there are more than four million. */
export function slotOf(conversation: number): number {
  return conversation % SLOTS;
}

/** The lowest row of a moment, of all conversations. `time`: Unix ms. */
export function firstRowOf(time: number): bigint {
  const second = BigInt(Math.floor(time / 1000));
  return clamped(second) << (SLOT_BITS + WITHIN_BITS);
}

/** The rows of a conversation and a second: from `first` to `last`. */
export function rowsOf(
  conversation: number,
  time: number,
): { readonly first: bigint; readonly last: bigint } {
  const first = firstRowOf(time) | (BigInt(slotOf(conversation)) << WITHIN_BITS);
  return { first, last: first | (2n ** WITHIN_BITS - 1n) };
}

function clamped(second: bigint): bigint {
  if (second < 0n) return 0n;
  return second > MAX_SECOND ? MAX_SECOND : second;
}

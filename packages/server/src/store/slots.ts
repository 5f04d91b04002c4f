/**
 * Keys of what a user keeps with a message, within its conversation: a reaction, a vote. Those of one message lie together, by
 * user.
 *
 * @module
 */
export function slotOf(seq: number, user: number): string {
  return `${seq}:${String(user).padStart(16, '0')}`;
}

/** Behind all slots of a message. */
export function endOfSlots(seq: number): string {
  return `${seq};`;
}

/** The tables whose rows have slots. They expire with their messages. */
export const SLOT_TABLES = ['reactions', 'votes'] as const;

/** The message that a slot belongs to. */
export function seqOf(slot: string): number {
  return Number.parseInt(slot, 10);
}

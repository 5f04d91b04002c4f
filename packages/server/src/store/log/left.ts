/**
 * What messages say to somebody who has left: nothing that was put into them afterwards (promise 7). What was taken back since is
 * gone for them too.
 *
 * @module
 */
import { decodeState, encodeState } from '@posthorn/protocol';

/** What has become of a message. */
export interface Now {
  readonly state: Uint8Array;
  /** As last edited. Empty: as it was sent. */
  readonly content: Uint8Array;
}

const NOTHING = new Uint8Array(0);

/** `left`: seq of the event by which the reader left; null: they are in. A message that was edited since reads as it was sent. */
export function asOf<T extends Now>(now: T, left: number | null): T {
  if (left === null) return now;
  const state = decodeState(now.state);
  if (state.through <= left) return now;
  const isEditedSince = state.edited > left;
  return {
    ...now,
    state: encodeState({ ...state, previews: [], ...(isEditedSince && { edited: 0 }) }),
    content: isEditedSince ? NOTHING : now.content,
  };
}

interface Words {
  /** As it was sent. */
  readonly content: Uint8Array;
  readonly edited: Uint8Array | null;
  readonly state: Uint8Array | null;
}

/** The content alone. */
export function wordsOf({ content, edited, state }: Words, left: number | null): Uint8Array {
  if (edited === null || state === null) return content;
  const now = asOf({ state, content: edited }, left).content;
  return now.length === 0 ? content : now;
}

/**
 * Messages that the user does not want to see. They are the same on all devices: the personal space keeps them.
 *
 * @module
 */
import type { PersonalSpace } from '@posthorn/client';

const HIDE = 'hide/';

export interface Place {
  readonly conversation: number;
  readonly seq: number;
}

/** Seqs of the hidden messages of a conversation. */
export function hiddenIn(mine: PersonalSpace, conversation: number): ReadonlySet<number> {
  const prefix = `${HIDE}${conversation}/`;
  return new Set(mine.keys(prefix).map((key) => Number(key.slice(prefix.length))));
}

/** Hides a message, or shows it again. Resolves with whether it is hidden now. */
export async function toggleHidden(mine: PersonalSpace, { conversation, seq }: Place): Promise<boolean> {
  const key = `${HIDE}${conversation}/${seq}`;
  const isHidden = mine.get(key) === undefined;
  await mine.set(key, isHidden ? {} : undefined);
  return isHidden;
}

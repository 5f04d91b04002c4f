/**
 * System events as sentences.
 *
 * @module
 */
import { describeEvent as described } from '@posthorn/protocol/words';
import type { Event } from '@posthorn/client';

/** `who` did it; `nameOf` finds the names of the users whom it happened to. */
export async function describeEvent(
  event: Event,
  who: string,
  nameOf: (user: number) => Promise<string>,
): Promise<string> {
  const deed = described(event, (await Promise.all(event.users.map(nameOf))).join(', '));
  return deed === undefined ? 'something happened that this version does not know' : `${who} ${deed}`;
}

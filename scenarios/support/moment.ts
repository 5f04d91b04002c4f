/**
 * Time, as far as messages tell it.
 *
 * @module
 */
import { setImmediate as turn } from 'node:timers/promises';

/** Resolves within the next millisecond: what is said then has a later time than what was said before. */
export async function nextMoment(): Promise<void> {
  const now = Date.now();
  while (Date.now() === now) await turn();
}

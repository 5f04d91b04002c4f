/**
 * Waiting: for a time, for a condition, for an entry of the history.
 *
 * @module
 */
import { setTimeout } from 'node:timers/promises';
import type { Entry, History } from './history.ts';

const POLL_MS = 20;

/** Resolves early if `over` is aborted. */
export async function pause(delayMs: number, over?: AbortSignal): Promise<void> {
  // Only rejects if `over` is aborted.
  await setTimeout(delayMs, undefined, { ...(over && { signal: over }) }).catch(() => {});
}

/** Polls until the condition holds. Resolves with false after `withinMs`, or if `over` is aborted. */
export async function until(holds: () => boolean, withinMs: number, over?: AbortSignal): Promise<boolean> {
  const giveUpAt = performance.now() + withinMs;
  while (!holds()) {
    if (over?.aborted === true || performance.now() > giveUpAt) return false;
    await pause(POLL_MS, over);
  }
  return true;
}

/** Like until(), for an entry of the history from number `from` on. Examines each entry once, in order. */
export function untilEntry(
  { history, from }: { readonly history: History; readonly from: number },
  isIt: (entry: Entry) => boolean,
  withinMs: number,
  over: AbortSignal,
): Promise<boolean> {
  let next = from;
  const isThere = (): boolean => {
    for (let entry = history.entries[next]; entry !== undefined; entry = history.entries[next]) {
      next++;
      if (isIt(entry)) return true;
    }
    return false;
  };
  return until(isThere, withinMs, over);
}

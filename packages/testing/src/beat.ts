/**
 * Waiting for what nothing announces.
 *
 * @module
 */
import { setTimeout as pause } from 'node:timers/promises';

const BEAT_MS = 10;

/** The pause between two looks. Without one, a loop that waits takes a core from what it waits for. */
export function beat(): Promise<void> {
  return pause(BEAT_MS);
}

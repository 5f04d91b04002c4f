/**
 * Threads whose work may wait.
 *
 * @module
 */
import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { basename } from 'node:path';

/** This thread works on time that no other thread of the process wants. */
export function yieldToOthers(): void {
  // Linux alone has priorities of threads: its setpriority(2) takes the id of one.
  if (process.platform !== 'linux') return;
  try {
    setPriority(
      Number(basename(readlinkSync('/proc/thread-self'))),
      constants.priority.PRIORITY_BELOW_NORMAL,
    );
  } catch {
    // Without /proc, it gets an equal share.
  }
}

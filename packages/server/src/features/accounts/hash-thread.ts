/**
 * A thread that computes one Argon2id at a time, on time that no other thread of the process wants.
 *
 * @module
 */
import { argon2Sync } from 'node:crypto';
import type { Argon2Parameters } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { basename } from 'node:path';
import { parentPort } from 'node:worker_threads';

const port = parentPort;
if (port === null) throw new Error('this runs in a thread alone');

yieldToOthers();
port.on('message', (parameters: Argon2Parameters) => port.postMessage(argon2Sync('argon2id', parameters)));

/** Linux alone has priorities of threads: its setpriority(2) takes the id of one. */
function yieldToOthers(): void {
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

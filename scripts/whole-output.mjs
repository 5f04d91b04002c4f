// Loaded into each process that runs a test file. `--test-force-exit` ends it at once when its tests have ended, and what the
// pipe to the runner had no room for would be lost: the last tests would not be counted. So writing waits for room.
import { isMainThread } from 'node:worker_threads';

/**
 * Node has no public name for it.
 *
 * @type {{ _handle?: { setBlocking?(isBlocking: boolean): void } } & object}
 */
const stdout = process.stdout;
if (isMainThread) stdout._handle?.setBlocking?.(true);

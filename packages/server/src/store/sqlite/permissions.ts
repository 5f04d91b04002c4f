/**
 * Keeps the files of a database from other users of the machine, since they hold password hashes and messages.
 *
 * @module
 */
import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '../../logger.ts';

/** Rights of the group and of others. */
const RIGHTS_OF_OTHERS = 0o077;
const WRITABLE_BY_OTHERS = 0o002;

/** SQLite gives a log that it makes later the rights of the database. A lock that others can read, they can hold. */
const FILES = ['posthorn.db', 'posthorn.db-wal', 'posthorn.db-shm', 'posthorn.lock'];

/**
 * Creates an empty file that only its owner may use, unless the file exists. SQLite alone would let everybody read what
 * it creates.
 */
export function createPrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
}

/** Takes the rights of others off the database of a directory, and logs it. Logs what it cannot mend. */
export function makePrivate(directory: string, logger: Logger): void {
  // Windows has no such rights.
  if (process.getuid === undefined) return;
  const exposed = FILES.filter((name) => (modeOf(join(directory, name)) & RIGHTS_OF_OTHERS) !== 0);
  const left = exposed.filter((name) => !takeRights(join(directory, name)));
  if (left.length < exposed.length) {
    logger.warn(
      { directory, files: exposed.filter((name) => !left.includes(name)) },
      'Other users of this machine could read the database. Its files are for their owner alone now.',
    );
  }
  if (left.length > 0) {
    logger.warn(
      { directory, files: left },
      'Other users of this machine can read the database, and its files belong to somebody else: give them to ' +
        'the user of this server with chown, and take the rights of others away with chmod 600.',
    );
  }
  if ((modeOf(directory) & WRITABLE_BY_OTHERS) !== 0) {
    logger.warn(
      { directory },
      'Every user of this machine can replace the files in the data directory: take that right away with chmod o-w.',
    );
  }
}

/** 0 if there is no such file. */
function modeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
}

/** Whether it could; a file of another user stays as it is. */
function takeRights(path: string): boolean {
  try {
    chmodSync(path, 0o600);
    return true;
  } catch {
    return false;
  }
}

/**
 * Files on the local disk that are needed for a while.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const NAME = /^posthorn-(\d{1,10})-[\da-f-]{36}\.part$/;

/** A new name, which tells whose it is. */
export function temporaryPath(directory: string): string {
  return join(directory, `posthorn-${process.pid}-${randomUUID()}.part`);
}

/** Removes what processes have left that were killed. Never rejects: who else uses the directory may do what they like. */
export async function removeLeftovers(directory: string): Promise<void> {
  const names = await readdir(directory).catch(() => []);
  const left = names.filter((name) => {
    const pid = NAME.exec(name)?.[1];
    return pid !== undefined && !isRunning(Number(pid));
  });
  await Promise.allSettled(left.map((name) => rm(join(directory, name), { force: true })));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: somebody else's.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

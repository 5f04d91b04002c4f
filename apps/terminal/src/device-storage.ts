/**
 * The directory in which a device keeps its login, outbox and positions.
 *
 * @module
 */
import { PosthornError } from '@posthorn/client';
import type { Storage } from '@posthorn/client';
import { fileStorage } from '@posthorn/client/node';
import { UsageError } from './exit-codes.ts';

/** Opens it. Rejects with a UsageError if the directory cannot be used, and with CONFLICT if another process uses it. */
export async function deviceStorage(directory: string): Promise<Storage> {
  try {
    return await fileStorage(directory);
  } catch (error) {
    if (error instanceof PosthornError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `Nothing can be kept in ${directory} (${code}): give a directory that you may write to with --state DIR.`,
    );
  }
}

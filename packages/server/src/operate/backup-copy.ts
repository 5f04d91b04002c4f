/**
 * Copies a database that is in use together with the files that it refers to.
 *
 * @module
 */
import { rmSync } from 'node:fs';
import type { BlobHash, BlobStore } from '../blobs/blob-store.ts';
import type { CopiedBlobs } from '../blobs/copy.ts';
import { copySnapshot, openForReading } from '../store/sqlite/snapshot.ts';
import type { Fingerprint } from '../store/sqlite/snapshot.ts';
import type { OperateContext } from './command.ts';
import { assertSome, copyFiles, referencedIn } from './files.ts';

export interface BothFiles {
  readonly from: BlobStore;
  readonly to: BlobStore;
  /** Where they come from, for people. */
  readonly place: string;
  close(): Promise<void>;
}

/** A file may be sent and collected between two of them: then the database is copied again. */
const ROUNDS = 5;

export interface Backup {
  /** The database, and its copy. */
  readonly source: string;
  readonly partial: string;
}

/**
 * Files first, so that few are left for the time after the copy of the database; then those that the copy refers to. One that
 * was collected in between is not in the database any more: that is copied again.
 */
export async function copyAll(
  { source, partial }: Backup,
  files: BothFiles | undefined,
  context: Pick<OperateContext, 'tables' | 'progress' | 'signal'>,
): Promise<{ readonly found: Fingerprint; readonly copied?: CopiedBlobs }> {
  const onProgress = (step: string, done: number, total: number): void => {
    context.signal.throwIfAborted();
    context.progress.show(step, done, total);
  };
  const snapshot = (): Promise<Fingerprint> =>
    copySnapshot(source, partial, { tables: context.tables, onProgress });
  if (files === undefined) return { found: await snapshot() };
  let copied = await copyFiles(source, files, context);
  for (let round = 1; ; round++) {
    const found = await snapshot();
    const last = await copyFiles(partial, files, context);
    copied = { ...last, copied: copied.copied + last.copied, bytes: copied.bytes + last.bytes };
    const isPassing = last.missing.length > 0 && isAnyGone(source, last.missing);
    if (!isPassing || round === ROUNDS) {
      assertSome(last, files.place);
      const all = last.present + last.copied;
      return { found, copied: { ...copied, present: Math.max(0, all - copied.copied) } };
    }
    removePartial(partial);
  }
}

/** Whether the database refers to fewer of them than its copy did. */
function isAnyGone(source: string, hashes: readonly BlobHash[]): boolean {
  const database = openForReading(source);
  try {
    const now = new Set(referencedIn(database));
    return hashes.some((hash) => !now.has(hash));
  } finally {
    database.close();
  }
}

export function removePartial(partial: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(partial + suffix, { force: true });
}

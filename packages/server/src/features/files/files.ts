/**
 * Files: making them of finished uploads, and who may read them.
 *
 * @module
 */
import { decodeAttachment, PosthornError } from '@posthorn/protocol';
import type { Attachment } from '@posthorn/protocol';
import type { BlobStore } from '../../blobs/blob-store.ts';
import { pause } from '../../clock.ts';
import type { Services } from '../../router/services.ts';
import * as fileQueries from './file-queries.ts';
import type { FileRecord, NewFile } from './records.ts';

export interface StoredFile extends Omit<FileRecord, 'attachment'> {
  readonly attachment: Attachment;
}

export interface Making {
  readonly blobs: Pick<BlobStore, 'has'>;
  /** Commits the file: by insertFile alone, unless something else is to be committed with it. */
  readonly commit?: () => Promise<'made' | 'known' | 'going'>;
  /** Makes this blob again: it was collected before anything referred to it. */
  readonly restore: (hash: string) => Promise<void>;
}

const WAIT_MS = 250;
/** A collector that dies leaves blobs marked for so long; see collecting.ts. */
const LONGEST_WAIT_MS = 120_000;

/**
 * Makes a file of a finished upload, whose blobs are there. Idempotent by its id. When it resolves, file and blobs are safe.
 * Rejects with UNAVAILABLE if a blob is being collected and does not come to an end.
 */
export async function createFile(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  made: NewFile,
  { blobs, commit = () => store.run(fileQueries.insertFile, made), restore }: Making,
): Promise<void> {
  const until = clock.now() + LONGEST_WAIT_MS;
  while ((await commit()) === 'going') {
    if (clock.now() >= until) throw new PosthornError('UNAVAILABLE', 'the file cannot be kept just now');
    await pause(clock, WAIT_MS);
  }
  for (const hash of fileQueries.hashesOf(made)) if (!(await blobs.has(hash))) await restore(hash);
}

/** A file with this id. */
export async function fileOf(
  { store }: Pick<Services, 'store'>,
  id: string,
): Promise<StoredFile | undefined> {
  const [found] = await store.run(fileQueries.filesByIds, [id]);
  return found && { ...found, attachment: decodeAttachment(found.attachment) };
}

/** Whether a user may read a file now. One that there is not nobody may. */
export function mayRead({ store }: Pick<Services, 'store'>, user: number, id: string): Promise<boolean> {
  return store.run(fileQueries.accessTo, user, id);
}

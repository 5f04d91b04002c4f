/**
 * Makes files of uploads whose bytes are all there: finishes the blob, looks at it, keeps what was made of it, and commits.
 *
 * @module
 */
import { encodeAttachment, ERRORS, PosthornError } from '@posthorn/protocol';
import type { AttachmentInit } from '@posthorn/protocol';
import { BlobError } from '../../blobs/blob-store.ts';
import type { Blob, BlobStore } from '../../blobs/blob-store.ts';
import { optionsOf } from '../../config/option.ts';
import type { Services } from '../../router/services.ts';
import { blobsOf } from './blobs.ts';
import { dropUnused } from './collecting.ts';
import { MEDIA, SCANNER } from './examining.ts';
import { createFile, fileOf } from './files.ts';
import type { Examined } from './media/examined.ts';
import { FILE_OPTIONS, mayBeType } from './options.ts';
import type { NewFile, Thumbnail } from './records.ts';
import * as uploadQueries from './upload-queries.ts';
import type { UploadError, UploadRecord } from './upload-records.ts';

/** There will be no file. */
export class FileRefusal extends Error {
  override readonly name = 'FileRefusal';
  readonly error: UploadError;

  constructor(error: UploadError) {
    super(error.message);
    this.error = error;
  }
}

/** A blob and the upload that it was made of, which stays until the file is safe. */
interface Kept extends Blob {
  readonly upload: string;
}

/**
 * Makes the file of an upload. Idempotent, also at the same time on another router. Rejects with a FileRefusal, or with what is
 * temporarily wrong.
 */
export async function makeFile(services: Services, upload: UploadRecord): Promise<void> {
  const blobs = blobsOf(services);
  const derived: Kept[] = [];
  try {
    const original = await finished(services, upload);
    // Whoever made the file has discarded the upload, and died before it said so.
    if (original === undefined) return;
    const made = await lookAt(services, upload, original);
    const main = made.cleaned === undefined ? original : await keep(blobs, derived, made.cleaned.open());
    const thumbnails: Thumbnail[] = [];
    for (const { size: side, bytes, type } of made.thumbnails) {
      const { hash, bytes: length } = await keep(blobs, derived, [bytes]);
      thumbnails.push({ side, hash, bytes: length, type });
    }
    const file = newFile(services, upload, { main, made, thumbnails });
    await commit(services, file, [original, ...derived]);
    await discard(blobs, [original, ...derived]);
    if (main !== original) await dropUnused({ ...services, blobs }, [original.hash]);
  } catch (error) {
    await discard(blobs, derived);
    throw error;
  }
}

/** Undefined: the file has been made. */
async function finished(services: Services, { id, length }: UploadRecord): Promise<Kept | undefined> {
  try {
    return { ...(await blobsOf(services).finish(id, { bytes: length })), upload: id };
  } catch (error) {
    if (error instanceof BlobError && error.code === 'not-found' && (await fileOf(services, id)))
      return undefined;
    const isLost = error instanceof BlobError && ['not-found', 'mismatch', 'corrupt'].includes(error.code);
    if (!isLost) throw error;
    throw refusal('UNAVAILABLE', 'the storage has lost bytes of it; upload it again');
  }
}

/** What may not be kept goes at once. */
async function lookAt(services: Services, upload: UploadRecord, original: Blob): Promise<Examined> {
  try {
    return await look(services, upload, original);
  } catch (error) {
    if (error instanceof FileRefusal)
      await dropUnused({ ...services, blobs: blobsOf(services) }, [original.hash]);
    throw error;
  }
}

/** Reads the bytes. Rejects with a FileRefusal for what may not be kept. */
async function look(services: Services, upload: UploadRecord, { hash, bytes }: Blob): Promise<Examined> {
  const blobs = blobsOf(services);
  const source = {
    bytes,
    open: async (start: number, end: number) => (await blobs.open(hash, { start, end })).stream,
  };
  const scanned = await services.state(SCANNER)?.scan(source, { user: upload.owner });
  if (scanned?.isAllowed === false)
    throw refusal('INVALID', `the file was refused${scanned.reason && `: ${scanned.reason}`}`, {
      status: 422,
      reason: 'file-refused',
    });
  const hints = { user: upload.owner, claimedType: upload.type };
  const made = await services.state(MEDIA).examine(source, hints);
  if (!mayBeType(made.type, optionsOf(services.config.options, FILE_OPTIONS)))
    throw refusal('INVALID', `this server takes no files of the type ${made.type}`, {
      status: 415,
      reason: 'file-type-refused',
    });
  return made;
}

/** Keeps bytes that were made here. */
async function keep(
  blobs: BlobStore,
  derived: Kept[],
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Kept> {
  const upload = await blobs.begin();
  const length = await blobs.append(upload, 0, each(bytes));
  const kept = { ...(await blobs.finish(upload, { bytes: length })), upload };
  derived.push(kept);
  return kept;
}

async function* each(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* bytes;
}

function newFile(
  { clock, config }: Services,
  upload: UploadRecord,
  found: { readonly main: Blob; readonly made: Examined; readonly thumbnails: readonly Thumbnail[] },
): NewFile {
  const { main, made, thumbnails } = found;
  const { type, width, height, durationMs, waveform, thumbhash } = made;
  const { id, owner, name, alt, voice } = upload;
  const attachment: AttachmentInit = {
    id,
    name,
    type,
    bytes: main.bytes,
    width,
    height,
    durationMs,
    waveform,
    thumbhash,
    alt,
    voice: voice && type.startsWith('audio/'),
    thumbnails: thumbnails.map(({ side }) => side),
  };
  const now = clock.now();
  return {
    id,
    owner,
    hash: main.hash,
    bytes: main.bytes,
    time: now,
    attachment: encodeAttachment(attachment),
    thumbnails,
    reserved: upload.length,
    unsentUntil: now + optionsOf(config.options, FILE_OPTIONS).fileUnsent,
  };
}

async function commit(services: Services, file: NewFile, kept: readonly Kept[]): Promise<void> {
  const blobs = blobsOf(services);
  await createFile(services, file, {
    blobs,
    commit: async () => {
      const outcome = await services.store.run(uploadQueries.settleUpload, file);
      if (outcome === 'gone') throw refusal('NOT_FOUND', 'the upload was ended');
      return outcome;
    },
    restore: async (hash) => {
      const from = kept.find((candidate) => candidate.hash === hash);
      if (from !== undefined) await blobs.finish(from.upload, { bytes: from.bytes, hash });
    },
  });
}

/** What stays because of a failure is found by the duty. */
async function discard(blobs: BlobStore, kept: readonly Kept[]): Promise<void> {
  for (const { upload } of kept) await blobs.discard(upload);
}

function refusal(
  code: UploadError['code'],
  message: string,
  details: Partial<Pick<UploadError, 'status' | 'reason'>> = {},
): FileRefusal {
  return new FileRefusal({ code, message, status: ERRORS[code].httpStatus, ...details });
}

/** Whether trying again may help. */
export function isTemporary(error: unknown): boolean {
  return !(error instanceof FileRefusal) && !(error instanceof PosthornError && !error.canRetry);
}

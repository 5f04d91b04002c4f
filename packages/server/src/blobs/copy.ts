/**
 * Copies blobs from one store to another: those that are not there yet, each with its hash compared.
 *
 * @module
 */
import { BlobError } from './blob-store.ts';
import type { BlobHash, BlobReading, BlobStore } from './blob-store.ts';

export interface CopyBlobs {
  readonly from: BlobStore;
  readonly to: BlobStore;
  readonly hashes: Iterable<BlobHash> | AsyncIterable<BlobHash>;
  /** Ends it between two blobs, and within one. */
  readonly signal: AbortSignal;
  /** Called after each blob, whatever became of it. */
  readonly onBlob?: () => void;
}

export interface CopiedBlobs {
  /** How many were copied now, and their bytes. */
  readonly copied: number;
  readonly bytes: number;
  /** How many were there already. */
  readonly present: number;
  /** Those that `from` does not have. */
  readonly missing: readonly BlobHash[];
  /** Those whose bytes have changed in `from`; they are not copied. */
  readonly damaged: readonly BlobHash[];
}

/** At a time: most files are small, and S3 is far away. */
const PARALLEL = 4;

/** Rejects with a BlobError of either store, or with the reason of the signal. Repeat it to go on. */
export async function copyBlobs(options: CopyBlobs): Promise<CopiedBlobs> {
  const { hashes, signal, onBlob = () => {} } = options;
  const result = { copied: 0, bytes: 0, present: 0, missing: [] as BlobHash[], damaged: [] as BlobHash[] };
  const waiting = iterated(hashes);
  const work = async (): Promise<void> => {
    for await (const hash of waiting) {
      signal.throwIfAborted();
      const outcome = await copyBlob(options, hash);
      if (typeof outcome === 'number') {
        result.copied++;
        result.bytes += outcome;
      } else if (outcome === 'present') {
        result.present++;
      } else {
        result[outcome].push(hash);
      }
      onBlob();
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return result;
}

/** Resolves with how many bytes were copied, or with why none were. */
async function copyBlob(
  { from, to, signal }: CopyBlobs,
  hash: BlobHash,
): Promise<number | 'present' | 'missing' | 'damaged'> {
  if (await to.has(hash)) return 'present';
  const reading = await openIn(from, hash);
  if (reading === undefined) return 'missing';
  const upload = await to.begin();
  try {
    await to.append(upload, 0, bounded(reading, signal));
    const { bytes } = await to.finish(upload, { bytes: reading.bytes, hash });
    return bytes;
  } catch (error) {
    if (error instanceof BlobError && error.code === 'corrupt') return 'damaged';
    throw error;
  } finally {
    reading.stream.destroy();
    await to.discard(upload);
  }
}

async function openIn(store: BlobStore, hash: BlobHash): Promise<BlobReading | undefined> {
  try {
    return await store.open(hash);
  } catch (error) {
    if (error instanceof BlobError && error.code === 'not-found') return undefined;
    throw error;
  }
}

async function* bounded({ stream }: BlobReading, signal: AbortSignal): AsyncGenerator<Buffer> {
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    signal.throwIfAborted();
    yield chunk;
  }
}

/** One iterator that several take from, and that outlives a loop that ends early. */
async function* iterated<T>(items: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T> {
  yield* items;
}

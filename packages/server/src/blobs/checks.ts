/**
 * What every implementation checks.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { pipeline, Readable, Transform } from 'node:stream';
import { BlobError } from './blob-store.ts';
import type { BlobHash, BlobRange, BlobReading } from './blob-store.ts';

/** The bounds within a blob of `bytes`. Throws `out-of-range`. */
function boundsOf(bytes: number, { start, end }: BlobRange = { start: 0 }): { start: number; end: number } {
  const last = Math.min(end ?? bytes, bytes);
  const isWithin =
    Number.isSafeInteger(start) && start >= 0 && start <= last && (start < bytes || bytes === 0);
  if (!isWithin)
    throw new BlobError('out-of-range', `Bytes ${start} to ${end ?? 'the end'} of ${bytes} do not exist.`);
  return { start, end: last };
}

export function checkOffset(received: number, offset: number): void {
  if (received === offset) return;
  throw new BlobError('wrong-offset', `The upload continues at byte ${received}, not at ${offset}.`);
}

export function checkBytes(received: number, expected: number): void {
  if (received === expected) return;
  throw new BlobError('mismatch', `The upload has ${received} bytes, and should have ${expected}.`);
}

export function checkSame(made: BlobHash, expected: BlobHash | undefined): void {
  if (expected === undefined || made === expected) return;
  throw new BlobError('mismatch', `The uploaded bytes have the hash ${made}, and should have ${expected}.`);
}

interface Watched {
  /** How many bytes the stream must have. */
  readonly bytes: number;
  /** What they must hash to, if they are a whole blob. */
  readonly hash?: BlobHash;
  /** Makes a BlobError of what fails below. */
  readonly failure: (error: unknown) => BlobError;
}

/** Passes `source` on, and fails if it is not what it should be. Destroying the result destroys the source. */
function watched(source: Readable, { bytes, hash, failure }: Watched): Readable {
  const digest = hash === undefined ? undefined : createHash('sha256');
  let seen = 0;
  const result = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      digest?.update(chunk);
      if (seen > bytes) done(corrupt(`it has more than ${bytes} bytes`));
      else done(null, chunk);
    },
    flush(done) {
      if (seen !== bytes) done(corrupt(`it has ${seen} of ${bytes} bytes`));
      else if (digest !== undefined && digest.digest('hex') !== hash) done(corrupt('its bytes have changed'));
      else done();
    },
  });
  source.once('error', (error) => result.destroy(failure(error)));
  // Errors are those of the result, which its reader gets.
  pipeline(source, result, () => {});
  return result;
}

export interface Opening {
  readonly hash: BlobHash;
  /** Of the whole blob. */
  readonly bytes: number;
  readonly range: BlobRange | undefined;
  /** The stored bytes from `start` to `end`. Not called if there are none. */
  readonly source: (start: number, end: number) => Promise<Readable>;
  readonly failure: (error: unknown) => BlobError;
}

/** BlobStore.open(), of a blob that is there. Rejects with `out-of-range`. */
export async function openReading(opening: Opening): Promise<BlobReading> {
  const { hash, bytes, range, source, failure } = opening;
  const { start, end } = boundsOf(bytes, range);
  const isWhole = start === 0 && end === bytes;
  const stored = start === end ? Readable.from([]) : await source(start, end);
  const stream = watched(stored, { bytes: end - start, ...(isWhole && { hash }), failure });
  return { bytes, start, end, stream };
}

function corrupt(what: string): BlobError {
  return new BlobError('corrupt', `A stored blob is damaged: ${what}. Restore it from a backup.`);
}

/**
 * The blob store of this server, and what its errors mean for a client.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { BlobError } from '../../blobs/blob-store.ts';
import type { BlobStore } from '../../blobs/blob-store.ts';
import type { Services } from '../../router/services.ts';

/** Throws FORBIDDEN if this server keeps no files. */
export function blobsOf({ blobs }: Services): BlobStore {
  if (blobs !== undefined) return blobs;
  throw new PosthornError('FORBIDDEN', 'this server keeps no files; its operator can let it, with --files', {
    reason: 'files-off',
  });
}

/** Makes coded errors of those of a blob store; others as they are. */
export function codedBlobError(error: Error): Error {
  if (!(error instanceof BlobError)) return error;
  const cause = { cause: error };
  switch (error.code) {
    case 'not-found':
      return new PosthornError('NOT_FOUND', 'there is no such upload or file any more', {
        ...cause,
        reason: 'upload-gone',
      });
    case 'wrong-offset':
    case 'mismatch':
    case 'out-of-range':
      return new PosthornError('CONFLICT', error.message, cause);
    case 'busy':
      return new PosthornError('HELD', 'another request works on this upload', {
        ...cause,
        retryAfterMs: 1000,
      });
    case 'full':
      return new PosthornError('STORAGE_FULL', 'the server has no space left for files', cause);
    case 'unavailable':
      return new PosthornError('UNAVAILABLE', 'the storage of files does not answer; try again', {
        ...cause,
        retryAfterMs: 5000,
      });
    case 'closed':
      return new PosthornError('DRAINING', 'this server is going down; try again', cause);
    case 'corrupt':
      return new PosthornError('INTERNAL', 'the bytes of this file are damaged', cause);
  }
}

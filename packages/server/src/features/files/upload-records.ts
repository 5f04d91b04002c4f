/**
 * Uploads as the store keeps them.
 *
 * @module
 */
import type { ErrorName } from '@posthorn/protocol';
import type { Reason } from '@posthorn/protocol/reasons';

/**
 * - `receiving`: bytes arrive, or are missing.
 * - `processing`: all bytes are there; the file is being made.
 * - `ready`: the file exists.
 * - `refused`: there will be no file; the error says why.
 */
export type UploadStateName = 'receiving' | 'processing' | 'ready' | 'refused';

export interface NewUpload {
  /** Of the blob store; also the id of the file. */
  readonly id: string;
  readonly owner: number;
  /** See fileName(). */
  readonly name: string;
  /** What the client takes it for. */
  readonly type: string;
  readonly alt: string;
  readonly voice: boolean;
  /** Bytes that count against the quota: all that will arrive, or those that a body of unknown length has room for so far. */
  readonly length: number;
  /** False: the length is not known yet, and nobody can go on with it. */
  readonly isLengthKnown: boolean;
  /** Unix ms. */
  readonly expires: number;
}

export interface UploadRecord extends NewUpload {
  readonly state: UploadStateName;
  /** The file counts in its place, or nothing does. */
  readonly isSettled: boolean;
  /** Of a refused one. */
  readonly error: UploadError | undefined;
}

/** Why there is no file. */
export interface UploadError {
  readonly code: ErrorName;
  readonly message: string;
  /** The HTTP status that says it best. */
  readonly status: number;
  /** See PosthornError. */
  readonly reason?: Reason;
}

/** What may be kept, in bytes; 0: any number. */
export interface Quotas {
  readonly perUser: number;
  readonly all: number;
}

/** `busy`: the user has as many unfinished uploads as one may have. */
export type UploadOutcome = 'made' | 'user-full' | 'all-full' | 'busy';

/**
 * Blobs in a bucket of a server that speaks S3.
 *
 * @module
 */
import type { Clock, Random } from '../clock.ts';
import type { BlobStore } from './blob-store.ts';
import type { PlaceMark } from './mark.ts';

export interface S3Address {
  /** Like https://s3.eu-central-1.amazonaws.com. */
  readonly endpoint: URL;
  readonly region: string;
  readonly bucket: string;
  /** Before the names of all objects, like `posthorn/`; may be empty. */
  readonly prefix: string;
  /** The bucket is in the path; otherwise, it is in the host name. */
  readonly isPathStyle: boolean;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials. */
  readonly sessionToken?: string;
}

export interface S3BlobStoreOptions {
  readonly address: S3Address;
  /** A directory for parts until they are sent; takes up to 8 MiB for each upload that is under way. What is in it has no name. */
  readonly spool: string;
  readonly clock: Clock;
  readonly random: Random;
}

/** The mark of the place in the bucket. */
export async function openS3Mark(options: Omit<S3BlobStoreOptions, 'spool'>): Promise<PlaceMark> {
  const { S3Mark } = await import('./s3/mark.ts');
  return new S3Mark(options);
}

/** Rejects with a BlobError whose message says what to do, if the bucket cannot be listed. */
export async function openS3BlobStore(options: S3BlobStoreOptions): Promise<BlobStore> {
  // Loaded only when needed.
  const { connectS3BlobStore } = await import('./s3/store.ts');
  return connectS3BlobStore(options);
}

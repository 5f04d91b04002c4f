/**
 * What S3 answers when it does not do what it is asked.
 *
 * @module
 */
import { BlobError } from '../blob-store.ts';

const FULL = new Set([
  'QuotaExceeded',
  'EntityTooLarge',
  'XMinioStorageFull',
  'InsufficientStorage',
  'StorageFull',
]);

export class S3Failure extends Error {
  override readonly name = 'S3Failure';
  /** 0: there was no answer. */
  readonly status: number;
  /** Of S3, like `NoSuchKey`; empty if it gave none, as for HEAD. */
  readonly code: string;

  constructor(status: number, code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.code = code;
  }

  /** Whatever is thrown by a request. */
  static of(error: unknown): S3Failure {
    if (error instanceof S3Failure) return error;
    const { code = '', message = String(error) } =
      error instanceof Error ? (error as NodeJS.ErrnoException) : {};
    return new S3Failure(0, code, message, { cause: error });
  }

  get isMissing(): boolean {
    return this.status === 404 && this.code !== 'NoSuchBucket';
  }

  /** A request that this server does not know. */
  get isNotImplemented(): boolean {
    return this.status === 501 || this.code === 'NotImplemented';
  }

  /** May pass when it is tried again. */
  get isTransient(): boolean {
    if (this.#isFull || this.isNotImplemented) return false;
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }

  get #isFull(): boolean {
    return this.status === 507 || FULL.has(this.code);
  }

  toBlobError(): BlobError {
    const said = [this.status > 0 ? `HTTP ${this.status}` : '', this.code, this.message]
      .filter(Boolean)
      .join(', ');
    if (this.#isFull) {
      return new BlobError('full', `S3 has no more space for files (${said}): make some.`, { cause: this });
    }
    return new BlobError('unavailable', `S3 ${this.#trouble} (${said}).`, { cause: this });
  }

  get #trouble(): string {
    if (this.status === 0) return 'cannot be reached: look at its endpoint and the network';
    if (this.code === 'NoSuchBucket') return 'has no such bucket: create it';
    if (this.code === 'RequestTimeTooSkewed') return 'has another time: set the clock';
    if (this.status === 401 || this.status === 403)
      return 'refuses: look at the credentials and their rights';
    if (this.status >= 300 && this.status < 400)
      return 'has the bucket elsewhere: look at endpoint and region';
    return 'fails';
  }
}

/** A BlobError for what S3 says; other errors as they are. */
export function failureOf(error: unknown): unknown {
  return error instanceof S3Failure ? error.toBlobError() : error;
}

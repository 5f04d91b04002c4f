/**
 * Maps SQLite's result codes (https://www.sqlite.org/rescode.html).
 *
 * @module
 */
import { StoreError } from '../store.ts';
import type { StoreErrorCode } from '../store.ts';

/** Primary codes: the low byte of extended codes. */
const BUSY = 5;
const NOMEM = 7;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

/** A failure as plain data, which can cross threads. */
export interface Failure {
  readonly code: StoreErrorCode;
  readonly message: string;
  /** The connection can no longer be trusted and must be reopened. */
  readonly isConnectionLost: boolean;
}

/** Converts anything thrown while working with SQLite. */
export function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof StoreError) return { code: error.code, message, isConnectionLost: false };
  switch (primaryCode(error)) {
    case FULL:
      return { code: 'full', message, isConnectionLost: false };
    case CORRUPT:
    case NOTADB:
      return { code: 'corrupt', message, isConnectionLost: true };
    case IOERR:
    case CANTOPEN:
    case READONLY:
    case NOMEM:
      // After a failed fsync, the next one may wrongly succeed; see Database.reopen.
      return { code: 'unavailable', message, isConnectionLost: true };
    case BUSY:
      return { code: 'unavailable', message, isConnectionLost: false };
    default:
      return { code: 'unavailable', message, isConnectionLost: true };
  }
}

export function toStoreError({ code, message }: Failure): StoreError {
  return new StoreError(code, message);
}

function primaryCode(error: unknown): number {
  const code = (error as { readonly errcode?: unknown }).errcode;
  return typeof code === 'number' ? code & 0xff : 0;
}

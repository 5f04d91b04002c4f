/**
 * Ranges and preconditions of downloads (RFC 9110 §13, §14).
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** `end` is not included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** `unsatisfiable`: answer 416. Undefined: send all of it. */
export type RangeAnswer = ByteRange | 'unsatisfiable' | undefined;

/**
 * The one range that a GET asks for. Several ranges, and what is malformed, count as none, which is allowed (§14.2). So does a
 * range that holds for another state of the file (`If-Range`, §13.1.5).
 */
export function rangeOf(headers: IncomingHttpHeaders, bytes: number, etag: string): RangeAnswer {
  const condition = headers['if-range'];
  if (condition !== undefined && condition !== etag) return undefined;
  const [, first = '', last = ''] = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/i.exec(headers.range ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') return suffix(Number(last), bytes);
  const start = Number(first);
  const end = last === '' ? bytes : Math.min(Number(last) + 1, bytes);
  if (last !== '' && Number(last) < start) return undefined;
  return start < bytes ? { start, end } : 'unsatisfiable';
}

/** The last `length` bytes. */
function suffix(length: number, bytes: number): RangeAnswer {
  if (length === 0 || bytes === 0) return 'unsatisfiable';
  return { start: Math.max(0, bytes - length), end: bytes };
}

/** Of these bytes. */
export function etagOf(bytes: Uint8Array): string {
  return `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
}

/** Whether the client has it already: `If-None-Match`, compared weakly (§13.1.2). */
export function isKnown(headers: IncomingHttpHeaders, etag: string): boolean {
  const header = headers['if-none-match'];
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return header.split(',').some((each) => each.trim().replace(/^W\//, '') === etag);
}

/**
 * The headers of tus 1.0 (https://tus.io/protocols/resumable-upload): what they are called, and how they are read.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { IncomingHttpHeaders } from 'node:http';
import { HttpRefusal } from './refusal.ts';

export const TUS_VERSION = '1.0.0';
export const TUS_EXTENSIONS = 'creation,creation-with-upload,termination,expiration,checksum';
/** sha1 is the one that the checksum extension requires. */
export const CHECKSUM_ALGORITHMS = ['sha256', 'sha1'] as const;
export const CHUNK_TYPE = 'application/offset+octet-stream';

const METHODS = ['HEAD', 'PATCH', 'DELETE', 'OPTIONS'] as const;
/** Metadata has a name, a type and a description; Node bounds all headers to 16 KiB anyway. */
const MAX_METADATA_CHARS = 12_288;
const DIGITS = /^\d{1,15}$/;
/** Base64 as RFC 4648 §4 has it. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number];

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly digest: Buffer;
}

/** Throws 412 unless the client speaks this version; nothing else of the request may be looked at before. */
export function checkVersion(headers: IncomingHttpHeaders): void {
  if (headers['tus-resumable'] === TUS_VERSION) return;
  throw new HttpRefusal(412, 'UNSUPPORTED_VERSION', `send the header tus-resumable: ${TUS_VERSION}`, {
    'tus-version': TUS_VERSION,
  });
}

/** What the request is taken for: `X-HTTP-Method-Override` counts before the method. */
export function methodOf(method: string, headers: IncomingHttpHeaders): string {
  const instead = headers['x-http-method-override'];
  if (typeof instead !== 'string') return method;
  const known = METHODS.find((each) => each === instead.toUpperCase());
  if (known === undefined)
    throw new PosthornError('INVALID', `x-http-method-override must be one of ${METHODS.join(', ')}`);
  return known;
}

/** Throws INVALID; TOO_LARGE (413) beyond `most`. */
export function uploadLength(headers: IncomingHttpHeaders, most: number): number {
  if (headers['upload-defer-length'] !== undefined)
    throw new PosthornError('INVALID', 'the length must be known at the beginning: send upload-length');
  const length = wholeNumber(headers, 'upload-length');
  if (length > most)
    throw new PosthornError('TOO_LARGE', `a file has at most ${most} bytes here`, {
      reason: 'file-too-large',
    });
  return length;
}

/** Throws INVALID. */
export function uploadOffset(headers: IncomingHttpHeaders): number {
  return wholeNumber(headers, 'upload-offset');
}

/** Throws 415 unless the body is bytes of an upload. */
export function checkChunkType(headers: IncomingHttpHeaders): void {
  if (isChunk(headers)) return;
  throw new HttpRefusal(415, 'INVALID', `send the bytes with the header content-type: ${CHUNK_TYPE}`);
}

export function isChunk(headers: IncomingHttpHeaders): boolean {
  return headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() === CHUNK_TYPE;
}

/** Undefined if there is none. Throws INVALID, also for an algorithm that is not offered. */
export function checksumOf(headers: IncomingHttpHeaders): Checksum | undefined {
  const header = headers['upload-checksum'];
  if (header === undefined) return undefined;
  const [, name, digest = ''] = /^(\S+) (\S+)$/.exec(String(header)) ?? [];
  const algorithm = CHECKSUM_ALGORITHMS.find((each) => each === name);
  if (algorithm === undefined || !BASE64.test(digest)) {
    throw new PosthornError(
      'INVALID',
      `upload-checksum must be one of ${CHECKSUM_ALGORITHMS.join(', ')}, a space, and the digest in Base64`,
    );
  }
  return { algorithm, digest: Buffer.from(digest, 'base64') };
}

/** `Upload-Metadata`: keys with their values decoded. Throws INVALID. */
export function uploadMetadata(headers: IncomingHttpHeaders): ReadonlyMap<string, string> {
  const header = String(headers['upload-metadata'] ?? '');
  if (header.length > MAX_METADATA_CHARS) throw new PosthornError('TOO_LARGE', 'upload-metadata is too long');
  const found = new Map<string, string>();
  if (header.trim() === '') return found;
  for (const pair of header.split(',')) {
    const [, key, value = ''] = /^([\x21-\x2b\x2d-\x7e]+)(?: (\S*))?$/.exec(pair.trim()) ?? [];
    if (key === undefined || found.has(key) || !BASE64.test(value))
      throw new PosthornError('INVALID', 'upload-metadata must be unique keys, each with a value in Base64');
    found.set(key, Buffer.from(value, 'base64').toString('utf8'));
  }
  return found;
}

function wholeNumber(headers: IncomingHttpHeaders, name: string): number {
  const text = headers[name];
  if (typeof text !== 'string' || !DIGITS.test(text))
    throw new PosthornError('INVALID', `${name} must be a number of bytes`);
  return Number(text);
}

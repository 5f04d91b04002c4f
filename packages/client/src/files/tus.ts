/**
 * The server's side of an upload, as requests: tus 1.0 (https://tus.io/protocols/resumable-upload), one POST for what is small, and
 * how far the server has come.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Attachment } from '@posthorn/protocol';
import { attachmentIn, errorIn, isObject, numberOf } from './attachment.ts';
import type { Http } from './http.ts';

/** What the sender says of a file. */
export interface About {
  readonly name: string;
  readonly type: string;
  readonly alt: string;
  readonly voice: boolean;
}

export type UploadStatus =
  | { readonly state: 'receiving' | 'processing'; readonly offset: number; readonly length: number }
  | { readonly state: 'ready'; readonly length: number; readonly attachment: Attachment }
  | { readonly state: 'refused'; readonly length: number; readonly error: PosthornError };

export interface Created {
  readonly id: string;
  /** Unix ms. */
  readonly expires: number;
}

const TUS = { 'tus-resumable': '1.0.0' };
/** If the server does not say. */
const LIFETIME_MS = 86_400_000;
/** A file that is sent at once may wait for its thumbnails behind others. */
const POST_TIMEOUT_MS = 180_000;
const STREAM_TIMEOUT_MS = 86_400_000;

export class Tus {
  readonly #http: Http;
  readonly #now: () => number;

  constructor(http: Http, now: () => number) {
    this.#http = http;
    this.#now = now;
  }

  /** Announces a file. */
  async create(about: About, bytes: number, signal: AbortSignal): Promise<Created> {
    const headers = { ...TUS, 'upload-length': String(bytes), 'upload-metadata': metadataOf(about) };
    const response = await this.#http.ask('POST', '/v1/uploads', { headers, signal });
    const id = /([^/?#]+)\/?(?:[?#].*)?$/.exec(response.headers.get('location') ?? '')?.[1];
    if (id === undefined) throw new PosthornError('UNAVAILABLE', 'the server has not said where to upload');
    const expires = Date.parse(response.headers.get('upload-expires') ?? '');
    return { id, expires: Number.isNaN(expires) ? this.#now() + LIFETIME_MS : expires };
  }

  /** Sends a piece. Resolves with what the server has then. UNAVAILABLE: it did not have `offset` bytes before. */
  async patch(id: string, offset: number, body: Uint8Array, signal: AbortSignal): Promise<number> {
    const headers = {
      ...TUS,
      'content-type': 'application/offset+octet-stream',
      'upload-offset': String(offset),
    };
    try {
      const response = await this.#http.ask('PATCH', pathOf(id), { headers, body, signal });
      const given = response.headers.get('upload-offset');
      return given === null ? offset + body.length : Number(given);
    } catch (cause) {
      if (!(cause instanceof PosthornError) || cause.code !== 'CONFLICT') throw cause;
      throw new PosthornError('UNAVAILABLE', 'the server has another part of the file', { cause });
    }
  }

  /** How far the server is; waits so many seconds for news while it looks at the file. NOT_FOUND: it knows no such upload. */
  async status(id: string, waitSeconds: number, signal: AbortSignal): Promise<UploadStatus> {
    const response = await this.#http.ask('GET', `${pathOf(id)}?wait=${waitSeconds}`, { signal });
    const json: unknown = await response.json().catch(unreadable);
    if (!isObject(json)) return unreadable();
    const [offset, length] = [numberOf(json['offset']), numberOf(json['length'])];
    switch (json['state']) {
      case 'receiving':
      case 'processing':
        return { state: json['state'], offset, length };
      case 'ready':
        return { state: 'ready', length, attachment: attachmentIn(json['attachment']) };
      case 'refused':
        return { state: 'refused', length, error: finalError(json) };
      default:
        return unreadable();
    }
  }

  /** Ends an upload. */
  async remove(id: string): Promise<void> {
    await this.#http.ask('DELETE', pathOf(id), { headers: TUS });
  }

  /** Uploads a file at once. A stream cannot be repeated. */
  async post(
    about: About,
    body: Uint8Array | ReadableStream<Uint8Array>,
    signal: AbortSignal,
  ): Promise<Attachment> {
    const { name, type, alt, voice } = about;
    const query = new URLSearchParams({ name, ...(alt !== '' && { alt }), ...(voice && { voice: 'true' }) });
    const headers = { 'content-type': type || 'application/octet-stream' };
    const timeoutMs = body instanceof Uint8Array ? POST_TIMEOUT_MS : STREAM_TIMEOUT_MS;
    const response = await this.#http.ask('POST', `/v1/files?${query}`, { headers, body, signal, timeoutMs });
    return attachmentIn(await response.json().catch(unreadable));
  }
}

function pathOf(id: string): string {
  return `/v1/uploads/${encodeURIComponent(id)}`;
}

function unreadable(cause?: unknown): never {
  throw new PosthornError('UNAVAILABLE', 'the answer of the server cannot be read', { cause });
}

/** Trying again would not help, whatever the code says: the upload has ended. */
function finalError(json: unknown): PosthornError {
  const error = errorIn(json);
  if (error?.canRetry === false) return error;
  return new PosthornError('INVALID', error?.message ?? 'the server does not take this file', {
    cause: error,
  });
}

/** Upload-Metadata of tus: pairs of a key and its value in base64. */
function metadataOf({ name, type, alt, voice }: About): string {
  const pairs = { filename: name, filetype: type, alt, voice: voice ? 'true' : '' };
  return Object.entries(pairs)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key} ${base64(value)}`)
    .join(',');
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

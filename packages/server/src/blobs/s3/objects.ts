/**
 * Objects of the bucket.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http';
import { bodyOf } from './client.ts';
import type { S3Body, S3Client } from './client.ts';
import { S3Failure } from './failure.ts';
import { readXml, xmlText } from './xml.ts';

export interface ListedObject {
  /** Without the prefix of the store. */
  readonly key: string;
  readonly bytes: number;
  /** Unix ms. */
  readonly changedAt: number;
}

/** How often a body may break while one object is read. */
const MAX_BREAKS = 4;

export class Objects {
  readonly #client: S3Client;

  constructor(client: S3Client) {
    this.#client = client;
  }

  /** In bytes; undefined if there is none. */
  async size(key: string): Promise<number | undefined> {
    try {
      const { 'content-length': length } = await this.#client.head({ method: 'HEAD', key });
      return Number(length);
    } catch (error) {
      if (error instanceof S3Failure && error.isMissing) return undefined;
      throw error;
    }
  }

  async put(key: string, body: S3Body): Promise<void> {
    await this.#client.text({ method: 'PUT', key, body });
  }

  /** `end` is not included, and after `start`. Whoever reads it may take any time. */
  async get(key: string, start: number, end: number): Promise<IncomingMessage> {
    return this.#client.stream({ method: 'GET', key, headers: rangeOf(start, end), isPaced: true });
  }

  /**
   * The first `bytes` bytes of an object that never changes, one chunk after the other. Goes on where a body has broken. Rejects if
   * there are fewer, or with what `take` throws.
   */
  async read(key: string, bytes: number, take: (chunk: Buffer) => Promise<void> | void): Promise<void> {
    for await (const chunk of this.#chunks(key, bytes)) await take(chunk);
  }

  /** At most 5 GiB. */
  async copy(from: string, to: string): Promise<void> {
    const headers = { 'x-amz-copy-source': this.#client.sourceOf(from) };
    await this.#client.text({ method: 'PUT', key: to, headers });
  }

  /** Not an error if there is none. */
  async remove(key: string): Promise<void> {
    try {
      await this.#client.text({ method: 'DELETE', key });
    } catch (error) {
      if (!(error instanceof S3Failure && error.isMissing)) throw error;
    }
  }

  /** In order of their keys. `after` is a key, whose object is not listed. */
  async *list(prefix: string, after = ''): AsyncGenerator<ListedObject> {
    let last = after;
    for (;;) {
      const { objects, isLast } = await this.#page(prefix, last);
      yield* objects;
      const next = objects.at(-1)?.key;
      if (isLast || next === undefined) return;
      last = next;
    }
  }

  /** The first page of a list: whether the bucket is there and may be read. */
  async check(): Promise<void> {
    await this.#page('', '');
  }

  /** Begins an object that is made of parts. Resolves with the id of the multipart upload. */
  async beginParts(key: string): Promise<string> {
    const answer = await this.#client.text({ method: 'POST', key, query: { uploads: '' } });
    const id = readXml(answer).fields.get('UploadId');
    if (id === undefined) throw new S3Failure(500, 'NoUploadId', 'it names no multipart upload');
    return id;
  }

  /** Resolves with the ETag. Numbers begin at 1. */
  async putPart(key: string, id: string, number: number, body: S3Body): Promise<string> {
    const query = { uploadId: id, partNumber: String(number) };
    const { etag } = await this.#client.head({ method: 'PUT', key, query, body });
    return etag ?? '';
  }

  /** Like putPart(), with the bytes of another object. */
  async copyPart(key: string, id: string, number: number, from: string): Promise<string> {
    const query = { uploadId: id, partNumber: String(number) };
    const headers = { 'x-amz-copy-source': this.#client.sourceOf(from) };
    const answer = await this.#client.text({ method: 'PUT', key, query, headers });
    return readXml(answer).fields.get('ETag') ?? '';
  }

  async finishParts(key: string, id: string, etags: readonly string[]): Promise<void> {
    const parts = etags.map(
      (etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${xmlText(etag)}</ETag></Part>`,
    );
    const body = bodyOf(`<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`);
    await this.#client.text({ method: 'POST', key, query: { uploadId: id }, body });
  }

  /** Not an error if there is none. */
  async abortParts(key: string, id: string): Promise<void> {
    try {
      await this.#client.text({ method: 'DELETE', key, query: { uploadId: id } });
    } catch (error) {
      if (!(error instanceof S3Failure && error.isMissing)) throw error;
    }
  }

  async *#chunks(key: string, bytes: number): AsyncGenerator<Buffer> {
    let seen = 0;
    for (let breaks = 0; seen < bytes;) {
      const answer = await this.#client.stream({ method: 'GET', key, headers: rangeOf(seen, bytes) });
      try {
        for await (const chunk of answer as AsyncIterable<Buffer>) {
          seen += chunk.length;
          yield chunk;
        }
      } catch (error) {
        if (++breaks > MAX_BREAKS) throw S3Failure.of(error);
        continue;
      }
      // Also if it has begun at the first byte again.
      if (seen !== bytes) throw new S3Failure(500, 'Incomplete', `it gave ${seen} of ${bytes} bytes`);
    }
  }

  async #page(prefix: string, after: string): Promise<{ objects: readonly ListedObject[]; isLast: boolean }> {
    const own = this.#client.prefix;
    const query = {
      'list-type': '2',
      prefix: own + prefix,
      ...(after !== '' && { 'start-after': own + after }),
    };
    const { fields, rows } = readXml(await this.#client.text({ method: 'GET', key: '', query }), 'Contents');
    const objects = rows.map((row) => ({
      key: (row.get('Key') ?? '').slice(own.length),
      bytes: Number(row.get('Size')),
      changedAt: Date.parse(row.get('LastModified') ?? ''),
    }));
    return { objects, isLast: fields.get('IsTruncated') !== 'true' };
  }
}

function rangeOf(start: number, end: number): { readonly range: string } {
  return { range: `bytes=${start}-${end - 1}` };
}

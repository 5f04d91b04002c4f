/**
 * Signed requests to S3, repeated while the trouble may pass.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { AwsV4Signer } from 'aws4fetch';
import { pause } from '../../clock.ts';
import type { Clock, Random } from '../../clock.ts';
import type { S3Address } from '../s3.ts';
import { S3Failure } from './failure.ts';
import { Http } from './http.ts';
import { readXml } from './xml.ts';

/** Bytes with a known length and hash, which can be sent again. */
export interface S3Body {
  readonly bytes: number;
  /** Hexadecimal. The server refuses other bytes. */
  readonly sha256: string;
  readonly read: () => Readable;
}

export interface S3Request {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** Without the prefix; '' is the bucket. */
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: S3Body;
  /** Whether the body of the answer may be taken at any pace. */
  readonly isPaced?: boolean;
}

const TRIES = 5;
const FIRST_PAUSE_MS = 100;
/** A list of 1000 keys has some 400 KB. */
const MAX_TEXT_BYTES = 4 * 1024 * 1024;
const NOTHING = bodyOf('');

/** A short text as a body. */
export function bodyOf(text: string): S3Body {
  const bytes = Buffer.from(text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { bytes: bytes.length, sha256, read: () => Readable.from(bytes.length > 0 ? [bytes] : []) };
}

export class S3Client {
  readonly #address: S3Address;
  readonly #base: URL;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #http = new Http();

  constructor(address: S3Address, clock: Clock, random: Random) {
    this.#address = address;
    this.#base = new URL(address.endpoint);
    if (!address.isPathStyle) this.#base.hostname = `${address.bucket}.${this.#base.hostname}`;
    this.#clock = clock;
    this.#random = random;
  }

  /** The bucket and the key, as a copy names its source. */
  sourceOf(key: string): string {
    return `/${encoded(this.#address.bucket)}/${encoded(this.#address.prefix + key)}`;
  }

  get prefix(): string {
    return this.#address.prefix;
  }

  /** Resolves with an answer of success, whose body the caller reads. Rejects with an S3Failure, as the others do. */
  stream(request: S3Request): Promise<IncomingMessage> {
    return this.#tried(() => this.#once(request));
  }

  /** The whole body. Also rejects if it is an error in an answer of success, as copies may have. */
  text(request: S3Request): Promise<string> {
    return this.#tried(async () => {
      const text = await textOf(await this.#once(request));
      const { root, fields } = readXml(text);
      if (root !== 'Error') return text;
      throw new S3Failure(500, fields.get('Code') ?? '', fields.get('Message') ?? '');
    });
  }

  /** For an answer whose head is enough. */
  async head(request: S3Request): Promise<IncomingMessage['headers']> {
    const answer = await this.stream(request);
    answer.resume();
    return answer.headers;
  }

  close(): void {
    this.#http.close();
  }

  async #tried<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        const failure = S3Failure.of(error);
        if (!failure.isTransient || attempt === TRIES) throw failure;
        await pause(this.#clock, FIRST_PAUSE_MS * 2 ** attempt * this.#random.unit());
      }
    }
  }

  async #once({
    method,
    key,
    query = {},
    headers = {},
    body = NOTHING,
    isPaced = false,
  }: S3Request): Promise<IncomingMessage> {
    const { region, accessKeyId, secretAccessKey, sessionToken } = this.#address;
    const signer = new AwsV4Signer({
      method,
      url: this.#url(key, query).href,
      headers: { ...headers, 'x-amz-content-sha256': body.sha256 },
      service: 's3',
      region,
      accessKeyId,
      secretAccessKey,
      ...(sessionToken !== undefined && { sessionToken }),
      datetime: new Date(this.#clock.now()).toISOString().replaceAll(/[:-]|\.\d{3}/g, ''),
    });
    const signed = await signer.sign();
    const hasBody = method === 'PUT' || method === 'POST';
    const answer = await this.#http.send({
      method,
      url: signed.url,
      headers: {
        ...Object.fromEntries(signed.headers),
        ...(hasBody && { 'content-length': String(body.bytes) }),
      },
      ...(body.bytes > 0 && { body: body.read() }),
      isPaced,
    });
    const { statusCode = 0 } = answer;
    if (statusCode >= 200 && statusCode < 300) return answer;
    const { fields } = readXml(await textOf(answer));
    throw new S3Failure(statusCode, fields.get('Code') ?? '', fields.get('Message') ?? '');
  }

  #url(key: string, query: Readonly<Record<string, string>>): URL {
    const { bucket, prefix, isPathStyle } = this.#address;
    const url = new URL(this.#base);
    const path = key === '' ? '' : `/${encoded(prefix + key)}`;
    const root = url.pathname.replace(/\/+$/, '');
    url.pathname = `${root}${isPathStyle ? `/${encoded(bucket)}` : ''}${path}` || '/';
    // URLSearchParams would make a plus of a space, which not every server takes for one.
    const parameters = Object.entries(query).map(([name, value]) => `${escaped(name)}=${escaped(value)}`);
    url.search = parameters.join('&');
    return url;
  }
}

function encoded(path: string): string {
  return path.split('/').map(escaped).join('/');
}

/** RFC 3986 §2.1, all but unreserved characters. */
function escaped(text: string): string {
  const escape = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, escape);
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_TEXT_BYTES) throw new Error(`an answer has more than ${MAX_TEXT_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

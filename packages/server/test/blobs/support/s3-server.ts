/**
 * An S3 server: s3rver, with a store that keeps to what S3 promises, as its own writes objects in place, and answers before
 * they are written. Signatures and AbortMultipartUpload are added.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, readdirSync } from 'node:fs';
import { mkdir, rename, rm, unlink, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { S3Address } from '../../../src/blobs/s3.ts';
import { changeByte, newFolder } from './directory.ts';
import { signatureProblem } from './signature.ts';

interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  readonly content: Readable | Buffer;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Written {
  readonly size: number;
  readonly md5: string;
}

interface ReadObject {
  content: Readable | null;
  range?: { start: number; end: number };
}

interface FileStore {
  getObject(
    bucket: string,
    key: string,
    range?: { readonly start?: number; readonly end?: number },
  ): Promise<ReadObject | null>;
  getResourcePath(bucket: string, key: string | undefined, resource: string): string;
  getMetadata(bucket: string, key: string): Promise<Record<string, string>>;
  putObject(object: StoredObject): Promise<Written>;
  putPart(bucket: string, uploadId: string, number: number, content: Readable): Promise<Written>;
  putMetadata(bucket: string, key: string, metadata: StoredObject['metadata'], md5?: string): Promise<void>;
  copyObject(fromBucket: string, from: string, bucket: string, key: string): Promise<Record<string, string>>;
  deleteObject(bucket: string, key: string): Promise<void>;
}

export interface Exchange {
  /** As sent: path and query. */
  readonly url: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  status: number;
  body: unknown;
}

/** Sees each request first, and answers it or calls `next`. */
export type Middleware = (exchange: Exchange, next: () => Promise<void>) => Promise<void>;

interface Application {
  store: FileStore;
  readonly context: { store: FileStore };
  readonly middleware: Middleware[];
  readonly httpServer: Server;
  run(): Promise<AddressInfo>;
  close(): Promise<void>;
  on(event: 'error', listener: () => void): void;
}

export interface S3Server {
  readonly address: S3Address;
  damage(key: string): Promise<void>;
  /** Breaks all connections. */
  cut(): void;
  /** Multipart uploads that have neither been completed nor aborted. */
  unfinished(): readonly string[];
  /** Copies a part as UploadPartCopy does. */
  copyPart(exchange: Exchange): Promise<void>;
  close(): Promise<void>;
}

const require = createRequire(import.meta.url);
const BUCKET = 'posthorn';

export async function startS3Server(middleware?: (server: S3Server) => Middleware): Promise<S3Server> {
  const S3rver = require('s3rver') as new (options: object) => Application;
  const directory = await newFolder();
  const application = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    vhostBuckets: false,
    configureBuckets: [{ name: BUCKET, configs: [] }],
  });
  const store = keeping(application.store);
  application.on('error', () => {});
  const server = {
    damage: (key: string) => changeByte(store.getResourcePath(BUCKET, key, 'object')),
    cut: () => application.httpServer.closeAllConnections(),
    unfinished() {
      const path = store.getResourcePath(BUCKET, undefined, 'uploads');
      return existsSync(path) ? readdirSync(path) : [];
    },
    copyPart: (exchange: Exchange) => copyPart(store, exchange),
    async close() {
      await application.close();
      await rm(directory, { recursive: true });
    },
  };
  const addressed = { ...server, address: addressOf(0) };
  // The first one writes a log.
  application.middleware.shift();
  if (middleware !== undefined) application.middleware.unshift(middleware(addressed));
  application.middleware.unshift(checkSignature, abortUploads(store));
  const { port } = await application.run();
  return { ...server, address: addressOf(port) };
}

export function refuse(exchange: Exchange, status: number, code: string): void {
  exchange.status = status;
  exchange.body = `<Error><Code>${code}</Code><Message>No.</Message></Error>`;
}

async function checkSignature(exchange: Exchange, next: () => Promise<void>): Promise<void> {
  const problem = signatureProblem(exchange, addressOf(0));
  if (problem !== undefined) return refuse(exchange, 403, problem);
  return next();
}

/** AbortMultipartUpload. */
function abortUploads(store: FileStore): Middleware {
  return async (exchange, next) => {
    const { uploadId } = exchange.query;
    if (exchange.method !== 'DELETE' || uploadId === undefined) return next();
    const path = join(store.getResourcePath(BUCKET, undefined, 'uploads'), uploadId);
    if (!existsSync(path)) return refuse(exchange, 404, 'NoSuchUpload');
    await rm(path, { recursive: true });
    exchange.status = 204;
    exchange.body = null;
  };
}

function addressOf(port: number): S3Address {
  return {
    endpoint: new URL(`http://127.0.0.1:${port}`),
    region: 'us-east-1',
    bucket: BUCKET,
    prefix: 'some/where/',
    isPathStyle: true,
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
  };
}

/** The same store, but an object is there when it is complete, and is what its sender has signed. */
function keeping(store: FileStore): FileStore {
  store.putObject = async ({ bucket, key, content, metadata }) => {
    const path = store.getResourcePath(bucket, key, 'object');
    return writeWhole(path, content, metadata['x-amz-content-sha256'], (md5) =>
      store.putMetadata(bucket, key, metadata, md5),
    );
  };
  store.putMetadata = async (bucket, key, _metadata, md5 = '') => {
    const path = store.getResourcePath(bucket, key, 'object.md5');
    const temporary = `${path}.${randomUUID()}`;
    await writeFile(temporary, md5);
    await rename(temporary, path);
  };
  // It takes an end of 0 for none.
  const getObject = store.getObject.bind(store);
  store.getObject = async (bucket, key, range) => {
    if (range?.end !== 0) return getObject(bucket, key, range);
    const object = await getObject(bucket, key, { start: 0, end: 1 });
    if (object === null) return null;
    object.content?.destroy();
    object.content = createReadStream(store.getResourcePath(bucket, key, 'object'), { start: 0, end: 0 });
    object.range = { start: 0, end: 0 };
    return object;
  };
  store.putPart = (bucket, uploadId, number, content) => {
    const path = join(store.getResourcePath(bucket, undefined, 'uploads'), uploadId, String(number));
    return writeWhole(path, content, undefined, (md5) => writeFile(`${path}.md5`, md5));
  };
  store.copyObject = async (fromBucket, from, bucket, key) => {
    const content = createReadStream(store.getResourcePath(fromBucket, from, 'object'));
    await store.putObject({ bucket, key, content, metadata: {} });
    return store.getMetadata(bucket, key);
  };
  store.deleteObject = async (bucket, key) => {
    for (const kind of ['object', 'object.md5']) {
      await unlink(store.getResourcePath(bucket, key, kind)).catch(() => {});
    }
  };
  return store;
}

async function writeWhole(
  path: string,
  content: Readable | Buffer,
  sha256: string | undefined,
  beforeItIsThere: (md5: string) => Promise<void>,
): Promise<Written> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}`;
  const [md5, sha] = [createHash('md5'), createHash('sha256')];
  let size = 0;
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      md5.update(chunk);
      sha.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  const source = Buffer.isBuffer(content) ? [content] : content;
  await pipeline(source, counting, createWriteStream(temporary));
  const made = sha.digest('hex');
  if (sha256 !== undefined && sha256 !== made) throw new Error(`the body is not what was signed: ${made}`);
  const digest = md5.digest('hex');
  await beforeItIsThere(digest);
  await rename(temporary, path);
  return { size, md5: digest };
}

async function copyPart(store: FileStore, exchange: Exchange): Promise<void> {
  const source = decodeURIComponent(exchange.headers['x-amz-copy-source'] ?? '').slice(`/${BUCKET}/`.length);
  const content = createReadStream(store.getResourcePath(BUCKET, source, 'object'));
  const { uploadId = '', partNumber = '' } = exchange.query;
  const { md5 } = await store.putPart(BUCKET, uploadId, Number(partNumber), content);
  exchange.status = 200;
  exchange.body = `<CopyPartResult><ETag>&quot;${md5}&quot;</ETag></CopyPartResult>`;
}

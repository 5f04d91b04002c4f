/**
 * Opens the blob store that the configuration names.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Registry } from 'prom-client';
import { BlobError } from '../blobs/blob-store.ts';
import type { BlobStore } from '../blobs/blob-store.ts';
import { openDirectoryBlobStore } from '../blobs/directory.ts';
import { CountedBlobs } from '../blobs/counted.ts';
import { openS3BlobStore } from '../blobs/s3.ts';
import type { S3Address } from '../blobs/s3.ts';
import { isLoopback } from '../networks.ts';
import { ensureDirectory } from '../store/sqlite/directory.ts';
import { BlobMetrics } from './blob-metrics.ts';
import type { Config } from './options.ts';
import { isClustered } from './parts.ts';
import type { ServerParts } from './parts.ts';

const FOLDER = 'files';

/** A store that is open, and how to end it. */
interface Opened {
  readonly store: BlobStore;
  readonly close: () => Promise<void>;
}

export interface BlobPart {
  /** Undefined: nobody can send files here. */
  readonly blobs: BlobStore | undefined;
  /** Idempotent. */
  close(): Promise<void>;
}

/** Rejects with a BlobError whose message says what to do. */
export async function openBlobs(parts: ServerParts, registry: Registry): Promise<BlobPart> {
  const opened =
    parts.blobs === undefined ? await openPlace(parts) : { store: parts.blobs, async close() {} };
  if (opened === undefined) return { blobs: undefined, async close() {} };
  const { store, close } = opened;
  return { blobs: new CountedBlobs(store, new BlobMetrics(registry)), close };
}

async function openPlace(parts: ServerParts): Promise<Opened | undefined> {
  const { config, logger } = parts;
  const { files, data, store } = config;
  switch (files?.kind) {
    case 'off':
      return undefined;
    case 's3':
      return openBucket(parts, addressOf(config));
    case 'directory':
      return openShared(parts, files.directory);
    case undefined:
      break;
  }
  // Whoever brings a store of their own says where files go, too.
  if (parts.store !== undefined) return undefined;
  if (store === 'memory') return openTemporary(parts);
  try {
    ensureDirectory(data);
    return await openShared(parts, join(data, FOLDER));
  } catch (error) {
    // A router on a database server needed no directory before there were files.
    if (store === 'sqlite') throw error;
    logger.warn({ err: error }, 'Nobody can send files: say with --files where they are kept.');
    return undefined;
  }
}

async function openShared(parts: ServerParts, directory: string): Promise<Opened> {
  const { logger, random } = parts;
  const store = await openDirectoryBlobStore({ directory, random });
  if (isClustered(parts)) {
    logger.info(
      { files: directory },
      'Files are kept in a directory: all routers of the cluster must share it.',
    );
  }
  return { store, close: () => store.close() };
}

async function openBucket(parts: ServerParts, address: S3Address): Promise<Opened> {
  const { config, clock, random, logger } = parts;
  const { protocol, hostname, origin } = address.endpoint;
  if (protocol === 'http:' && !isLoopback(hostname)) {
    logger.warn(
      { endpoint: origin },
      'Files cross the network to S3 unencrypted: use an endpoint with https.',
    );
  }
  const spool = join(config.data, 'spool');
  ensureDirectory(config.data);
  ensureDirectory(spool);
  const store = await openS3BlobStore({ address, spool, clock, random });
  return { store, close: () => store.close() };
}

/** Goes with the server, as its store does. */
async function openTemporary({ random }: ServerParts): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-files-'));
  const store = await openDirectoryBlobStore({ directory: folder, random });
  return {
    store,
    async close() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Throws a BlobError when something is missing, as not every configuration comes from loadConfig(). */
export function addressOf(config: Config): S3Address {
  const {
    files,
    filesEndpoint,
    filesRegion: region,
    filesPathStyle,
    filesAccessKey,
    filesSecretKey,
  } = config;
  if (files?.kind !== 's3' || filesAccessKey === undefined || filesSecretKey === undefined) {
    throw new BlobError('unavailable', 'The configuration has no bucket, or no access key, for files.');
  }
  return {
    endpoint: new URL(filesEndpoint ?? `https://s3.${region}.amazonaws.com`),
    region,
    bucket: files.bucket,
    prefix: files.prefix,
    isPathStyle: filesPathStyle === 'auto' ? filesEndpoint !== undefined : filesPathStyle === 'on',
    accessKeyId: filesAccessKey,
    secretAccessKey: filesSecretKey,
  };
}

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
import { DirectoryMark } from '../blobs/directory/mark.ts';
import { openDirectoryBlobStore } from '../blobs/directory.ts';
import { CountedBlobs } from '../blobs/counted.ts';
import { openS3BlobStore, openS3Mark } from '../blobs/s3.ts';
import type { S3Address } from '../blobs/s3.ts';
import { isLoopback } from '../networks.ts';
import type { Store } from '../store/store.ts';
import { ensureDirectory } from '../store/sqlite/directory.ts';
import { BlobMetrics } from './blob-metrics.ts';
import type { Config } from './options.ts';
import { assertPlace, claimPlace } from './files-mark.ts';
import { isClustered } from './parts.ts';
import type { ServerParts } from './parts.ts';

const FOLDER = 'files';
const NOWHERE = 'Nobody can send files: say with --files where they are kept.';

/** A blob store that is open, and how to end it. */
interface Opened {
  readonly blobs: BlobStore;
  readonly close: () => Promise<void>;
  readonly assertReady?: () => Promise<void>;
}

interface Ground {
  readonly parts: ServerParts;
  /** Which has the rows of the files. */
  readonly store: Store;
}

export interface BlobPart {
  /** Undefined: nobody can send files here. */
  readonly blobs: BlobStore | undefined;
  /** Rejects with why this router should get no traffic, which others may serve. */
  assertReady(): Promise<void>;
  /** Idempotent. */
  close(): Promise<void>;
}

const nothing = async (): Promise<void> => {};

/** Rejects with a BlobError whose message says what to do. */
export async function openBlobs(ground: Ground & { readonly registry: Registry }): Promise<BlobPart> {
  const given = ground.parts.blobs;
  const opened = given === undefined ? await openPlace(ground) : { blobs: given, close: nothing };
  if (opened === undefined) return { blobs: undefined, assertReady: nothing, close: nothing };
  const { blobs, close, assertReady = nothing } = opened;
  return { blobs: new CountedBlobs(blobs, new BlobMetrics(ground.registry)), assertReady, close };
}

async function openPlace(ground: Ground): Promise<Opened | undefined> {
  const { parts } = ground;
  const { files, data, store } = parts.config;
  switch (files?.kind) {
    case 'off':
      return undefined;
    case 's3':
      return openBucket(ground);
    case 'directory':
      return openDirectory(ground, files.directory);
    case undefined:
      break;
  }
  // Whoever brings a store of their own says where files go, too.
  if (parts.store !== undefined) return undefined;
  if (store === 'memory') return openTemporary(parts);
  // Each of several routers has a data directory of its own.
  if (isClustered(parts) && store !== 'sqlite') {
    parts.logger.warn({}, NOWHERE);
    return undefined;
  }
  try {
    ensureDirectory(data);
    return await openDirectory(ground, join(data, FOLDER));
  } catch (error) {
    // A router on a database server needed no directory before there were files.
    if (store === 'sqlite') throw error;
    parts.logger.warn({ err: error }, NOWHERE);
    return undefined;
  }
}

async function openDirectory({ parts, store }: Ground, directory: string): Promise<Opened> {
  const { logger, random } = parts;
  const blobs = await openDirectoryBlobStore({ directory, random });
  const close = (): Promise<void> => blobs.close();
  // A log that is gone after a restart cannot tell.
  if (!store.capabilities.durable) return { blobs, close };
  const mark = new DirectoryMark(directory);
  const id = await claimPlace({ mark, store, random, logger });
  if (!isClustered(parts)) return { blobs, close };
  logger.info(
    { files: directory },
    'Files are kept in a directory: all routers of the cluster must share it.',
  );
  return { blobs, close, assertReady: () => assertPlace(mark, id) };
}

async function openBucket({ parts, store }: Ground): Promise<Opened> {
  const { config, clock, random, logger } = parts;
  const address = addressOf(config);
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
  const blobs = await openS3BlobStore({ address, spool, clock, random });
  const close = (): Promise<void> => blobs.close();
  if (store.capabilities.durable) {
    try {
      const mark = await openS3Mark({ address, clock, random });
      await claimPlace({ mark, store, random, logger });
    } catch (error) {
      await close();
      throw error;
    }
  }
  return { blobs, close };
}

/** Goes with the server, as its store does. */
async function openTemporary({ random }: ServerParts): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-files-'));
  const blobs = await openDirectoryBlobStore({ directory: folder, random });
  return {
    blobs,
    async close() {
      await blobs.close();
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
